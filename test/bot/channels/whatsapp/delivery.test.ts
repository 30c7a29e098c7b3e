import { letterFor } from '../../../support/abuse.ts';
import { eventually } from '../../../support/eventually.ts';
import { type TestPhone, wordsOf } from '../../../support/graph-double.ts';
import { startWhatsApp, type TestWhatsApp } from '../../../support/graph-double-product.ts';

let whatsapp: TestWhatsApp;
beforeAll(async () => {
  whatsapp = await startWhatsApp({ WHATSAPP_TEMPLATE: 'retomar_tramite' });
  // What was delivered does not fail later; here messages are lost on the way.
  whatsapp.graph.withoutStatuses();
});
afterAll(async () => {
  expect(whatsapp.graph.refused).toEqual([]);
  await whatsapp.stop();
});

const day = 24 * 60 * 60_000;
let people = 0;
const newPhone = (): TestPhone => {
  people += 1;
  return whatsapp.graph.phone({ waId: `52155560000${String(people).padStart(2, '0')}` });
};
const conversationOf = (phone: TestPhone) =>
  phone.messages()[0]?.message.biz_opaque_callback_data?.replace(/\.\d+\|.*$/, '') ?? '';
const kindsOf = (phone: TestPhone) => phone.messages().map(({ message }) => message.type);
const heard = (phone: TestPhone, count: number) =>
  phone.waitFor(() => (phone.messages().length >= count ? phone.messages() : undefined), `${count} messages`);

/** Something that is said to a person without their asking: an agent's words, a notice. */
async function tell(phone: TestPhone, text: string): Promise<void> {
  const id = conversationOf(phone);
  const activity = {
    type: 'message',
    text,
    inputHint: 'acceptingInput',
    channelData: { procedure: 'p', step: 'told' },
  };
  const occasion = `told:${text}`;
  const at = whatsapp.clock.now();
  await whatsapp.store.conversations.append(
    id,
    [activity],
    [{ id: `deliver:${id}:${occasion}`, kind: 'deliver', payload: { conversationId: id }, dueAt: at }],
    at,
  );
}

/** Until what failed is put off: a clock that went on before that would put it off from there. */
const nothingDue = () =>
  eventually(async () => {
    const { oldestDueAt } = await whatsapp.store.jobs.depth();
    return oldestDueAt === undefined || oldestDueAt > whatsapp.clock.now();
  }, 'the end of the jobs that are due');

it('brings a message although the first tries fail, once', async () => {
  const ana = newPhone();
  whatsapp.graph.fail({ status: 500 }, 'hang-up', { status: 429, code: 131056 });
  await ana.say('hola');
  for (let failure = 0; failure < 3; failure += 1) {
    await ana.waitFor(
      () => (whatsapp.reports().filter(({ what }) => what === 'send-failed').length > failure ? true : undefined),
      'a failure',
    );
    await nothingDue();
    whatsapp.clock.forward(60_000);
  }
  await ana.hears('choose');
  await ana.say('ICSOE');
  await ana.hears('curp');
  expect(ana.messages()).toHaveLength(2);
});

it('asks with a template when the window is closed, and brings what waited, in order, once the person writes', async () => {
  const ana = newPhone();
  await ana.say('hola');
  await ana.hears('choose');
  whatsapp.clock.forward(2 * day);
  await tell(ana, 'Primera noticia.');
  await heard(ana, 2);
  await tell(ana, 'Segunda noticia.');
  await ana.say('ICSOE');
  await ana.hears('curp');
  expect(kindsOf(ana).filter((kind) => kind === 'template')).toHaveLength(1);
  const words = ana.messages().map(({ message }) => wordsOf(message));
  expect(words.join('\n')).toMatch(/retomar_tramite[\s\S]*Primera noticia\.[\s\S]*Segunda noticia\.[\s\S]*CURP/);
});

it('sends again what WhatsApp took and then lost, and no more than it may', async () => {
  const ana = newPhone();
  await ana.say('hola');
  const [first] = await heard(ana, 1);
  const { graph, clock } = whatsapp;
  await graph.bring([graph.statusValue(first?.wamid ?? '', 'failed', 131000)]);
  clock.forward(10_000);
  const [, second] = await heard(ana, 2);
  expect(second?.message).toEqual(first?.message);
  await ana.waitFor(() => (graph.seen.length > 0 ? true : undefined), 'requests');
  for (let count = 2; count < 4; count += 1) {
    await graph.bring([graph.statusValue(ana.messages().at(-1)?.wamid ?? '', 'failed', 131000)]);
    clock.forward(10_000);
    await heard(ana, count + 1);
  }
  await graph.bring([graph.statusValue(ana.messages().at(-1)?.wamid ?? '', 'failed', 131000)]);
  clock.forward(10_000);
  await ana.say('ICSOE');
  await ana.hears('curp');
  expect(ana.messages()).toHaveLength(5);
});

it('asks with a template when it learns late that the window was closed, and brings the message after that', async () => {
  const ana = newPhone();
  await ana.say('hola');
  const [first] = await heard(ana, 1);
  const { graph, clock } = whatsapp;
  clock.forward(1_000);
  await graph.bring([graph.statusValue(first?.wamid ?? '', 'failed', 131047)]);
  clock.forward(10_000);
  await ana.waitFor(() => kindsOf(ana).find((kind) => kind === 'template'), 'a template');
  clock.forward(1_000);
  await ana.say('ICSOE');
  await ana.hears('curp');
  await heard(ana, 4);
  expect(kindsOf(ana).filter((kind) => kind === 'template')).toHaveLength(1);
  const again = ana.messages().filter(({ message }) => wordsOf(message) === wordsOf(first?.message ?? message));
  expect(again).toHaveLength(2);
});

it('brings a letter that WhatsApp could not fetch as a link, which opens it', async () => {
  const ana = newPhone();
  const { graph, clock, url } = whatsapp;
  const steps = ['prerequisites', 'curp', 'full-name', 'email', 'email-confirm', 'review', 'awaiting-visit'];
  for (const [index, said] of letterFor('GOMA850315HDFNRN07', 'carta@example.mx').entries()) {
    await ana.say(said);
    await ana.hears(steps[index] ?? '');
  }
  const letter = ana.messages().find(({ message }) => message.type === 'document');
  await graph.bring([graph.statusValue(letter?.wamid ?? '', 'failed', 131053)]);
  clock.forward(10_000);
  const text = await ana.waitFor(() => {
    const newest = ana.messages().at(-1)?.message;
    return newest?.type === 'text' && newest.text.body.includes('/cartas/') ? newest.text.body : undefined;
  }, 'the letter as a link');
  const { pathname } = new URL(/https?:\S+/.exec(text)?.[0] ?? '');
  expect((await fetch(url + pathname)).headers.get('content-type')).toBe('application/pdf');
});

it('gives a message up that cannot arrive, and shows that', async () => {
  const ana = newPhone();
  await ana.say('hola');
  const [first] = await heard(ana, 1);
  const { graph } = whatsapp;
  await graph.bring([graph.statusValue(first?.wamid ?? '', 'failed', 131026)]);
  expect(await whatsapp.ticksOf(conversationOf(ana))).toMatchObject([{ state: 'failed', code: 131026 }]);
});

it('understands a status that overtakes the answer to its message', async () => {
  const ana = newPhone();
  await ana.say('hola');
  await heard(ana, 1);
  const { graph } = whatsapp;
  const tag = ana.messages()[0]?.message.biz_opaque_callback_data;
  const early = { id: 'wamid.early', status: 'read', timestamp: '1790416802', biz_opaque_callback_data: tag };
  expect(await graph.bring([graph.changeValue({ statuses: [early] })])).toEqual([200]);
  // A tag of nobody, and none at all, hurt nothing.
  const odd = [
    { ...early, id: 'x', biz_opaque_callback_data: '../x|y' },
    { ...early, id: 'y', biz_opaque_callback_data: undefined },
  ];
  expect(await graph.bring([graph.changeValue({ statuses: odd })])).toEqual([200]);
});

it('goes on after its token was renewed, and calls for an operator meanwhile', async () => {
  const ana = newPhone();
  whatsapp.graph.fail({ status: 401, code: 190 });
  await ana.say('hola');
  await ana.waitFor(() => whatsapp.reports().find(({ error }) => error === 190), 'an alarm');
  await ana.waitFor(() => whatsapp.lines.find((line) => line.includes('needs an operator')), 'a line');
  whatsapp.clock.forward(5 * 60_000);
  await ana.hears('choose');
});
