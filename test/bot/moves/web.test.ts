import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { moveMessage } from '../../../bot/turns/inbox-message.ts';
import { impiEfirma } from '../../../dialogs/impi/impi-efirma.ts';
import type { MoveEvent } from '../../../services/moves/move-event.ts';
import { demoDoors } from '../../support/demo.ts';
import { eventually } from '../../support/eventually.ts';
import { type Inside, lookInside } from '../../support/inside.ts';
import { codeOf, move, somebody, walkTo, webEnd } from '../../support/moves.ts';
import { signChallenge } from '../../support/person.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';

jest.setTimeout(60_000);

let product: TestProduct;
let inside: Inside;
beforeAll(async () => {
  product = await startProduct();
  inside = await lookInside(product.dataDir, product.clock.now);
});
afterAll(async () => {
  await inside.close();
  await product.stop();
});

const window = () => webEnd(product.url);

test('a text to sign is a fresh one at the other device, and the old one is worth nothing there', async () => {
  const [from, to] = [await window(), await window()];
  const person = await somebody(product.url);
  const efirma = await demoDoors(product.url).efirma(person.curp);
  await walkTo(from, person, 'efirma');
  const old = signChallenge(await from.challenge(), efirma).value;
  await move(from, to, 'efirma');
  await to.fill(old);
  expect(await to.hears('efirma')).toMatch(/firma/);
  await to.fill(signChallenge(await to.challenge(), efirma).value);
  await to.hears('code');
});

test('of many who type a code at once, one is asked about', async () => {
  const from = await window();
  await walkTo(from, await somebody(product.url), 'curp');
  const code = await codeOf(from, 'curp');
  const others = await Promise.all(Array.from({ length: 8 }, window));
  await Promise.all(others.map((other) => other.say(code)));
  const steps = await Promise.all(
    others.map(async ({ person }) => (await person.listen()).at(-1)?.channelData.step ?? ''),
  );
  expect(steps.sort()).toEqual([...Array(7).fill('choose'), 'move-claimed']);
  await from.hears('move');
});

test('who read the code over a shoulder learns and gets nothing without the yes', async () => {
  const [from, thief, own] = [await window(), await window(), await window()];
  const person = await somebody(product.url);
  await walkTo(from, person, 'email-confirm');
  const code = await codeOf(from, 'email-confirm');
  await thief.say(code);
  await thief.hears('move-claimed');
  await from.hears('move');
  await thief.say('sí');
  await thief.hears('choose');
  await thief.say('seguir');
  await thief.hears('choose');
  await from.say('no');
  await from.hears('email-confirm');
  await thief.hears('choose');
  const seen = await thief.person.history();
  for (const secret of [person.curp, person.email, code]) expect(seen).not.toContain(secret);
  await move(from, own, 'email-confirm');
});

test('a code that was typed stands nowhere in the data of who typed it', async () => {
  const [from, to] = [await window(), await window()];
  await walkTo(from, await somebody(product.url), 'curp');
  const code = await codeOf(from, 'curp');
  await to.say(code.replace('-', ' ').toLowerCase());
  await to.hears('move-claimed');
  expect(await to.person.history()).toContain('<oculto>');
  const kept = await inside.store.conversations.log(to.person.conversationId, 0);
  expect(JSON.stringify(kept).toUpperCase()).not.toContain(code.slice(0, 4));
});

test.each<[string, Record<string, unknown>]>([
  ['a kind', { kind: 'move' }],
  ['a type', { type: 'move' }],
  ['a name', { type: 'event', name: 'move' }],
])('no client can say that something arrived (%s)', async (_, disguise) => {
  const to = await window();
  const event = { what: 'arrived', moveId: randomUUID(), channel: 'web-chat', state: stateAt({}) };
  const { person } = to;
  await person.call('POST', `/conversations/${person.conversationId}/activities`, person.token, {
    type: 'message',
    text: 'hola',
    move: event,
    value: { move: event },
    ...disguise,
    channelData: { clientActivityID: `move:${event.moveId}:arrived`, move: event },
  });
  await person.listen();
  await to.say('cancelar');
  expect(await to.hears('choose')).toContain('No hay nada que cancelar');
});

test.each<[string, MoveEvent, string, string]>([
  [
    'returned',
    { what: 'returned', moveId: 'gone', state: stateAt({ curp: 'GODE561231HGRRRN09' }) },
    'email',
    'de nuevo',
  ],
  [
    'arrived, of a version that is gone',
    { what: 'arrived', moveId: 'old', channel: 'teams', state: stateAt({ curp: 'GODE561231HGRRRN09' }, 0) },
    'email',
    'Guardé lo que todavía sirve',
  ],
  [
    'arrived, of a procedure that is gone',
    { what: 'arrived', moveId: 'away', channel: 'whatsapp', state: stateAt({}, 1, 'no-such-procedure') },
    'choose',
    'ya no está disponible',
  ],
  [
    'arrived, unreadable',
    { what: 'arrived', moveId: 'broken', channel: 'sms', state: { dialogs: 7 } },
    'choose',
    'ya no está disponible',
  ],
])('a state that %s is read as today reads it', async (_, event, step, words) => {
  const to = await window();
  const bring = () =>
    inside.store.conversations.accept(to.person.conversationId, {
      messageId: `move:${event.moveId}:${event.what}`,
      activity: moveMessage(event),
      at: product.clock.now(),
    });
  await bring();
  expect(await to.hears(step)).toContain(words);
  expect(await bring()).toMatchObject({ outcome: 'duplicate' });
});

test('who moved and who did not stands in the audit chain', async () => {
  const [from, to] = [await window(), await window()];
  await walkTo(from, await somebody(product.url), 'curp');
  await to.say(await codeOf(from, 'curp'));
  await to.hears('move-claimed');
  await from.hears('move');
  await from.say('no');
  await from.hears('curp');
  await to.hears('choose');
  await move(from, to, 'curp');
  const named = async () =>
    (await inside.store.chain.read(0, 10_000))
      .map(({ body }): { name: string; folio?: string } => JSON.parse(body))
      .filter(({ name }) => name.startsWith('conversation.'))
      .slice(-2);
  await eventually(async () => (await named())[1]?.name === 'conversation.moved', 'the event of the move');
  const [refused, moved] = await named();
  expect([refused?.name, moved?.name]).toEqual(['conversation.move-refused', 'conversation.moved']);
  expect(moved?.folio).toMatch(/^IMPI-/);
  expect(moved?.folio).toBe(refused?.folio);
});

/** A state of the recovery with e.firma, as a conversation keeps it. */
function stateAt(answers: Record<string, string>, version = impiEfirma.version, id = impiEfirma.id) {
  const state = {
    version,
    caseId: '',
    folio: '',
    answers: { prerequisites: true, ...answers },
    step: 'email',
    refusals: 0,
  };
  return { locale: 'es-MX', lastAt: 0, dialogs: { dialogStack: [{ id, state }] } };
}
