import type { Contact } from '../../../../bot/channels/whatsapp/contact.ts';
import { createDelays } from '../../../../bot/channels/whatsapp/delays.ts';
import { remedyFor } from '../../../../bot/channels/whatsapp/errors.ts';
import type { Posted } from '../../../../bot/channels/whatsapp/graph.ts';
import { type Content, type Outgoing, textContent } from '../../../../bot/channels/whatsapp/payload.ts';
import type { WhatsAppReport } from '../../../../bot/channels/whatsapp/report.ts';
import { createSend } from '../../../../bot/channels/whatsapp/send.ts';

const conversation = { id: 'c-1', channel: 'whatsapp', person: 'wa_1', locale: 'es-MX', createdAt: 0 };
const tag = 'c-1.4|icsoe-reset|curp';
const hour = 60 * 60_000;
const hello: Outgoing = { content: textContent('hola'), plain: 'hola', seqs: [4], part: 0 };

function world({
  answers = [] as readonly Posted[],
  contact = {} as Partial<Contact>,
  template = undefined as { name: string; language: string } | undefined,
} = {}) {
  let now = 100 * hour;
  const posted: object[] = [];
  const reports: WhatsAppReport[] = [];
  const left = [...answers];
  const person: Contact = {
    conversationId: 'c-1',
    waId: '5215555550123',
    lastInboundAt: now,
    lastReceivedAt: now,
    waiting: [],
    through: [],
    ...contact,
  };
  let known = person;
  const send = createSend({
    contacts: {
      get: async (id) => (id === 'wa_1' ? { id, value: known, version: 1 } : undefined),
      closeWindow: async () => {
        known = { ...known, lastReceivedAt: now - 24 * hour };
      },
      noteTemplate: async () => {
        known = { ...known, templateAt: now };
        return true;
      },
    },
    graph: {
      send: async (payload) => {
        posted.push(payload);
        return left.shift() ?? { ok: true, ids: ['wamid.1'] };
      },
    },
    delays: createDelays({ firstMs: 6_000, maxMs: 300_000, random: () => 0.5 }),
    template,
    now: () => now,
    report: (event) => void reports.push(event),
  });
  return {
    posted,
    reports,
    send: (outgoing = hello, to = conversation) => send(to, outgoing, tag),
    forward: (ms: number) => {
      now += ms;
    },
    hears: () => {
      known = { ...known, lastReceivedAt: now };
    },
  };
}
const refused = (code: number, status = 400): Posted => ({ ok: false, status, code });

it('sends to the exact number, with what comes back in its statuses', async () => {
  const { send, posted } = world();
  expect(await send()).toEqual({ ok: true, ids: ['wamid.1'] });
  expect(posted).toEqual([
    {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '5215555550123',
      type: 'text',
      text: { preview_url: false, body: 'hola' },
      biz_opaque_callback_data: tag,
    },
  ]);
});

it.each([
  [131047, 400, 'template'],
  [130429, 429, 'throughput'],
  [80007, 429, 'throughput'],
  [4, 400, 'throughput'],
  [131056, 429, 'wait'],
  [1, 500, 'wait'],
  [2, 503, 'wait'],
  [131000, 500, 'wait'],
  [131016, 500, 'wait'],
  [131062, 400, 'plain'],
  [190, 401, 'operator'],
  [3, 400, 'operator'],
  [10, 403, 'operator'],
  [200, 403, 'operator'],
  [299, 403, 'operator'],
  [132000, 400, 'operator'],
  [132016, 400, 'operator'],
  [131026, 400, 'stop'],
  [131048, 400, 'stop'],
  [131049, 400, 'stop'],
  [131051, 400, 'stop'],
  [131053, 400, 'plain'],
  [100, 400, 'stop'],
  [undefined, 0, 'wait'],
  [undefined, 502, 'wait'],
  [undefined, 429, 'throughput'],
  [undefined, 401, 'operator'],
  [undefined, 404, 'stop'],
])('error %s with status %s: %s', (code, status, remedy) => {
  expect(remedyFor(code, status)).toBe(remedy);
});

it('tries what passes again, later each time, and soon again after a success', async () => {
  const { send } = world({
    answers: [refused(131056, 429), refused(131056, 429), { ok: true, ids: ['a'] }, refused(131056, 429)],
  });
  expect(await send()).toEqual({ ok: false, again: true, reason: 'whatsapp-131056', afterMs: 4_500 });
  expect(await send()).toMatchObject({ afterMs: 9_000 });
  expect(await send()).toMatchObject({ ok: true });
  expect(await send()).toMatchObject({ afterMs: 4_500 });
});

it('waits with everybody when the whole number is too fast, as long as Meta says', async () => {
  const { send, posted, forward } = world({
    answers: [{ ok: false, status: 429, code: 130429, retryAfterMs: 20_000 }],
  });
  expect(await send()).toMatchObject({ again: true, afterMs: 20_000 });
  forward(5_000);
  expect(await send()).toMatchObject({ again: true, afterMs: 15_000 });
  expect(posted).toHaveLength(1);
  forward(15_000);
  expect(await send()).toMatchObject({ ok: true });
});

it('keeps messages while an operator has to mend something, and calls for one', async () => {
  const { send, reports } = world({ answers: [refused(190, 401)] });
  expect(await send()).toMatchObject({ ok: false, again: true, reason: 'whatsapp-190' });
  expect(reports).toEqual([{ what: 'send-failed', code: 190, remedy: 'operator' }]);
});

it('gives up what will never arrive', async () => {
  const { send } = world({ answers: [refused(131026)] });
  expect(await send()).toEqual({ ok: false, again: false, reason: 'whatsapp-131026' });
});

it('does not try outside the window without a template, and says why', async () => {
  const { send, posted, forward } = world();
  forward(24 * hour - 1);
  expect(await send()).toMatchObject({ ok: true });
  forward(1);
  expect(await send()).toEqual({ ok: false, again: false, reason: 'window-closed' });
  expect(posted).toHaveLength(1);
});

const template = { name: 'retomar_tramite', language: 'es_MX' };

it('asks with one template to write again, keeps the message, and sends it when the person wrote', async () => {
  const { send, posted, forward, hears } = world({ template });
  forward(25 * hour);
  expect(await send()).toMatchObject({ ok: false, again: true, reason: 'window-closed' });
  expect(await send()).toMatchObject({ ok: false, again: true, reason: 'window-closed' });
  expect(posted).toMatchObject([
    { type: 'template', template: { name: 'retomar_tramite', language: { code: 'es_MX' } } },
  ]);
  forward(hour);
  hears();
  expect(await send()).toMatchObject({ ok: true });
  expect(posted).toHaveLength(2);
});

it('does the same when Meta says that the window is closed', async () => {
  const { send, posted } = world({ template, answers: [refused(131047)] });
  expect(await send()).toMatchObject({ ok: false, again: true, reason: 'window-closed' });
  expect(posted).toMatchObject([{ type: 'text' }, { type: 'template' }]);
  expect(await send()).toMatchObject({ again: true });
  expect(posted).toHaveLength(2);
});

it('tries a template again that did not go', async () => {
  const { send, posted, forward } = world({ template, answers: [refused(131016, 500)] });
  forward(25 * hour);
  expect(await send()).toMatchObject({ again: true, reason: 'whatsapp-131016' });
  expect(await send()).toMatchObject({ again: true, reason: 'window-closed' });
  expect(posted).toMatchObject([{ type: 'template' }, { type: 'template' }]);
});

it('writes to the id of our business where there is no number, in plain words where that needs one', async () => {
  const { waId: _, ...nameless } = { waId: undefined, userId: 'MX.1' };
  const { send, posted } = world({ contact: { ...nameless, waId: undefined }, answers: [refused(131062)] });
  const link: Content = {
    type: 'interactive',
    interactive: {
      type: 'cta_url',
      body: { text: 'Abre' },
      action: { name: 'cta_url', parameters: { display_text: 'Abrir', url: 'https://recupera.example/f/1' } },
    },
  };
  const outgoing = { content: link, plain: 'Abre https://recupera.example/f/1', seqs: [4], part: 0 };
  expect(await send(outgoing)).toMatchObject({ ok: true });
  expect(posted).toMatchObject([
    { recipient: 'MX.1', type: 'interactive' },
    { recipient: 'MX.1', type: 'text', text: { body: 'Abre https://recupera.example/f/1' } },
  ]);
});

it('refuses a message beyond a limit itself, and one to nobody', async () => {
  const { send, posted } = world();
  expect(await send({ ...hello, content: textContent('a'.repeat(4097)) })).toEqual({
    ok: false,
    again: false,
    reason: 'over-limit:text-too-long',
  });
  expect(await send(hello, { ...conversation, person: 'wa_9' })).toEqual({
    ok: false,
    again: false,
    reason: 'no-address',
  });
  expect(posted).toEqual([]);
});
