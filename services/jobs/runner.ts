import type { Job, Jobs, Millis } from '../store/store.ts';
import { untilAnswered } from '../store/until-answered.ts';
import { HopelessJob, type JobHandler, PostponedJob } from './handler.ts';
import { createHeldJobs } from './held-jobs.ts';

export interface RunnerOptions {
  readonly jobs: Jobs;
  readonly handlers: Readonly<Record<string, JobHandler>>;
  /** Unique per process. */
  readonly owner: string;
  readonly now: () => Millis;
  /** How long a claimed job is ours when we are not heard of any more; one that takes longer is claimed on. */
  readonly leaseMs: number;
  readonly maxBackoffMs: number;
  /** Jobs under way at the same time. */
  readonly capacity: number;
  /** Calls back after `ms`, for what becomes due by time alone; answers how to stop it. */
  readonly after: (ms: number, call: () => void) => () => void;
  /** The longest pause between two looks at the store. */
  readonly pollMs: number;
  readonly report: (event: JobReport) => void;
}

/** What the runner tells logs and metrics. `error` is for the log; it carries no payload. */
export type JobReport =
  | { readonly what: 'done'; readonly kind: string; readonly count: number; readonly ms: number }
  /** Done here, but too late: the lease had ended, and somebody else has them, or has done them as well. */
  | { readonly what: 'lost'; readonly kind: string; readonly count: number }
  | {
      readonly what: 'retry' | 'hopeless';
      readonly kind: string;
      readonly id: string;
      readonly attempts: number;
      readonly error: unknown;
    }
  | { readonly what: 'store-failed'; readonly error: unknown };

export interface Runner {
  start(): void;
  /** Does everything that is due now, and what that brings about; for tests. */
  settle(): Promise<void>;
  /** Takes no more jobs from this moment on; resolves when those under way are done. */
  stop(): Promise<void>;
  /** Gives back what is under way still, for others to do at once. What runs on here has no say in it any more. */
  letGo(): Promise<void>;
}

const FIRST_BACKOFF_MS = 1_000;

/** Does the jobs of the store: promptly when this process writes one, by polling otherwise, again when one fails. */
export function createRunner(options: RunnerOptions): Runner {
  const { jobs, handlers, owner, now, leaseMs, report } = options;
  const held = createHeldJobs();
  const running = new Set<Promise<void>>();
  /** Kinds of which more may wait than may be under way. */
  const crowded = new Set<string>();
  let stopped = true;
  let leaving = false;
  let claiming: Promise<unknown> = Promise.resolve();
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let cancelTimer = () => {};
  let renewing = false;
  let cancelRenewal = () => {};
  let unsubscribe = () => {};

  const room = () => options.capacity - held.size();

  /** Looks for work, or makes the look under way look once more. */
  function wake(): void {
    if (stopped) return;
    lookAgain = true;
    looking ??= look().finally(() => {
      looking = undefined;
      if (lookAgain && room() > 0) wake();
      else schedule();
    });
  }

  function schedule(): void {
    cancelTimer();
    if (!stopped) cancelTimer = options.after(options.pollMs, wake);
  }

  async function look(): Promise<void> {
    while (lookAgain && !stopped && room() > 0) {
      lookAgain = false;
      const limit = room();
      if ((await claim(limit)) === limit) lookAgain = true;
    }
  }

  /** Claims jobs and starts them; answers how many. */
  function claim(limit: number): Promise<number> {
    const claimed = claimNow(limit);
    claiming = Promise.all([claiming, claimed]).then(() => {});
    return claimed;
  }

  async function claimNow(limit: number): Promise<number> {
    const atMost = roomOfKinds();
    const at = now();
    try {
      const claimed = await jobs.claim({ owner, now: at, leaseMs, limit, atMost });
      // This process stood still, or the answer took its time: others may have them by now.
      if (now() >= at + leaseMs) return 0;
      for (const [kind, most] of Object.entries(atMost)) {
        if (claimed.filter((job) => job.kind === kind).length >= most) crowded.add(kind);
      }
      const fresh = held.take(claimed);
      if (!leaving) for (const batch of batchesOf(fresh, handlers)) launch(batch);
      else {
        held.leave(fresh);
        await giveBack(fresh);
      }
      return claimed.length;
    } catch (error) {
      report({ what: 'store-failed', error });
      return 0;
    }
  }

  /** How many more may be under way of the kinds that say so. */
  function roomOfKinds(): Record<string, number> {
    const kinds = Object.entries(handlers).flatMap(([kind, { atOnce }]) =>
      atOnce === undefined ? [] : [[kind, Math.max(0, atOnce - held.countOf(kind))] as const],
    );
    return Object.fromEntries(kinds);
  }

  function launch(batch: Batch): void {
    renewInTime();
    const work = run(batch)
      .catch((error: unknown) => report({ what: 'store-failed', error }))
      .finally(() => {
        held.leave(batch.jobs);
        running.delete(work);
        if (held.size() === 0) cancelRenewal();
        if (crowded.delete(batch.kind) || lookAgain) wake();
      });
    running.add(work);
  }

  async function run(batch: Batch): Promise<void> {
    const startedAt = now();
    try {
      const handler = handlers[batch.kind];
      if (handler === undefined) throw new Error(`no handler for jobs of kind ${batch.kind}`);
      await handler.run(batch.jobs);
    } catch (error) {
      return failed(batch, error);
    }
    const { kind } = batch;
    const count = await finish(batch.jobs);
    if (count > 0) report({ what: 'done', kind, count, ms: now() - startedAt });
    if (count < batch.jobs.length) report({ what: 'lost', kind, count: batch.jobs.length - count });
  }

  async function failed({ kind, jobs: batch }: Batch, error: unknown): Promise<void> {
    for (const job of batch) {
      // One bad job must not hold up its neighbours: each is tried alone before it is blamed.
      if (batch.length > 1) await run({ kind, jobs: [job] });
      else await putBack(job, error);
    }
  }

  async function putBack(job: Job, error: unknown): Promise<void> {
    const hopeless = error instanceof HopelessJob;
    report({ what: hopeless ? 'hopeless' : 'retry', kind: job.kind, id: job.id, attempts: job.attempts, error });
    if (hopeless) return void (await finish([job]));
    const pause = error instanceof PostponedJob ? error.afterMs : backoff(job.attempts, options.maxBackoffMs);
    const [claim] = held.claims([job]);
    // Before it is written: from then on the job may be claimed again, and has to be run.
    held.leave([job]);
    if (claim) await written(() => jobs.retry(claim, owner, now() + pause, nameOf(error)));
  }

  /** Notes that these were done; answers how many of them were still ours. */
  async function finish(ran: readonly Job[]): Promise<number> {
    let count = 0;
    let claims = held.claims(ran);
    while (claims.length > 0) {
      const present = claims;
      const done = await written(() => jobs.done(present, owner, now()));
      count += done;
      if (done === present.length) break;
      // Some had been claimed anew, perhaps by ourselves just now: then they are done under that claim.
      await claiming;
      claims = held.claims(ran).filter((claim) => !present.includes(claim));
    }
    held.leave(ran);
    return count;
  }

  /** A mail must not be sent once more because the store was away when it was to note that it was. */
  const written = <Answer>(write: () => Promise<Answer>): Promise<Answer> =>
    untilAnswered(write, {
      pause: () => new Promise((resolve) => options.after(options.pollMs, () => resolve(true))),
      onAway: (error) => report({ what: 'store-failed', error }),
    });

  function renewInTime(): void {
    if (renewing) return;
    renewing = true;
    const cancel = options.after(leaseMs / 3, () => {
      renewing = false;
      void renew().then(() => {
        if (held.size() > 0) renewInTime();
      });
    });
    cancelRenewal = () => {
      renewing = false;
      cancel();
    };
  }

  async function renew(): Promise<void> {
    const claims = held.claims();
    if (claims.length === 0) return;
    try {
      const kept = new Set(await jobs.renew(claims, { owner, now: now(), leaseMs }));
      held.lose(claims.filter(({ id }) => !kept.has(id)));
    } catch (error) {
      report({ what: 'store-failed', error });
    }
  }

  async function giveBack(claims: readonly Job[]): Promise<void> {
    held.lose(claims);
    try {
      await Promise.all(claims.map((claim) => jobs.retry(claim, owner, claim.dueAt, 'stopped')));
    } catch (error) {
      report({ what: 'store-failed', error });
    }
  }

  return {
    start() {
      if (!stopped) return;
      stopped = false;
      leaving = false;
      unsubscribe = jobs.onAdded(wake);
      wake();
    },
    async settle() {
      while ((await claim(options.capacity)) > 0 || running.size > 0) await Promise.all(running);
    },
    async stop() {
      stopped = true;
      leaving = true;
      unsubscribe();
      cancelTimer();
      await looking;
      await Promise.all(running);
    },
    letGo: () => giveBack(held.claims()),
  };
}

/** 1 s, 2 s, 4 s… up to the cap. */
export const backoff = (attempts: number, maxMs: number): number =>
  Math.min(maxMs, FIRST_BACKOFF_MS * 2 ** Math.min(attempts - 1, 30));

interface Batch {
  readonly kind: string;
  readonly jobs: readonly Job[];
}

function batchesOf(claimed: readonly Job[], handlers: RunnerOptions['handlers']): Batch[] {
  return [...Map.groupBy(claimed, (job) => job.kind)].flatMap(([kind, group]) => {
    const size = handlers[kind]?.batch ?? 1;
    return Array.from({ length: Math.ceil(group.length / size) }, (_, index) => ({
      kind,
      jobs: group.slice(index * size, (index + 1) * size),
    }));
  });
}

/** The kind of an error. Messages of libraries may quote what they were given, so they stay out of the store. */
const nameOf = (error: unknown) => (error instanceof Error ? error.name : 'unknown');
