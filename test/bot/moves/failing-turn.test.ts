import { jest } from '@jest/globals';
import { openStore } from '../../../services/store/open.ts';
import type { Store } from '../../../services/store/store.ts';
import { eventually } from '../../support/eventually.ts';
import { codeOf, somebody, walkTo, webEnd } from '../../support/moves.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';

jest.setTimeout(60_000);

const LEASE_MS = 16_000;
let failures = 0;
let product: TestProduct;
beforeAll(async () => {
  product = await startProduct({}, async (...args) => failing(await openStore(...args)));
});
afterAll(() => product.stop());

/** Whatever brings a state fails until an apology would be said. */
function failing(store: Store): Store {
  const commit: Store['conversations']['commit'] = async (turn, outcome) => {
    if (!turn.messageId.endsWith(':arrived') || turn.attempts > 3) return store.conversations.commit(turn, outcome);
    failures += 1;
    throw new Error('this turn fails');
  };
  const conversations = new Proxy(store.conversations, {
    get: (target, name, receiver) => {
      const value: unknown = name === 'commit' ? commit : Reflect.get(target, name, receiver);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { ...store, conversations };
}

test('a state whose turn fails again and again is not lost: the person goes on after the apology', async () => {
  const [from, to] = [await webEnd(product.url), await webEnd(product.url)];
  const { email, curp } = await somebody(product.url);
  await walkTo(from, { email, curp }, 'email');
  await to.say(await codeOf(from, 'email'));
  await to.hears('move-claimed');
  await from.hears('move');
  await from.say('sí');
  await from.hears('moved');
  const apology = to.hears('retry');
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    await eventually(() => failures >= attempt, `failure ${attempt}`);
    product.clock.forward(LEASE_MS);
  }
  expect(await apology).toContain('no pude terminar');
  expect(failures).toBe(3);
  await to.say(email);
  await to.hears('email-confirm');
});
