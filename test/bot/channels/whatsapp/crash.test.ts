import { jest } from '@jest/globals';
import { type GraphDouble, startGraphDouble, type TestPhone, wordsOf } from '../../../support/graph-double.ts';
import { type MortalProduct, startMortalProduct } from '../../../support/mortal-product.ts';

jest.setTimeout(240_000);

let graph: GraphDouble;
let mortal: MortalProduct;
beforeAll(async () => {
  graph = await startGraphDouble({ now: () => mortal?.clock.now() ?? Date.now() });
  mortal = await startMortalProduct(graph.environment);
  graph.connect(mortal.url);
  // Meta brings everything twice, and again until it is acknowledged.
  graph.repeat(2);
});
afterAll(async () => {
  await graph.close();
  await mortal.stop();
});

let people = 0;
const newPhone = () => {
  people += 1;
  return graph.phone({ waId: `52155570000${String(people).padStart(3, '0')}`, userId: `MX.7000${people}` });
};

/** Brings a webhook until one of its copies is acknowledged, as Meta does. */
async function insist(phone: TestPhone, message: Record<string, unknown>): Promise<void> {
  const value = phone.value(message);
  for (let round = 0; round < 500; round += 1) {
    if ((await graph.bring([value])).includes(200)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the webhook was never acknowledged');
}

/** Waits for the answer; the clock moves to whatever waits. */
async function answered(phone: TestPhone): Promise<void> {
  for (let round = 0; round < 1_000 && phone.messages().length === 0; round += 1) {
    await mortal.settled();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const file = () => {
  const id = `9${people}`;
  graph.media.set(id, { bytes: Buffer.alloc(900, 1), mime: 'application/octet-stream' });
  return { type: 'document', document: { id, filename: 'ana.cer', mime_type: 'application/octet-stream' } };
};

it.each([
  ['a first message', () => ({ type: 'text', text: { body: 'ICSOE' } })],
  ['a file', file],
])('answers %s in one turn, whichever write the process dies at', async (_, make) => {
  let alive = false;
  let deaths = 0;
  for (let countdown = 1; !alive; countdown += 1) {
    for (const written of [false, true]) {
      const ana = newPhone();
      alive = !(await mortal.throughDeath(countdown, written, async () => {
        await insist(ana, make());
        await answered(ana);
      }));
      if (!alive) deaths += 1;
      const where = `died at write ${countdown}, ${written ? 'after' : 'before'} it`;
      await mortal.settled();
      const sent = ana.messages();
      // A message goes again only when the process died before it could note that it had gone.
      expect([where, sent.length]).toEqual([where, sent.length === 2 ? 2 : 1]);
      expect(new Set(sent.map(({ message }) => wordsOf(message))).size).toBe(1);
      // One turn: one entry of the person, one answer.
      expect(sent[0]?.message.biz_opaque_callback_data).toMatch(/^[\w-]+\.[23]\|/);
    }
  }
  // A few writes would mean that it was not killed where it matters.
  expect(deaths).toBeGreaterThan(20);
  expect(graph.refused).toEqual([]);
});
