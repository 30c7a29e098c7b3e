import type { Counters } from '../store/store.ts';

export interface LimitRule {
  /** How many are let through in a window. */
  readonly points: number;
  /** Milliseconds, from the first one. */
  readonly windowMs: number;
  /**
   * The verdict when the store does not answer. `closed` where letting through costs somebody else (guesses); `open` where
   * a refusal would keep an owner out and another guard stands behind; `reject` where who asks can wait (mails).
   */
  readonly onStoreFailure: 'open' | 'closed' | 'reject';
}

export type LimitVerdict = { readonly ok: true } | { readonly ok: false; readonly retryAt: number };

export interface Limits<Name extends string> {
  /**
   * Counts one against a key of a rule, then compares: refused ones count too, so that asking on does not help and known
   * and unknown recipients reach the limit alike. A window is not prolonged by refusals, so that nobody can be locked out
   * for longer than it.
   */
  take(name: Name, key: string): Promise<LimitVerdict>;
  /** Forgets what was counted, after a success that proves the owner. */
  clear(name: Name, key: string): Promise<void>;
}

/** How soon to ask again when the store did not answer. */
const STORE_RETRY_MS = 30_000;

/** Limits over the atomic counters of the store, so that they hold across restarts and instances. */
export function createLimits<Name extends string>(options: {
  readonly counters: Pick<Counters, 'hit' | 'reset'>;
  readonly now: () => number;
  readonly rules: Readonly<Record<Name, LimitRule>>;
}): Limits<Name> {
  const { counters, now, rules } = options;
  const counterKey = (name: Name, key: string) => `limit:${name}:${key}`;

  return {
    async take(name, key) {
      const rule = rules[name];
      const at = now();
      try {
        const { count, resetsAt } = await counters.hit(counterKey(name, key), { now: at, windowMs: rule.windowMs });
        return count <= rule.points ? { ok: true } : { ok: false, retryAt: resetsAt };
      } catch (error) {
        if (rule.onStoreFailure === 'reject') throw error;
        return rule.onStoreFailure === 'open' ? { ok: true } : { ok: false, retryAt: at + STORE_RETRY_MS };
      }
    },
    clear: (name, key) => counters.reset(counterKey(name, key)),
  };
}
