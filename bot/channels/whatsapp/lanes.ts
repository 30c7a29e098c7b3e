/** Runs work of one key after the other, of different keys side by side. */
export type Lanes = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;

export function createLanes(): Lanes {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
