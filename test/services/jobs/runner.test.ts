import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HopelessJob, type JobHandler } from '../../../services/jobs/handler.ts';
import { backoff, createRunner, type JobReport, type Runner } from '../../../services/jobs/runner.ts';
import { openSqlite } from '../../../services/store/sqlite/index.ts';
import type { Job, Store } from '../../../services/store/store.ts';

let store: Store;
let clock: number;
let reports: JobReport[];
let timers: (() => void)[];
const runners: Runner[] = [];

beforeEach(async () => {
  store = await openSqlite({ path: ':memory:' });
  clock = 1_000_000;
  reports = [];
  timers = [];
});
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()));
  await store.close();
});

function runnerOf(handlers: Record<string, JobHandler>, more: { owner?: string; capacity?: number } = {}): Runner {
  const runner = createRunner({
    jobs: store.jobs,
    handlers,
    owner: 'one',
    now: () => clock,
    leaseMs: 10_000,
    maxBackoffMs: 60_000,
    capacity: 50,
    after: (_ms, call) => {
      timers.push(call);
      return () => {
        timers = timers.filter((timer) => timer !== call);
      };
    },
    pollMs: 1_000,
    report: (event) => reports.push(event),
    ...more,
  });
  runners.push(runner);
  return runner;
}

const job = (id: string, kind = 'work', dueAt = clock) => ({ id, kind, payload: { n: 1 }, dueAt });
const jobs = (count: number, kind = 'work') =>
  Array.from({ length: count }, (_, index) => job(`${kind}${index}`, kind));

/** A handler that remembers what it did. */
function recorder(batch?: number): JobHandler & { calls: string[][] } {
  const calls: string[][] = [];
  const run = async (given: readonly Job[]) => {
    calls.push(given.map(({ id }) => id));
  };
  return { calls, run, ...(batch === undefined ? {} : { batch }) };
}

/** Resolves when `count` more jobs of any kind were reported. */
async function reported(what: JobReport['what'], count: number): Promise<void> {
  while (reports.filter((event) => event.what === what).length < count) await new Promise(setImmediate);
}

describe('a running runner', () => {
  it('starts promptly when a job is written, without waiting for the clock', async () => {
    const work = recorder();
    runnerOf({ work }).start();
    await store.jobs.add([job('a')]);
    await reported('done', 1);
    await store.jobs.add([job('b')]);
    await reported('done', 2);
    expect(work.calls).toEqual([['a'], ['b']]);
  });

  it('does what was left over from before it started', async () => {
    await store.jobs.add(jobs(120));
    const work = recorder();
    runnerOf({ work }).start();
    await reported('done', 120);
    expect(new Set(work.calls.flat()).size).toBe(120);
    expect((await store.jobs.depth()).waiting).toBe(0);
  });

  it('does a job that becomes due by time alone at the next poll', async () => {
    const work = recorder();
    await store.jobs.add([job('later', 'work', clock + 500)]);
    runnerOf({ work }).start();
    while (timers.length === 0) await new Promise(setImmediate);
    expect(work.calls).toEqual([]);
    clock += 1_000;
    for (const timer of timers.splice(0)) timer();
    await reported('done', 1);
    expect(work.calls).toEqual([['later']]);
  });

  it('is not held up by one job that hangs', async () => {
    let release = () => {};
    const slow: JobHandler = {
      run: () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    };
    const work = recorder();
    runnerOf({ slow, work }).start();
    await store.jobs.add([job('hangs', 'slow')]);
    await store.jobs.add([job('a')]);
    await reported('done', 1);
    expect(work.calls).toEqual([['a']]);
    release();
    await reported('done', 2);
  });

  it('when stopped finishes what is under way and takes nothing more', async () => {
    let release = () => {};
    let began = () => {};
    const begun = new Promise<void>((resolve) => {
      began = resolve;
    });
    const slow: JobHandler = {
      run: () =>
        new Promise((resolve) => {
          release = resolve;
          began();
        }),
    };
    const runner = runnerOf({ slow });
    runner.start();
    await store.jobs.add([job('first', 'slow')]);
    await begun;
    const stopped = runner.stop();
    await store.jobs.add([job('second', 'slow')]);
    release();
    await stopped;
    expect(reports.filter(({ what }) => what === 'done')).toHaveLength(1);
    expect((await store.jobs.depth()).waiting).toBe(1);
  });

  it('never has more jobs under way than its capacity', async () => {
    let under = 0;
    let most = 0;
    const work: JobHandler = {
      async run(given) {
        under += given.length;
        most = Math.max(most, under);
        await new Promise(setImmediate);
        under -= given.length;
      },
    };
    await store.jobs.add(jobs(200));
    runnerOf({ work }, { capacity: 7 }).start();
    await reported('done', 200);
    expect(most).toBe(7);
  });

  it('of two on one store does each job once', async () => {
    const one = recorder();
    const two = recorder();
    runnerOf({ work: one }, { owner: 'one' }).start();
    runnerOf({ work: two }, { owner: 'two' }).start();
    await store.jobs.add(jobs(300));
    await reported('done', 300);
    const done = [...one.calls, ...two.calls].flat();
    expect(done).toHaveLength(300);
    expect(new Set(done).size).toBe(300);
  });
});

describe('jobs that fail', () => {
  const failing = (error: Error): JobHandler & { tries: number } => ({
    tries: 0,
    async run() {
      this.tries += 1;
      throw error;
    },
  });

  it('come back later and later, and are not lost', async () => {
    const work = failing(new Error('s3cret payload'));
    const runner = runnerOf({ work });
    await store.jobs.add([job('a')]);
    await runner.settle();
    await runner.settle();
    expect(work.tries).toBe(1);
    for (const wait of [1_000, 2_000, 4_000]) {
      clock += wait - 1;
      await runner.settle();
      const before = work.tries;
      clock += 1;
      await runner.settle();
      expect(work.tries).toBe(before + 1);
    }
    expect((await store.jobs.depth()).waiting).toBe(1);
  });

  it('in a batch do not take their neighbours with them', async () => {
    const fine: string[] = [];
    const work: JobHandler = {
      batch: 10,
      async run(given) {
        if (given.some(({ id }) => id === 'work3')) throw new Error('poison');
        fine.push(...given.map(({ id }) => id));
      },
    };
    await store.jobs.add(jobs(6));
    await runnerOf({ work }).settle();
    expect(fine.sort()).toEqual(['work0', 'work1', 'work2', 'work4', 'work5']);
    expect((await store.jobs.depth()).waiting).toBe(1);
  });

  it('for good are put aside and reported', async () => {
    const work = failing(new HopelessJob('no such mailbox'));
    const runner = runnerOf({ work });
    await store.jobs.add([job('a')]);
    await runner.settle();
    clock += 3_600_000;
    await runner.settle();
    expect(work.tries).toBe(1);
    expect(reports).toMatchObject([{ what: 'hopeless', id: 'a', kind: 'work' }]);
  });

  it('of a kind nobody handles wait for a version that does', async () => {
    await store.jobs.add([job('a', 'future')]);
    await runnerOf({}).settle();
    expect(reports).toMatchObject([{ what: 'retry', id: 'a' }]);
    expect((await store.jobs.depth()).waiting).toBe(1);
  });
});

it('takes a job over when its owner died', async () => {
  await store.jobs.add([job('a')]);
  await store.jobs.claim({ owner: 'dead', now: clock, leaseMs: 10_000, limit: 1 });
  const work = recorder();
  const runner = runnerOf({ work });
  await runner.settle();
  expect(work.calls).toEqual([]);
  clock += 10_000;
  await runner.settle();
  expect(work.calls).toEqual([['a']]);
});

it.each([
  [1, 1_000],
  [2, 2_000],
  [6, 32_000],
  [7, 60_000],
  [5_000, 60_000],
])('waits after attempt %d: %d ms', (attempts, ms) => {
  expect(backoff(attempts, 60_000)).toBe(ms);
});
