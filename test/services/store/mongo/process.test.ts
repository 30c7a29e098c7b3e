import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, it } from '@jest/globals';
import { openMongo } from '../../../../services/store/mongo/index.ts';
import type { Store } from '../../../../services/store/store.ts';
import { mongoForTests } from '../../../support/mongo/mongo-for-tests.ts';

const mongo = await mongoForTests('a process that is killed while it writes to MongoDB');

let child: ChildProcess | undefined;
afterEach(() => {
  child?.kill('SIGKILL');
});

if (mongo) {
  it('loses nothing that was committed when its process is killed: no turn, no reply, no job; and doubles nothing', async () => {
    const url = mongo.database();
    const committed = await workUntilKilled(url, 60);

    const store = await openMongo({ url });
    const lease = { owner: 'next', now: 1_000, leaseMs: 1_000 };
    const unfinished = await store.conversations.take('c1', lease);
    const done = unfinished?.version ?? (await turnsDone(store));
    // One more than it told, when it died between the commit and telling.
    expect([committed, committed + 1]).toContain(done);

    const log = (await store.conversations.log('c1', 0)).map(({ activity }) => activity);
    const turns = Array.from({ length: done }, (_, n) => [{ n }, { reply: n }]).flat();
    expect(log.slice(0, turns.length)).toEqual(turns);
    expect(log.length - turns.length).toBe(unfinished === undefined ? 0 : 1);

    const jobs = await store.jobs.claim({ ...lease, limit: 10_000 });
    expect(new Set(jobs.map(({ id }) => id))).toEqual(new Set(Array.from({ length: done }, (_, n) => `j${n}`)));
    expect(jobs).toHaveLength(done);
    await store.close();
  });
}

/** How many turns were committed, when nothing waits: each has one message and one reply. */
async function turnsDone(store: Store): Promise<number> {
  return ((await store.conversations.get('c1'))?.lastSeq ?? 0) / 2;
}

/** Lets the process work until it has committed `count` turns or a few more, kills it, and answers how many it has told. */
async function workUntilKilled(url: string, count: number): Promise<number> {
  const working = spawn(process.execPath, [join(import.meta.dirname, 'working-process.ts'), url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = working;
  const gone = once(working, 'exit');
  let told = 0;
  for await (const _line of createInterface({ input: working.stdout })) {
    told += 1;
    if (told === count) working.kill('SIGKILL');
  }
  await gone;
  return told;
}
