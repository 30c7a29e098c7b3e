import { z } from 'zod';
import { Agent } from '../../services/handoff/handoff.ts';
import { collection } from '../../services/store/collection.ts';
import type { Documents, Millis } from '../../services/store/store.ts';

const Looking = z.object({ handoffId: z.string(), agent: Agent, at: z.number() });

/** Who has which conversation open, over all instances; a warning against collisions, and nothing that decides. */
export interface Presence {
  /** This stream looks at a conversation, or at none. */
  look(stream: string, agent: Agent, handoffId: string | undefined): Promise<void>;
  /** Who looks now, by conversation. */
  all(): Promise<Map<string, Agent[]>>;
}

const KIND = 'desk-looking';
const MAX = 500;

/** @param aliveMs how long a look counts without being renewed. */
export function createPresence(options: {
  readonly documents: Documents;
  readonly now: () => Millis;
  readonly aliveMs: Millis;
}): Presence {
  const { documents, now, aliveMs } = options;
  const looks = collection(documents, KIND, Looking);
  return {
    async look(stream, agent, handoffId = '') {
      const at = now();
      const value = { handoffId, agent: { id: agent.id, name: agent.name }, at };
      const expiresAt = at + aliveMs;
      const made = await looks.insert(stream, value, { expiresAt });
      if (!made.ok) await looks.change(stream, () => ({ value, expiresAt }));
    },
    async all() {
      const found = new Map<string, Agent[]>();
      const since = now() - aliveMs;
      for (const { value } of await documents.list(KIND, { limit: MAX })) {
        const { handoffId, agent, at } = Looking.parse(value);
        const there = found.get(handoffId) ?? [];
        if (handoffId === '' || at < since || there.some(({ id }) => id === agent.id)) continue;
        found.set(handoffId, [...there, agent]);
      }
      return found;
    },
  };
}
