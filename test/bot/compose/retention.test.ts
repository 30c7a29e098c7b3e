import { createRetention } from '../../../bot/compose/retention.ts';
import { openStore } from '../../../services/store/open.ts';
import type { Store } from '../../../services/store/store.ts';

const day = 24 * 60 * 60_000;
const limits = { conversationRetentionMs: 30 * day, jobRetentionMs: 7 * day };

let store: Store;
let now = 0;
beforeEach(async () => {
  now = 0;
  store = await openStore('sqlite::memory:');
});
afterEach(() => store.close());

const retention = () => createRetention({ store, limits, now: () => now, pause: async () => {}, onError: fail });
function fail(error: unknown): never {
  throw error;
}

async function fill(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await store.conversations.create({
      id: `c${index}`,
      channel: 'web-chat',
      person: 'p',
      locale: 'es-MX',
      createdAt: 0,
    });
    await store.counters.hit(`k${index}`, { now: 0, windowMs: day });
    await store.documents.insert('mail', `m${index}`, {}, { expiresAt: day });
    await store.jobs.add([{ id: `j${index}`, kind: 'audit', payload: {}, dueAt: 0 }]);
  }
  const claimed = await store.jobs.claim({ owner: 'o', now: 0, leaseMs: 1, limit: count });
  await store.jobs.done(claimed, 'o', 0);
}

it('keeps what is not due', async () => {
  await fill(3);
  now = day / 2;
  expect(await retention().sweep()).toBe(0);
  expect(await store.conversations.get('c0')).toBeDefined();
});

it('deletes all that is due, in more than one batch where there is more', async () => {
  await fill(450);
  now = 31 * day;
  expect(await retention().sweep()).toBe(4 * 450);
  expect(await store.conversations.get('c449')).toBeUndefined();
  expect(await store.documents.get('mail', 'm449')).toBeUndefined();
});

it('goes on when another process deleted some of the same rows', async () => {
  await fill(450);
  now = 31 * day;
  const shared: Store['counters']['forget'] = async (at, limit) => {
    const others = await store.counters.forget(at, 20);
    return (await store.counters.forget(at, limit)) - Math.min(others, 1);
  };
  const mine = { ...store, counters: { ...store.counters, forget: shared } };
  await createRetention({ store: mine, limits, now: () => now, pause: async () => {}, onError: fail }).sweep();
  expect(await store.counters.forget(now, 1)).toBe(0);
});

it('rests after each write for longer than the write took', async () => {
  await fill(450);
  now = 31 * day;
  const writesOf10Ms = { ...store, conversations: { ...store.conversations, forget: forgetIn(10) } };
  const pauses: number[] = [];
  const pause = async (ms: number) => {
    pauses.push(ms);
  };
  await createRetention({ store: writesOf10Ms, limits, now: () => now, pause, onError: fail }).sweep();
  expect(pauses.filter((ms) => ms > 10)).toHaveLength(9);
});

const forgetIn =
  (ms: number): Store['conversations']['forget'] =>
  async (before, limit) => {
    const count = await store.conversations.forget(before, limit);
    now += ms;
    return count;
  };

it('leaves work that was never done, however old it is', async () => {
  await store.jobs.add([{ id: 'undone', kind: 'mail', payload: {}, dueAt: 0 }]);
  now = 400 * day;
  await retention().sweep();
  expect((await store.jobs.depth()).waiting).toBe(1);
});
