import { createDoor } from '../../../bot/turns/door.ts';
import { InboxMessage } from '../../../bot/turns/inbox-message.ts';
import { holdsSecrets, readInput } from '../../../bot/turns/read-input.ts';
import { createWorker, type WorkerDeps } from '../../../bot/turns/worker.ts';
import { redact } from '../../../services/redaction/redact.ts';
import { StoreError } from '../../../services/store/errors.ts';
import { openStore } from '../../../services/store/open.ts';
import type { Json, Store, Turn, TurnOutcome } from '../../../services/store/store.ts';
import { createVault } from '../../../services/vault/vault.ts';

let store: Store;
beforeEach(async () => {
  store = await openStore('sqlite::memory:');
});
afterEach(() => store.close());

const outcomeOf = (turn: Turn, text = `re ${turn.messageId}`): TurnOutcome => ({
  state: { seen: [...seenIn(turn.state), turn.messageId] },
  awaiting: 'text',
  replies: [{ text }],
  jobs: [],
  at: 1,
});
const seenIn = (state: Json | undefined): string[] =>
  typeof state === 'object' && state !== null && 'seen' in state && Array.isArray(state.seen)
    ? state.seen.map(String)
    : [];

function workerWith(deps: Partial<WorkerDeps> = {}) {
  const published: string[] = [];
  const errors: unknown[] = [];
  const worker = createWorker({
    store,
    run: async (turn) => outcomeOf(turn),
    apologise: async (turn) => outcomeOf(turn, 'perdón'),
    publish: (_id, entries) => published.push(...entries.map(({ activity }) => JSON.stringify(activity))),
    owner: 'one',
    now: () => 0,
    leaseMs: 1_000,
    maxAttempts: 3,
    sweepMs: 10_000,
    askAgainMs: 1,
    shared: false,
    onError: (error) => errors.push(error),
    ...deps,
  });
  return { worker, published, errors };
}

const away = () => Promise.reject(new StoreError('unreachable', 'the store is away'));

async function conversationWith(id: string, messages: readonly string[]): Promise<void> {
  await store.conversations.create({ id, channel: 'web-chat', person: 'p', locale: 'es-MX', createdAt: 0 });
  for (const messageId of messages) await store.conversations.accept(id, { messageId, activity: {}, at: 0 });
}

async function stateOf(id: string): Promise<string[]> {
  await store.conversations.accept(id, { messageId: 'look', activity: {}, at: 0 });
  const turn = await store.conversations.take(id, { owner: 'look', now: 10_000, leaseMs: 1 });
  return seenIn(turn?.state);
}

it('runs the messages of a conversation one at a time, in order', async () => {
  await conversationWith('c', ['a', 'b', 'c', 'd']);
  let under = 0;
  let most = 0;
  const { worker } = workerWith({
    run: async (turn) => {
      under += 1;
      most = Math.max(most, under);
      await Promise.resolve();
      under -= 1;
      return outcomeOf(turn);
    },
  });
  for (let kick = 0; kick < 5; kick += 1) worker.kick('c');
  await worker.stop();
  expect(most).toBe(1);
  expect((await stateOf('c'))[0]).toBe('a');
});

it('finishes everything that waits when it is not stopped', async () => {
  await conversationWith('c', ['a', 'b', 'c']);
  const done = Promise.withResolvers<void>();
  const { worker } = workerWith({
    publish: (_id, entries) => {
      if (JSON.stringify(entries).includes('re c')) done.resolve();
    },
  });
  worker.start();
  await done.promise;
  await worker.stop();
  expect(await stateOf('c')).toEqual(['a', 'b', 'c']);
});

it('says nothing that was not committed', async () => {
  await conversationWith('c', ['a']);
  const { worker, published } = workerWith({
    run: async (turn) => {
      // Another process takes the conversation over while this one is slow.
      await store.conversations.take('c', { owner: 'other', now: 5_000, leaseMs: 1_000 });
      return outcomeOf(turn);
    },
  });
  worker.kick('c');
  await worker.stop();
  expect(published).toEqual([]);
});

it('tries a failing turn again, and apologises at the last attempt instead of stopping the conversation', async () => {
  await conversationWith('c', ['bad', 'good']);
  let runs = 0;
  const { worker, published, errors } = workerWith({
    run: async (turn) => {
      if (turn.messageId === 'good') return outcomeOf(turn);
      runs += 1;
      throw new Error('broken');
    },
  });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    worker.kick('c');
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await worker.stop();
  expect(runs).toBe(3);
  expect(errors).toHaveLength(3);
  expect(published[0]).toContain('perdón');
});

it('takes nothing more once it is stopped', async () => {
  await conversationWith('c', ['a']);
  const { worker, published } = workerWith();
  await worker.stop();
  worker.kick('c');
  await new Promise((resolve) => setImmediate(resolve));
  expect(published).toEqual([]);
});

it('renews the lease of a turn that takes long, and counts one that was lost all the same', async () => {
  await conversationWith('c', ['a']);
  const renewed: string[] = [];
  let lost = 0;
  const { conversations } = store;
  const watched: Store = {
    ...store,
    conversations: {
      ...conversations,
      renew: (turn, lease) => {
        renewed.push(turn.messageId);
        return conversations.renew(turn, lease);
      },
    },
  };
  const { worker } = workerWith({
    store: watched,
    leaseMs: 30,
    onLeaseLost: () => {
      lost += 1;
    },
    run: async (turn) => {
      while (renewed.length < 2) await new Promise(setImmediate);
      await conversations.take('c', { owner: 'two', now: 1_000, leaseMs: 30 });
      return outcomeOf(turn);
    },
  });
  worker.kick('c');
  await worker.stop();
  expect(renewed.length).toBeGreaterThanOrEqual(2);
  expect(lost).toBe(1);
});

it('among several processes, takes up only what was waiting at the look before', async () => {
  await conversationWith('c', ['a']);
  const looks = [['c'], ['c']];
  const taken: string[] = [];
  const { conversations } = store;
  const watched: Store = {
    ...store,
    conversations: {
      ...conversations,
      waiting: async () => looks.shift() ?? [],
      take: (id, lease) => {
        taken.push(id);
        return conversations.take(id, lease);
      },
    },
  };
  const { worker } = workerWith({ store: watched, shared: true, sweepMs: 1 });
  worker.start();
  while (looks.length > 1) await new Promise(setImmediate);
  expect(taken).toEqual([]);
  while (looks.length > 0) await new Promise(setImmediate);
  await new Promise(setImmediate);
  await worker.stop();
  expect(taken).toEqual(['c']);
});

it('runs a turn that was taken on the way in, after what it still finishes, and before what comes later', async () => {
  await conversationWith('c', []);
  const { conversations } = store;
  const lease = { owner: 'one', leaseMs: 1_000 };
  const { worker, published } = workerWith();
  for (const messageId of ['a', 'b', 'c', 'd']) {
    const accepted = await conversations.accept('c', { messageId, activity: {}, at: 0 }, lease);
    if (accepted.outcome === 'accepted' && accepted.turn) worker.run(accepted.turn);
    else worker.kick('c');
  }
  while (published.length < 4) await new Promise(setImmediate);
  await worker.stop();
  expect(published.map((activity) => JSON.parse(activity).text)).toEqual(['re a', 're b', 're c', 're d']);
});

it('gives a turn back that was taken while it stops', async () => {
  await conversationWith('c', []);
  const { worker } = workerWith();
  await worker.stop();
  const incoming = { messageId: 'a', activity: {}, at: 0 };
  const accepted = await store.conversations.accept('c', incoming, { owner: 'one', leaseMs: 1_000 });
  if (accepted.outcome !== 'accepted' || !accepted.turn) throw new Error('nobody else is there');
  worker.run(accepted.turn);
  await worker.stop();
  expect(await stateOf('c')).toEqual([]);
  expect(await store.conversations.waiting(0, 10)).toEqual([]);
});

it('leaves a message with a secret to the process that has it, and does not count that as a try', async () => {
  await conversationWith('c', []);
  let ids = 0;
  const vaultOf = () => createVault({ now: () => 0, ttlMs: 1_000, maxBytes: 1_000, newId: () => `ref-${++ids}` });
  const vaults = { one: vaultOf(), two: vaultOf() };
  const process = (owner: 'one' | 'two') => {
    const runs: string[] = [];
    const { worker } = workerWith({
      owner,
      isAnothers: (turn) => !holdsSecrets(InboxMessage.parse(turn.activity), vaults[owner]),
      async run(turn) {
        const { password } = readInput(InboxMessage.parse(turn.activity), vaults[owner], 200).value;
        runs.push(`${password}, try ${turn.attempts}`);
        return outcomeOf(turn);
      },
    });
    return { worker, runs };
  };
  const [one, two] = [process('one'), process('two')];
  const door = createDoor({
    conversations: store.conversations,
    vault: vaults.one,
    redact,
    publish: () => {},
    kick: () => {},
    burn: async () => {},
    limit: async () => ({ ok: true }),
    now: () => 0,
  });
  const activity = { type: 'message', known: true, value: { password: 'Faro-Norte:61' } };
  await door.receive('c', { messageId: 'm', activity, files: [] });
  // More often than a turn is tried before its person is told that it cannot be run.
  for (let kick = 0; kick < 5; kick += 1) {
    two.worker.kick('c');
    await two.worker.stop();
  }
  one.worker.kick('c');
  await one.worker.stop();
  expect([two.runs, one.runs]).toEqual([[], ['Faro-Norte:61, try 1']]);
});

it.each([
  ['by itself, once the store is back', false],
  ['as soon as it is sent again', true],
])('runs a message whose acceptance was written, but never answered, %s', async (_when, isSentAgain) => {
  await conversationWith('c', []);
  const { conversations } = store;
  const run: string[] = [];
  let isBack = false;
  const { worker, published } = workerWith({
    store: {
      ...store,
      conversations: { ...conversations, take: async (...lease) => (isBack ? conversations.take(...lease) : away()) },
    },
    run: async (turn) => {
      const { value } = readInput(InboxMessage.parse(turn.activity), vault, 200);
      run.push(String(value.password));
      return outcomeOf(turn);
    },
  });
  let ids = 0;
  const vault = createVault({ now: () => 0, ttlMs: 1_000, maxBytes: 1_000, newId: () => `ref-${++ids}` });
  const door = createDoor({
    conversations: {
      ...conversations,
      async accept(...incoming) {
        const accepted = await conversations.accept(...incoming);
        return isBack ? accepted : away();
      },
    },
    vault,
    redact,
    publish: () => {},
    kick: (id) => {
      if (!isSentAgain || isBack) worker.kick(id);
    },
    worker: { lease: { owner: 'one', leaseMs: 1_000 }, run: worker.run },
    burn: async () => {},
    limit: async () => ({ ok: true }),
    now: () => 0,
  });
  const activity = { type: 'message', known: true, value: { password: 'Faro-Norte:61' } };
  const send = () => door.receive('c', { messageId: 'm', activity, files: [] });

  await expect(send()).rejects.toThrow('away');
  isBack = true;
  if (isSentAgain) expect(await send()).toMatchObject({ outcome: 'duplicate' });
  while (published.length < 1) await new Promise(setImmediate);
  expect(await send()).toMatchObject({ outcome: 'duplicate' });
  await worker.stop();
  expect(run).toEqual(['Faro-Norte:61']);
});

describe('a store that goes away when a turn is to be written', () => {
  /** Commits that fail so often, each of them written or not. */
  const failing = (times: number, isWritten: boolean): Store => {
    let left = times;
    return {
      ...store,
      conversations: {
        ...store.conversations,
        async commit(...given) {
          if (left === 0) return store.conversations.commit(...given);
          left -= 1;
          if (isWritten) await store.conversations.commit(...given);
          return away();
        },
      },
    };
  };

  it.each([
    ['once', 1, false],
    ['several times', 4, false],
    ['after it was written', 1, true],
  ])('does not have it run once more, and keeps what comes next: %s', async (_when, times, isWritten) => {
    await conversationWith('c', ['a', 'b']);
    const runs: string[] = [];
    const settled: string[] = [];
    const { worker, errors } = workerWith({
      store: failing(times, isWritten),
      run: async (turn) => {
        runs.push(`${turn.messageId}, try ${turn.attempts}`);
        return outcomeOf(turn);
      },
      onSettled: (turn) => settled.push(turn.messageId),
    });
    worker.kick('c');
    while (settled.length < 2) await new Promise(setImmediate);
    await worker.stop();
    expect(runs.map((run) => run.slice(0, 1))).toEqual(['a', 'b']);
    expect(settled).toEqual(['a', 'b']);
    expect(errors).toHaveLength(1);
    expect(await stateOf('c')).toEqual(['a', 'b']);
  });

  it('leaves the secrets of a turn where they are until it is written', async () => {
    await conversationWith('c', ['a']);
    const events: string[] = [];
    const slow = failing(2, false);
    const { worker } = workerWith({
      store: {
        ...slow,
        conversations: {
          ...slow.conversations,
          async commit(...given) {
            events.push('commit');
            return slow.conversations.commit(...given);
          },
        },
      },
      onSettled: () => events.push('settled'),
    });
    worker.kick('c');
    await worker.stop();
    expect(events).toEqual(['commit', 'commit', 'commit', 'settled']);
  });

  it('is not waited for by a process that has to leave: another one runs the turn at once, as for the first time', async () => {
    await conversationWith('c', ['a']);
    const began = Promise.withResolvers<void>();
    const { worker, published } = workerWith({
      run: async (turn) => {
        began.resolve();
        return outcomeOf(turn);
      },
      store: failing(1_000_000, false),
    });
    worker.kick('c');
    await began.promise;
    const stopped = worker.stop();
    await worker.letGo();
    expect(await store.conversations.take('c', { owner: 'two', now: 0, leaseMs: 1_000 })).toMatchObject({
      attempts: 1,
    });
    await stopped;
    expect(published).toEqual([]);
  });
});
