import type { Counters, Millis } from '../store/store.ts';

/**
 * Counters of this process alone, for guards that need not survive it: how fast a conversation writes. Costs no write to
 * the store.
 */
export function createMemoryCounters(): Pick<Counters, 'hit' | 'reset'> {
  const windows = new Map<string, { count: number; resetsAt: Millis }>();

  /** Windows end in about the order in which they began, so the oldest are looked at, and no others. */
  function forgetEnded(now: Millis): void {
    for (const [key, window] of windows) {
      if (window.resetsAt > now) return;
      windows.delete(key);
    }
  }

  return {
    async hit(key, { now, windowMs, by = 1 }) {
      forgetEnded(now);
      const open = windows.get(key);
      if (open !== undefined && open.resetsAt > now) {
        open.count += by;
        return { ...open };
      }
      const fresh = { count: by, resetsAt: now + windowMs };
      windows.delete(key);
      windows.set(key, fresh);
      return { ...fresh };
    },
    async reset(key) {
      windows.delete(key);
    },
  };
}
