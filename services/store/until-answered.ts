import { StoreError } from './errors.ts';

/**
 * Asks again, after a pause each time, while the store is away. What was asked may have been done without our hearing of it:
 * this is for what has no effect a second time.
 *
 * @param pause resolves when it is time to ask again, with false to give up.
 * @param onAway told once, with the first failure.
 */
export async function untilAnswered<Answer>(
  ask: () => Promise<Answer>,
  { pause, onAway }: { pause: () => Promise<boolean>; onAway: (error: StoreError) => void },
): Promise<Answer> {
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'unreachable') throw error;
      if (isFirst) onAway(error);
      if (!(await pause())) throw error;
    }
  }
}
