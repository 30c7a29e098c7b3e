/** Runs at most `concurrency` pieces of work at a time, in the order in which they came. */
export interface Queue {
  /** The result of the work; throws at once when `maxWaiting` others wait already. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

export function createQueue({ concurrency, maxWaiting }: { concurrency: number; maxWaiting: number }): Queue {
  const waiting: (() => void)[] = [];
  let running = 0;

  const enter = async () => {
    if (running < concurrency) {
      running += 1;
      return;
    }
    if (waiting.length >= maxWaiting) throw new Error('Too many password hashes are waiting');
    // The place of the one that leaves is handed over, so `running` stays as it is.
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = () => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };

  return {
    async run(work) {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
