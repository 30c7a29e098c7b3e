import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HopelessJob, type JobHandler } from '../../../services/jobs/handler.ts';
import { backoff, createRunner, type JobReport, type Runner } from '../../../services/jobs/runner.ts';
import { StoreError } from '../../../services/store/errors.ts';
import { openSqlite } from '../../../services/store/sqlite/index.ts';
import type { Job, Jobs, Store } from '../../../services/store/store.ts';

let store: Store;
let clock: number;
let reports: JobReport[];
let timers: { readonly at: number; readonly call: () => void }[];
const runners: Runner[] = [];

beforeEach(async () => {
  store = await openSqlite({ path: ':memory:' });
  clock = 1_000_000;
  reports = [];
  timers = [];
});
afterEach(async () => {
  let stopped = false;
  void Promise.all(runners.splice(0).map((runner) => runner.stop())).then(() => {
    stopped = true;
  });
  for (let waited = 0; waited < 100 && !stopped; waited += 1) await pass(1_000);
  await store.close();
});

function runnerOf(
  handlers: Record<string, JobHandler>,
  more: { owner?: string; capacity?: number; jobs?: Jobs } = {},
): Runner {
  const runner = createRunner({
    jobs: store.jobs,
    handlers,
    owner: 'one',
    now: () => clock,
    leaseMs: 10_000,
    maxBackoffMs: 60_000,
    capacity: 50,
    after: (ms, call) => {
      const timer = { at: clock + ms, call };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    pollMs: 1_000,
    report: (event) => reports.push(event),
    ...more,
  });
  runners.push(runner);
  return runner;
}

/** Lets everything happen that needs no time. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
}

/** Lets time pass, second by second, with what it brings about. */
async function pass(ms: number): Promise<void> {
  for (const end = clock + ms; clock < end; ) {
    clock += 1_000;
    const due = timers.filter(({ at }) => at <= clock);
    timers = timers.filter((timer) => !due.includes(timer));
    for (const { call } of due) call();
    await rest();
  }
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
    await rest();
    expect(work.calls).toEqual([]);
    await pass(1_000);
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

describe('jobs that take long', () => {
  /** Takes so long for each job, with so many at a time, like a server with few connections. */
  function slow(ms: number, atOnce?: number): JobHandler & { began: string[]; alive: Set<string>; doubled: string[] } {
    const began: string[] = [];
    const doubled: string[] = [];
    const alive = new Set<string>();
    return {
      began,
      doubled,
      alive,
      ...(atOnce === undefined ? {} : { atOnce }),
      async run([given]) {
        const { id } = given as Job;
        if (alive.has(id)) doubled.push(id);
        began.push(id);
        alive.add(id);
        await new Promise<void>((resolve) => timers.push({ at: clock + ms, call: resolve }));
        alive.delete(id);
      },
    };
  }

  it.each([
    ['one after the other, each within its lease', 40, 1_000, 2],
    ['one after the other, each for longer than its lease', 8, 35_000, 3],
    ['all at once', 30, 95_000, undefined],
  ])('are run once, by one of two processes: %s', async (_how, count, ms, atOnce) => {
    const work = slow(ms, atOnce);
    for (const owner of ['one', 'two']) runnerOf({ work }, { owner }).start();
    await store.jobs.add(jobs(count));
    for (let waited = 0; waited < 400 && (await store.jobs.depth()).waiting > 0; waited += 1) await pass(1_000);

    expect([work.doubled, new Set(work.began).size, work.began.length]).toEqual([[], count, count]);
    expect(reports.filter(({ what }) => what === 'done')).toHaveLength(count);
    expect((await store.jobs.depth()).waiting).toBe(0);
  });

  it('keep no other kind waiting, and are begun as soon as there is room for them', async () => {
    const mail = slow(30_000, 2);
    const audit = recorder();
    runnerOf({ mail, audit }, { capacity: 10 }).start();
    await store.jobs.add(jobs(25, 'mail'));
    await store.jobs.add(jobs(25, 'audit'));
    await rest();
    expect([mail.began.length, audit.calls.length]).toEqual([2, 25]);
    await pass(30_000);
    expect(mail.began).toHaveLength(4);
    expect((await store.jobs.claim({ owner: 'two', now: clock, leaseMs: 1, limit: 100 })).length).toBe(21);
  });

  it('are not run beside themselves when their lease ended unseen, and are done under the claim that came then', async () => {
    const work = slow(50_000);
    const blind: Jobs = { ...store.jobs, renew: () => Promise.reject(new StoreError('unreachable', 'away')) };
    runnerOf({ work }, { jobs: blind }).start();
    await store.jobs.add([job('a')]);
    await rest();
    await pass(60_000);
    expect(work.began).toEqual(['a']);
    expect(reports.filter(({ what }) => what === 'done')).toHaveLength(1);
    expect((await store.jobs.depth()).waiting).toBe(0);
  });

  it('are not begun under a claim that ended before it was answered', async () => {
    const work = recorder();
    let late = true;
    const slowly: Jobs['claim'] = async (claim) => {
      const claimed = await store.jobs.claim(claim);
      if (late) clock += 10_000;
      late = false;
      return claimed;
    };
    await store.jobs.add([job('a')]);
    runnerOf({ work }, { jobs: { ...store.jobs, claim: slowly } }).start();
    await rest();
    expect(late).toBe(false);
    const [another] = await store.jobs.claim({ owner: 'two', now: clock, leaseMs: 10_000, limit: 1 });
    expect(another).toMatchObject({ id: 'a' });
    await pass(5_000);
    expect(work.calls).toEqual([]);
  });

  it.each([
    ['finished', undefined],
    ['freed', new Error('late')],
    ['put aside', new HopelessJob('late')],
  ])('and were lost to another process are not %s under its hands', async (_how, outcome) => {
    const ends: (() => void)[] = [];
    const work: JobHandler = {
      run: () =>
        new Promise((resolve, reject) => {
          ends.push(() => (outcome ? reject(outcome) : resolve()));
        }),
    };
    const deaf: Jobs = { ...store.jobs, renew: () => Promise.reject(new StoreError('unreachable', 'away')) };
    const first = runnerOf({ work }, { owner: 'one', jobs: deaf });
    const second = runnerOf({ work }, { owner: 'two' });
    first.start();
    await store.jobs.add([job('a')]);
    await rest();
    clock += 10_000;
    second.start();
    await rest();
    expect(ends).toHaveLength(2);

    ends[0]?.();
    await rest();
    const claim = { owner: 'three', leaseMs: 10_000, limit: 1 };
    expect(await store.jobs.claim({ ...claim, now: clock + 9_999 })).toEqual([]);
    expect((await store.jobs.depth()).waiting).toBe(1);
    ends[1]?.();
    await rest();
  });

  it('and that nobody could note as done are not done again when the store is back', async () => {
    const work = slow(1_000);
    let away = true;
    const done: Jobs['done'] = (...given) =>
      away ? Promise.reject(new StoreError('unreachable', 'away')) : store.jobs.done(...given);
    runnerOf({ work }, { jobs: { ...store.jobs, done } }).start();
    await store.jobs.add([job('a')]);
    await rest();
    await pass(40_000);
    away = false;
    await pass(2_000);
    expect(work.began).toEqual(['a']);
    expect(reports.filter(({ what }) => what === 'done')).toHaveLength(1);
  });

  it('are given back when the process cannot wait for them any longer, and not touched by it afterwards', async () => {
    const work = slow(50_000);
    const runner = runnerOf({ work });
    runner.start();
    await store.jobs.add([job('a')]);
    await rest();
    const stopped = runner.stop();
    await runner.letGo();
    const [claim] = await store.jobs.claim({ owner: 'two', now: clock, leaseMs: 100_000, limit: 10 });
    expect(claim).toMatchObject({ id: 'a', dueAt: 1_000_000 });
    await pass(50_000);
    await stopped;
    expect((await store.jobs.depth()).waiting).toBe(1);
    expect(timers).toEqual([]);
  });
});

it('gives back what it claimed at the moment it was told to stop', async () => {
  const work = recorder();
  const runner = runnerOf({ work });
  await store.jobs.add(jobs(3));
  runner.start();
  await runner.stop();
  expect(work.calls).toEqual([]);
  expect(await store.jobs.claim({ owner: 'two', now: clock, leaseMs: 1, limit: 10 })).toHaveLength(3);
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
