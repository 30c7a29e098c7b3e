import { randomUUID } from 'node:crypto';
import { types } from 'node:util';
import type { Reply } from './person.ts';
import type { Stage } from './scripts/actor.ts';
import type { Seen } from './served.ts';

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

/** A person whose client repeats, with the same id, whatever got no answer. `pause` is how long they think. */
export const patientStage = (pause: () => number): Stage => ({
  before: async () => new Promise((resolve) => setTimeout(resolve, pause())),
  async say({ person, me, hear }, act) {
    const id = randomUUID();
    const said = await patiently(async () => act.say(me));
    await patiently(() => person.send(said, id));
    hear(await patiently<Reply[]>(() => person.listen()));
  },
  open: ({ me }, act) => patiently(() => act.open(me)),
  post: (_actor, _act, post): Promise<Seen> => patiently(post),
});
