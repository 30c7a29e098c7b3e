/** How long to wait before a message is tried again; longer each time, never the same for all. */
export interface Delays {
  /** Counts one more failure of this key. */
  next(key: string): number;
  clear(key: string): void;
}

const maxKeys = 10_000;

/** @param random uniform in [0, 1). */
export function createDelays(options: { firstMs: number; maxMs: number; random: () => number }): Delays {
  const failures = new Map<string, number>();
  return {
    next(key) {
      const count = failures.get(key) ?? 0;
      failures.delete(key);
      failures.set(key, count + 1);
      const [oldest] = failures.keys();
      if (failures.size > maxKeys && oldest !== undefined) failures.delete(oldest);
      const full = Math.min(options.maxMs, options.firstMs * 2 ** Math.min(count, 30));
      return Math.round(full / 2 + (full / 2) * options.random());
    },
    clear: (key) => void failures.delete(key),
  };
}
