import { types } from 'node:util';

/** Processes that are killed over and over take seconds to be back, each time. */
const PATIENCE_MS = 120_000;

/** Tries again what failed because nobody was there, as a client does. What fails for another reason fails. */
export async function patiently<Result>(attempt: () => Promise<Result>): Promise<Result> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!nobodyThere(error) || Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** `fetch` rejects with a TypeError, which in tests may be that of another realm. */
const nobodyThere = (error: unknown) =>
  types.isNativeError(error) && (error.name === 'TypeError' || / 503 /.test(error.message));
