import type { Job, Jobs, Millis } from '../store/store.ts';
import { HopelessJob, type JobHandler } from './handler.ts';

export interface RunnerOptions {
  readonly jobs: Jobs;
  readonly handlers: Readonly<Record<string, JobHandler>>;
  /** Unique per process. */
  readonly owner: string;
  readonly now: () => Millis;
  /** How long a claimed job is ours; longer than the slowest handler. */
  readonly leaseMs: number;
  readonly maxBackoffMs: number;
  /** Handler calls under way at the same time. */
  readonly concurrency: number;
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

/** Jobs claimed at once. Enough to fill batches, few enough that another process gets its share. */
const CLAIM = 100;
const FIRST_BACKOFF_MS = 1_000;

/** Does the jobs of the store: promptly when this process writes one, by polling otherwise, again when one fails. */
export function createRunner(options: RunnerOptions): Runner {
  const { jobs, owner, now, report } = options;
  let stopped = true;
  let round: Promise<void> | undefined;
  let again = false;
  let cancelTimer = () => {};
  let unsubscribe = () => {};

  /** Starts a round, or makes the one under way look once more. */
  function wake(): void {
    if (stopped) return;
    again = true;
    round ??= rounds().finally(() => {
      round = undefined;
      if (again) wake();
      else schedule();
    });
  }

  function schedule(): void {
    cancelTimer();
    if (!stopped) cancelTimer = options.after(options.pollMs, wake);
  }

  async function rounds(): Promise<void> {
    while (again && !stopped) {
      again = false;
      if (await oneRound()) again = true;
    }
  }

  /** Whether there was anything to do. */
  async function oneRound(): Promise<boolean> {
    try {
      const claimed = await jobs.claim({ owner, now: now(), leaseMs: options.leaseMs, limit: CLAIM });
      await pooled(batchesOf(claimed, options.handlers), options.concurrency, runBatch);
      return claimed.length > 0;
    } catch (error) {
      report({ what: 'store-failed', error });
      return false;
    }
  }

  async function runBatch({ kind, batch }: Batch): Promise<void> {
    const startedAt = now();
    try {
      const handler = options.handlers[kind];
      if (handler === undefined) throw new Error(`no handler for jobs of kind ${kind}`);
      await handler.run(batch);
    } catch (error) {
      return failed(kind, batch, error);
    }
    await jobs.done(
      batch.map((job) => job.id),
      owner,
      now(),
    );
    report({ what: 'done', kind, count: batch.length, ms: now() - startedAt });
  }

  async function failed(kind: string, batch: readonly Job[], error: unknown): Promise<void> {
    // One bad job must not hold up its neighbours: each is tried alone before it is blamed.
    if (batch.length > 1)
      return pooled(
        batch.map((job) => ({ kind, batch: [job] })),
        1,
        runBatch,
      );
    const hopeless = error instanceof HopelessJob;
    for (const job of batch) {
      report({ what: hopeless ? 'hopeless' : 'retry', kind, id: job.id, attempts: job.attempts, error });
      if (hopeless) await jobs.done([job.id], owner, now());
      else await jobs.retry(job.id, owner, now() + backoff(job.attempts, options.maxBackoffMs), nameOf(error));
    }
  }

  return {
    start() {
      if (!stopped) return;
      stopped = false;
      unsubscribe = jobs.onAdded(wake);
      wake();
    },
    async settle() {
      while (await oneRound());
    },
    async stop() {
      stopped = true;
      unsubscribe();
      cancelTimer();
      await round;
    },
  };
}

/** 1 s, 2 s, 4 s… up to the cap. */
export const backoff = (attempts: number, maxMs: number): number =>
  Math.min(maxMs, FIRST_BACKOFF_MS * 2 ** Math.min(attempts - 1, 30));

interface Batch {
  readonly kind: string;
  readonly batch: readonly Job[];
}

function batchesOf(claimed: readonly Job[], handlers: RunnerOptions['handlers']): Batch[] {
  return [...Map.groupBy(claimed, (job) => job.kind)].flatMap(([kind, group]) => {
    const size = handlers[kind]?.batch ?? 1;
    return Array.from({ length: Math.ceil(group.length / size) }, (_, index) => ({
      kind,
      batch: group.slice(index * size, (index + 1) * size),
    }));
  });
}

/** Runs `work` over the items, at most `width` at a time. */
async function pooled<Item>(items: readonly Item[], width: number, work: (item: Item) => Promise<void>): Promise<void> {
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
}

/** The kind of an error. Messages of libraries may quote what they were given, so they stay out of the store. */
const nameOf = (error: unknown) => (error instanceof Error ? error.name : 'unknown');
