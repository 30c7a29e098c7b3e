import type { Store } from '../../services/store/store.ts';
import type { Limits } from '../config.ts';

export interface Retention {
  start(): void;
  stop(): void;
  /** One look at everything; answers how much was deleted. */
  sweep(): Promise<number>;
}

/** How many rows one write deletes, so that nobody waits for a long one. */
const batch = 50;
/** How long it rests after a write, in times of what that took: most of the time belongs to people. */
const rest = 3;
const longestRestMs = 1_000;
const everyMs = 60_000;

/** Deletes what is due, in small writes between the turns. */
export function createRetention(deps: {
  store: Store;
  limits: Pick<Limits, 'conversationRetentionMs' | 'jobRetentionMs'>;
  now: () => number;
  /** Resolves after so many milliseconds. */
  pause: (ms: number) => Promise<unknown>;
  onError: (error: unknown) => void;
}): Retention {
  const { store, limits, now, pause } = deps;
  let timer: NodeJS.Timeout | undefined;
  let sweeping = false;

  async function sweep(): Promise<number> {
    const at = now();
    const kinds = [
      () => store.conversations.forget(at - limits.conversationRetentionMs, batch),
      () => store.documents.forget(at, batch),
      () => store.jobs.forget(at - limits.jobRetentionMs, batch),
      () => store.counters.forget(at, batch),
    ];
    let total = 0;
    for (const forget of kinds) {
      // Less than asked for is not the end: another process may have deleted some of the same rows.
      for (let count = batch; count > 0; total += count) {
        const began = now();
        count = await forget();
        if (count > 0) await pause(Math.min(rest * (now() - began), longestRestMs));
      }
    }
    return total;
  }

  return {
    sweep,
    start() {
      timer = setInterval(() => {
        // One at a time, however long the first one of a long time takes.
        if (sweeping) return;
        sweeping = true;
        void sweep()
          .catch(deps.onError)
          .finally(() => {
            sweeping = false;
          });
      }, everyMs);
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}
