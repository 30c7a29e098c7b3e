import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openStore } from '../../../services/store/open.ts';
import type { Store } from '../../../services/store/store.ts';
import { enter, type Person } from '../../support/person.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';

/** What was asked of the store, in order, but for what goes on beside the turns. */
const calls: string[] = [];
const beside = new Set(['conversations.waiting', 'conversations.log', 'jobs.claim', 'jobs.done', 'jobs.depth']);

let product: TestProduct;
let person: Person;
beforeAll(async () => {
  product = await startProduct({}, async (...options) => noted(await openStore(...options)));
  person = await enter(product.url);
  await person.say('quiero recuperar mi cuenta del IMPI con e.firma');
});
afterAll(() => product.stop());

function noted(store: Store): Store {
  const watch = <Part extends object>(name: string, part: Part): Part =>
    new Proxy(part, {
      get(target, method, receiver) {
        const value: unknown = Reflect.get(target, method, receiver);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          const call = `${name}.${String(method)}`;
          if (!beside.has(call) && method !== 'forget') calls.push(call);
          return value.apply(target, args);
        };
      },
    });
  return {
    ...store,
    conversations: watch('conversations', store.conversations),
    documents: watch('documents', store.documents),
    jobs: watch('jobs', store.jobs),
    counters: watch('counters', store.counters),
  };
}

const inATurn = ['conversations.get', 'conversations.accept', 'conversations.commit'];

it.each([
  ['an answer', 'claro'],
  ['an answer that is refused', 'GOMA850312'],
  ['a plea for help', 'ayuda'],
  ['a question in the middle', '¿qué es la e.firma?'],
  ['a step back', 'atrás'],
])('a turn reads the conversation, and writes twice: %s', async (_what, said) => {
  calls.length = 0;
  await person.say(said);
  expect(calls).toEqual(inATurn);
});
