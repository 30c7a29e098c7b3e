import { refusedAcross } from '../../../services/handoff/filter/across.ts';
import { ana, MINUTE, openHandoffs } from '../../support/handoffs.ts';

const allow = { domains: ['gob.mx'], emails: [], phones: [], handles: [] };
const lookBack = { messages: 4, ms: 10 * MINUTE };

let desk: Awaited<ReturnType<typeof openHandoffs>>;
let id: string;
beforeEach(async () => {
  desk = await openHandoffs({
    options: { lookBack, refusedAcross: (text, before) => refusedAcross(text, before, allow) },
  });
  id = await desk.ask('a');
  await desk.handoffs.claim(id, ana);
});
afterEach(() => desk.close());

const say = async (text: string) => {
  const said = await desk.handoffs.say(id, ana, { text, clientMessageId: `${desk.clock.at}:${text}` });
  return said.ok ? 'ok' : said.reason;
};

describe('a number that an agent dictates', () => {
  test('is one, also when the agent and the person say something between its pieces', async () => {
    expect(await say('55')).toBe('ok');
    expect(await say('¿Lo anotó?')).toBe('ok');
    await desk.handoffs.heard('a', desk.clock.at);
    expect(await say('12 34')).toBe('code');
    expect(await say('12')).toBe('ok');
    expect(await say('¿Lo anotó?')).toBe('ok');
    expect(await say('34')).toBe('code');
  });

  test('is forgotten after a while', async () => {
    expect(await say('55 12')).toBe('ok');
    desk.clock.at += lookBack.ms - 1;
    expect(await say('34 56')).toBe('phone');
    desk.clock.at += 1;
    expect(await say('34 56')).toBe('ok');
  });

  test('is forgotten after many other words', async () => {
    expect(await say('55 12')).toBe('ok');
    for (const text of ['Hola', '¿Sigues ahí?', 'Aquí estoy']) expect(await say(text)).toBe('ok');
    expect(await say('34 56')).toBe('phone');
    expect(await say('Perdón')).toBe('ok');
    expect(await say('34 56')).toBe('ok');
  });
});

test('what was refused is not held against the agent', async () => {
  expect(await say('55 12')).toBe('ok');
  for (const text of ['34 56', '78 90', '34 56 78']) expect(await say(text)).toBe('phone');
  expect(await say('1')).toBe('ok');
});

test('after a long address that is allowed, the agent goes on', async () => {
  expect(await say(`https://www.gob.mx/${'tramite/'.repeat(20)}inicio.html`)).toBe('ok');
  expect(await say('Dime si te abre.')).toBe('ok');
  expect(await say('¿Ya?')).toBe('ok');
});
