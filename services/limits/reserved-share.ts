import type { Counters, Millis } from '../store/store.ts';
import { createLimits, type LimitRule, type LimitVerdict } from './limits.ts';

/** A limit of which a part is kept for those who come for the first time. */
export interface ReservedShare {
  /**
   * Counts one try of an origin (`originOf`) against a key. Where no origin is known there is only the common share. When
   * refused, `retryAt` is the end of the first window that would let it through.
   */
  take(key: string, origin?: string): Promise<LimitVerdict>;
  /** Forgets what the key and the origin used of it, after a success that proves the owner. The reserve stays counted. */
  clear(key: string, origin?: string): Promise<void>;
}

/**
 * Everybody tries out of the common share. Once that is used up, the first try of each origin within the window is let
 * through out of the reserve. So who uses up the common share, from wherever, keeps nobody out who was not there before:
 * for that they need as many networks and telephones as the reserve is large, anew in each window. And all tries together
 * stay bounded: `rule.points` and `reserved`.
 */
export function createReservedShare(options: {
  readonly counters: Pick<Counters, 'hit' | 'reset'>;
  readonly now: () => Millis;
  /** Names the counters. */
  readonly name: string;
  /** The common share. */
  readonly rule: LimitRule;
  /** How many first tries are let through beyond it in a window. */
  readonly reserved: number;
}): ReservedShare {
  const { counters, now, name, rule, reserved } = options;
  const [first, reserve] = [`${name}-first`, `${name}-reserve`];
  const { take, clear } = createLimits<string>({
    counters,
    now,
    rules: { [name]: rule, [first]: { ...rule, points: 1 }, [reserve]: { ...rule, points: reserved } },
  });
  const ofOrigin = (key: string, origin: string) => `${key}:${origin}`;

  return {
    async take(key, origin) {
      if (origin === undefined) return take(name, key);
      // An origin's tries count from its first one: who helped to use up the common share has come before.
      const [common, isFirst] = await Promise.all([take(name, key), take(first, ofOrigin(key, origin))]);
      if (common.ok) return common;
      const beyond = isFirst.ok ? await take(reserve, key) : isFirst;
      return beyond.ok ? beyond : { ok: false, retryAt: Math.min(common.retryAt, beyond.retryAt) };
    },
    async clear(key, origin) {
      await Promise.all([clear(name, key), origin === undefined ? undefined : clear(first, ofOrigin(key, origin))]);
    },
  };
}
