import { chatwootWebhook } from '../../../bot/desk/chatwoot-webhook.ts';
import { createMask } from '../../../bot/desk/mask.ts';
import { transcriptOf } from '../../../bot/desk/transcript.ts';
import { createServer } from '../../../bot/server.ts';
import { createChatwoot } from '../../../services/agent-desk/chatwoot/chatwoot.ts';
import { createMirror, MIRROR, mirrorJob } from '../../../services/agent-desk/mirror.ts';
import { refusedAcross } from '../../../services/handoff/filter/across.ts';
import type { Handoffs } from '../../../services/handoff/handoffs.ts';
import { createOutgoingFilter } from '../../../services/handoff/outgoing-filter.ts';
import { createRunner } from '../../../services/jobs/runner.ts';
import { redact } from '../../../services/redaction/redact.ts';
import { startChatwoot } from '../../support/chatwoot-double.ts';
import { MINUTE, openHandoffs, testTimes } from '../../support/handoffs.ts';

const allow = { domains: [], emails: [], phones: [], handles: [] };
const secret = 'a secret of the webhook';
const token = 'an access token';

async function open() {
  const chatwoot = await startChatwoot({ secret, token });
  const desk = await openHandoffs({ options: { refusedAcross: (text, before) => refusedAcross(text, before, allow) } });
  const mask = createMask(redact);
  let started = 0;
  const mirrorOf = (more: Partial<Pick<Handoffs, 'say'>> = {}) => {
    started += 1;
    return createMirror({
      desk: createChatwoot({
        baseUrl: chatwoot.baseUrl,
        accountId: '1',
        inboxIdentifier: 'box',
        accessToken: token,
        fetch,
        timeoutMs: 5_000,
      }),
      handoffs: { ...desk.handoffs, ...more },
      documents: desk.store.documents,
      readLog: (id, after) => desk.store.conversations.log(id, after),
      shown: (entry) => {
        const [shown] = transcriptOf([entry], mask);
        return shown && shown.from !== 'agent' ? { from: shown.from, text: shown.text } : undefined;
      },
      filter: createOutgoingFilter({ allow, maxChars: 1_000, redact }),
      refusedInWords: (reason) => `No se envió: ${reason}`,
      jobs: desk.store.jobs,
      pollMs: MINUTE,
      owner: `process-${started}`,
      now: () => desk.clock.at,
      leaseMs: MINUTE,
      keepMs: 60 * MINUTE,
    });
  };
  const mirror = mirrorOf();
  const routes = [
    chatwootWebhook({
      secret,
      jobs: desk.store.jobs,
      now: () => desk.clock.at,
      limits: { requestMaxBytes: 10_000, bodyTimeoutMs: 1_000 },
    }),
  ];
  const server = createServer({ routes, log: { error: () => {} } });
  const { port } = await server.listen(0, '127.0.0.1');
  const post = async (given: { body: string; headers: Record<string, string> }) =>
    (await fetch(`http://127.0.0.1:${port}/desk/chatwoot`, { method: 'POST', ...given })).status;
  const runner = createRunner({
    jobs: desk.store.jobs,
    handlers: { ...desk.handoffs.handlers, audit: { run: async () => {} }, [MIRROR]: mirror.handler },
    owner: 'mirror',
    now: () => desk.clock.at,
    leaseMs: MINUTE,
    maxBackoffMs: MINUTE,
    capacity: 20,
    after: () => () => {},
    pollMs: 1_000,
    report: () => {},
  });
  const person = (id: string, text: string) =>
    desk.store.conversations.append(id, [{ type: 'message', from: { role: 'user' }, text }], [], desk.clock.at);
  return {
    chatwoot,
    desk,
    mirror,
    mirrorOf,
    runner,
    post,
    person,
    async stop() {
      await server.close(0);
      await chatwoot.stop();
      await desk.close();
    },
  };
}

let world: Awaited<ReturnType<typeof open>>;
beforeEach(async () => {
  world = await open();
});
afterEach(() => world.stop());

test('a hand-off is shown once, open to people, with what was said before, masked', async () => {
  const { chatwoot, desk, mirror, person } = world;
  const id = await desk.ask('a');
  await person('a', 'mi correo es elena@example.mx');
  await Promise.all([mirror.sync(id), mirror.sync(id).catch(() => {})]);
  await mirror.sync(id);
  expect(chatwoot.only()).toMatchObject({
    status: 'open',
    custom_attributes: { handoff: id, procedure: 'impi-efirma' },
  });
  expect(chatwoot.shown()).toEqual(['mi correo es e•••@example.mx']);
  expect(JSON.stringify(chatwoot.conversations)).not.toContain('GODE');
});

test('an agent’s words reach the person once and in order, whatever webhooks come twice, late or never', async () => {
  const { chatwoot, desk, runner, post, mirror } = world;
  const id = await desk.ask('a');
  await mirror.sync(id);
  chatwoot.agentSays('Hola, soy Raúl.');
  const first = chatwoot.webhook('message_created', desk.clock.at, { id: 1 });
  chatwoot.agentSays('¿En qué paso estás?');
  const second = chatwoot.webhook('message_created', desk.clock.at, { id: 2 });
  chatwoot.agentSays('Sin aviso.');
  for (const webhook of [second, first, second, first]) expect(await post(webhook)).toBe(200);
  await runner.settle();
  expect(await desk.wordsIn('a')).toEqual(['Hola, soy Raúl.', '¿En qué paso estás?', 'Sin aviso.']);
  expect((await desk.handoffs.get(id))?.handoff.assignee).toEqual({ id: 'chatwoot.7', name: 'Raúl' });
  await mirror.sync(id);
  expect(await desk.wordsIn('a')).toHaveLength(3);
  // Their own words are not shown to them again.
  expect(chatwoot.only().messages.filter(({ message_type }) => message_type === 0)).toEqual([]);
});

test('a number in pieces stays there, and the agent is told why', async () => {
  const { chatwoot, desk, mirror } = world;
  const id = await desk.ask('a');
  await mirror.sync(id);
  for (const piece of ['Anota: 55 12', '34 56', '78 90']) chatwoot.agentSays(piece);
  await mirror.sync(id);
  expect(await desk.wordsIn('a')).toEqual(['Anota: 55 12']);
  const notes = chatwoot.only().messages.filter(({ private: isNote }) => isNote);
  expect(notes.map(({ content }) => content)).toEqual(['No se envió: phone', 'No se envió: phone']);
});

test('without any webhook, what agents say is found within a minute', async () => {
  const { chatwoot, desk, runner } = world;
  const id = await desk.ask('a');
  await desk.store.jobs.add([mirrorJob(id, 'asked', desk.clock.at)]);
  await runner.settle();
  chatwoot.agentSays('Hola');
  desk.clock.at += MINUTE;
  await runner.settle();
  expect(await desk.wordsIn('a')).toEqual(['Hola']);
});

test('private notes, and words of bots, never reach the person', async () => {
  const { chatwoot, desk, mirror } = world;
  const id = await desk.ask('a');
  await mirror.sync(id);
  chatwoot.agentSays('solo entre nosotros', { hidden: true });
  chatwoot.agentSays('soy otro bot', { agent: { id: 8, name: 'Bot', type: 'agent_bot' } });
  await mirror.sync(id);
  expect(await desk.wordsIn('a')).toEqual([]);
});

test('words that may not go out do not, and the agent is told in a note', async () => {
  const { chatwoot, desk, mirror } = world;
  const id = await desk.ask('a');
  await mirror.sync(id);
  chatwoot.agentSays('entra a evil.com');
  await mirror.sync(id);
  await mirror.sync(id);
  expect(await desk.wordsIn('a')).toEqual([]);
  expect(chatwoot.shown()).toEqual(['entra a evil.com', '(nota) No se envió: url']);
});

test.each([
  ['pending', 'agent-returned', { what: 'returned', reason: 'agent-returned' }],
  ['resolved', 'agent-closed', { what: 'closed' }],
])('a conversation set to %s there is %s here, once', async (status, endReason, event) => {
  const { chatwoot, desk, mirror, runner, post } = world;
  const id = await desk.ask('a');
  await mirror.sync(id);
  chatwoot.only().assignee = { id: 7, name: 'Raúl', type: 'user' };
  await mirror.sync(id);
  chatwoot.only().status = status;
  const webhook = chatwoot.webhook('conversation_status_changed', desk.clock.at);
  await Promise.all([post(webhook), post(webhook)]);
  await runner.settle();
  await mirror.sync(id);
  expect((await desk.handoffs.get(id))?.handoff).toMatchObject({ state: 'closed', endReason });
  expect(await desk.told('a')).toEqual([{ what: 'claimed', agent: 'Raúl' }, event]);
  chatwoot.agentSays('demasiado tarde');
  await mirror.sync(id);
  await mirror.sync(id);
  expect(await desk.wordsIn('a')).toEqual([]);
  expect(chatwoot.shown()).toEqual(['demasiado tarde', '(nota) No se envió: ended']);
});

test('an agent who writes to a person who had fallen silent is told that it ended', async () => {
  const { chatwoot, desk, mirror, runner } = world;
  const id = await desk.ask('a');
  await mirror.sync(id);
  chatwoot.agentSays('¿Los encontraste?');
  await mirror.sync(id);
  desk.clock.at += testTimes.silentMs;
  await runner.settle();
  expect((await desk.handoffs.get(id))?.handoff.endReason).toBe('person-silent');
  chatwoot.agentSays('¿Sigues ahí?');
  await mirror.sync(id);
  expect(await desk.wordsIn('a')).toEqual(['¿Los encontraste?']);
  expect(chatwoot.shown()).toEqual(['¿Los encontraste?', '¿Sigues ahí?', '(nota) No se envió: ended']);
});

test('words that were sent before the end, and are seen again after it, are not called unsent', async () => {
  const { chatwoot, desk, mirror, mirrorOf } = world;
  const id = await desk.ask('a');
  await mirror.sync(id);
  chatwoot.agentSays('Hola');
  const dying = mirrorOf({
    say: async (...said) => {
      await desk.handoffs.say(...said);
      throw new Error('died');
    },
  });
  await expect(dying.sync(id)).rejects.toThrow('died');
  await desk.handoffs.leave('a');
  await mirror.sync(id);
  expect(await desk.wordsIn('a')).toEqual(['Hola']);
  expect(chatwoot.shown()).toEqual(['Hola']);
});

test('who leaves here is given back there', async () => {
  const { chatwoot, desk, mirror } = world;
  const id = await desk.ask('a');
  await mirror.sync(id);
  await desk.handoffs.leave('a');
  await mirror.sync(id);
  expect(chatwoot.only().status).toBe('pending');
});

test('an agent who let the person wait does not get the conversation again by doing nothing', async () => {
  const { chatwoot, desk, mirror, runner } = world;
  const id = await desk.ask('a');
  chatwoot.trouble.failNext = 0;
  await mirror.sync(id);
  chatwoot.only().assignee = { id: 7, name: 'Raúl', type: 'user' };
  await mirror.sync(id);
  desk.clock.at += 4 * MINUTE;
  await runner.settle();
  await mirror.sync(id);
  expect((await desk.handoffs.get(id))?.handoff.state).toBe('queued');
});

test('a process that dies between sending and noting shows nothing twice and loses nothing', async () => {
  const { chatwoot, desk, mirror, mirrorOf, person } = world;
  const id = await desk.ask('a');
  await mirror.sync(id);
  for (const text of ['sí', 'sí', 'no']) await person('a', text);
  chatwoot.trouble.loseAnswers = 1;
  await expect(mirror.sync(id)).rejects.toThrow();
  chatwoot.trouble.failNext = 1;
  await expect(mirrorOf().sync(id)).rejects.toThrow();
  await mirrorOf().sync(id);
  expect(chatwoot.shown()).toEqual(['sí', 'sí', 'no']);
});

test.each<[string, (webhook: { body: string; headers: Record<string, string> }) => void]>([
  ['no signature', ({ headers }) => delete headers['x-chatwoot-signature']],
  [
    'a wrong signature',
    (webhook) => Object.assign(webhook.headers, { 'x-chatwoot-signature': `sha256=${'0'.repeat(64)}` }),
  ],
  ['another body', (webhook) => Object.assign(webhook, { body: webhook.body.replace('message', 'massage') })],
  ['another time', ({ headers }) => Object.assign(headers, { 'x-chatwoot-timestamp': '1700000000' })],
  ['no time', ({ headers }) => delete headers['x-chatwoot-timestamp']],
])('a webhook with %s is not believed', async (_, spoil) => {
  const { chatwoot, desk, mirror, runner, post } = world;
  const id = await desk.ask('a');
  await mirror.sync(id);
  chatwoot.agentSays('Hola');
  const webhook = chatwoot.webhook('message_created', desk.clock.at);
  spoil(webhook);
  expect(await post(webhook)).toBe(401);
  await runner.settle();
  expect(await desk.wordsIn('a')).toEqual([]);
});

test('an old webhook, rightly signed, is not believed either', async () => {
  const { chatwoot, desk, mirror, post } = world;
  await mirror.sync(await desk.ask('a'));
  expect(await post(chatwoot.webhook('message_created', desk.clock.at - 6 * MINUTE))).toBe(401);
});
