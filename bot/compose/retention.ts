import type { Store } from '../../services/store/store.ts';
import type { Limits } from '../config.ts';

export interface Retention {
  start(): void;
  stop(): void;
  /** One look at everything; answers how much was deleted. */
  sweep(): Promise<number>;
}

/** How many rows one write deletes, so that nobody waits for a long one. */
const batch = 200;
const everyMs = 60_000;

/** Deletes what is due, in small writes between the turns. */
export function createRetention(deps: {
  store: Store;
  limits: Pick<Limits, 'conversationRetentionMs' | 'jobRetentionMs'>;
  now: () => number;
  onError: (error: unknown) => void;
}): Retention {
  const { store, limits, now } = deps;
  let timer: NodeJS.Timeout | undefined;

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
      for (let count = batch; count === batch; total += count) count = await forget();
    }
    return total;
  }

  return {
    sweep,
    start() {
      timer = setInterval(() => void sweep().catch(deps.onError), everyMs);
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}
