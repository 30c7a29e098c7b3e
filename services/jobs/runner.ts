import type { Job, Jobs, Millis } from '../store/store.ts';
import { HopelessJob, type JobHandler, PostponedJob } from './handler.ts';

export interface RunnerOptions {
  readonly jobs: Jobs;
  readonly handlers: Readonly<Record<string, JobHandler>>;
  /** Unique per process. */
  readonly owner: string;
  readonly now: () => Millis;
  /** How long a claimed job is ours; longer than the slowest handler. */
  readonly leaseMs: number;
  readonly maxBackoffMs: number;
  /** Jobs under way at the same time. A slow mail server must not keep audit events waiting: have plenty. */
  readonly capacity: number;
  /** Calls back after `ms`, for jobs that become due by time alone; answers how to stop it. */
  readonly after: (ms: number, call: () => void) => () => void;
  /** The longest pause between two looks at the store. */
  readonly pollMs: number;
  readonly report: (event: JobReport) => void;
}

/** What the runner tells logs and metrics. `error` is for the log; it carries no payload. */
export type JobReport =
  | { readonly what: 'done'; readonly kind: string; readonly count: number; readonly ms: number }
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
  /** Does everything that is due now, and what that brings about; for tests and for the last moments of a process. */
  settle(): Promise<void>;
  /** Takes no more jobs and waits for those under way. */
  stop(): Promise<void>;
}

const FIRST_BACKOFF_MS = 1_000;

/** Does the jobs of the store: promptly when this process writes one, by polling otherwise, again when one fails. */
export function createRunner(options: RunnerOptions): Runner {
  const { jobs, owner, now, report } = options;
  const running = new Set<Promise<void>>();
  let inFlight = 0;
  let stopped = true;
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let cancelTimer = () => {};
  let unsubscribe = () => {};

  /** Looks for work, or makes the look under way look once more. */
  function wake(): void {
    if (stopped) return;
    lookAgain = true;
    looking ??= look().finally(() => {
      looking = undefined;
      if (lookAgain && inFlight < options.capacity) wake();
      else schedule();
    });
  }

  function schedule(): void {
    cancelTimer();
    if (!stopped) cancelTimer = options.after(options.pollMs, wake);
  }

  async function look(): Promise<void> {
    while (lookAgain && !stopped && inFlight < options.capacity) {
      lookAgain = false;
      const limit = options.capacity - inFlight;
      if ((await claim(limit)) === limit) lookAgain = true;
    }
  }

  /** Claims jobs and starts them; answers how many. */
  async function claim(limit: number): Promise<number> {
    try {
      const claimed = await jobs.claim({ owner, now: now(), leaseMs: options.leaseMs, limit });
      for (const batch of batchesOf(claimed, options.handlers)) launch(batch);
      return claimed.length;
    } catch (error) {
      report({ what: 'store-failed', error });
      return 0;
    }
  }

  function launch(batch: Batch): void {
    inFlight += batch.jobs.length;
    const work = run(batch)
      .catch((error: unknown) => report({ what: 'store-failed', error }))
      .finally(() => {
        inFlight -= batch.jobs.length;
        running.delete(work);
        if (lookAgain) wake();
      });
    running.add(work);
  }

  async function run(batch: Batch): Promise<void> {
    const startedAt = now();
    try {
      const handler = options.handlers[batch.kind];
      if (handler === undefined) throw new Error(`no handler for jobs of kind ${batch.kind}`);
      await handler.run(batch.jobs);
    } catch (error) {
      return failed(batch, error);
    }
    await jobs.done(
      batch.jobs.map((job) => job.id),
      owner,
      now(),
    );
    report({ what: 'done', kind: batch.kind, count: batch.jobs.length, ms: now() - startedAt });
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
    if (hopeless) return jobs.done([job.id], owner, now());
    const pause = error instanceof PostponedJob ? error.afterMs : backoff(job.attempts, options.maxBackoffMs);
    return jobs.retry(job.id, owner, now() + pause, nameOf(error));
  }

  return {
    start() {
      if (!stopped) return;
      stopped = false;
      unsubscribe = jobs.onAdded(wake);
      wake();
    },
    async settle() {
      while ((await claim(options.capacity)) > 0 || running.size > 0) await Promise.all(running);
    },
    async stop() {
      stopped = true;
      unsubscribe();
      cancelTimer();
      await looking;
      await Promise.all(running);
    },
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
