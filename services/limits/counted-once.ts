import type { Counters, Millis } from '../store/store.ts';
import type { LimitVerdict } from './limits.ts';

/** Counts a job against a limit once, however often it is tried, and stays with what the limit said. */
export type CountedOnce = (jobId: string, take: () => Promise<LimitVerdict>) => Promise<boolean>;

/** More than a job is ever tried: a sum of this much holds a refusal. */
const REFUSED = 1_000_000;

/**
 * Remembers verdicts in the store. A process that dies between counting and noting has the job counted twice rather than let
 * through; where the limit rejects, nothing is noted.
 */
export function createCountedOnce(options: {
  readonly counters: Pick<Counters, 'hit' | 'peek'>;
  readonly now: () => Millis;
  /** Names the verdicts. */
  readonly name: string;
  /** As long as a job may be tried. */
  readonly keepMs: Millis;
}): CountedOnce {
  const { counters, now, name, keepMs } = options;

  return async (jobId, take) => {
    const key = `limit:${name}:${jobId}`;
    const known = await counters.peek(key, now());
    if (known) return known.count < REFUSED;
    const { ok } = await take();
    try {
      await counters.hit(key, { now: now(), windowMs: keepMs, by: ok ? 1 : REFUSED });
    } catch (error) {
      // Limits that are open while nobody can count let through then.
      if (!ok) throw error;
    }
    return ok;
  };
}
