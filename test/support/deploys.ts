import { z } from 'zod';
import { createAssistant } from '../../bot/assistant.ts';
import { limits } from '../../bot/config.ts';
import type { ProcedureDefinition } from '../../dialogs/procedure.ts';
import type { DialogServices } from '../../dialogs/services.ts';
import type { Json } from '../../services/store/store.ts';
import { createVault } from '../../services/vault/vault.ts';
import { only } from './only.ts';

const Replies = z.array(
  z.object({ text: z.string(), channelData: z.object({ procedure: z.string(), step: z.string() }) }),
);

/** A conversation whose state rests as text between turns, while deploys change the procedures under it. */
export function conversationAcrossDeploys({ handoffs }: Pick<DialogServices, 'handoffs'> = {}) {
  const opened: string[] = [];
  const moved: string[] = [];
  let state: Json | undefined;
  let turns = 0;
  let procedures: readonly ProcedureDefinition[] = [];
  const services = only<DialogServices>({
    limits,
    links: { privacy: 'https://recupera.example/privacidad' },
    contacts: { impi: 'impi@example.mx', pase: 'pase@example.mx', icsoe: 'icsoe@example.mx' },
    handoffs,
    vault: createVault({ now: () => 0, ttlMs: 1, maxBytes: 1, newId: () => 'none' }),
    cases: {
      async open({ id, procedure, portal, at }) {
        opened.push(procedure);
        const folio = `IMPI-2026-00000${opened.length}`;
        return {
          id,
          case: { folio, procedure, portal, state: 'open', openedAt: at, changedAt: at, history: [], data: {} },
        };
      },
      async move(id, { event }) {
        moved.push(`${event} ${id}`);
        return { ok: false, reason: 'unknown' };
      },
    },
  });

  return {
    opened,
    moved,
    deploy(...next: readonly ProcedureDefinition[]) {
      procedures = next;
    },
    /** Changes what is stored, as a fault or an earlier version may have written it. */
    tamper(change: (stored: string) => string) {
      state = JSON.parse(change(JSON.stringify(state)));
    },
    async say(text: string): Promise<{ texts: string[]; place: string }> {
      turns += 1;
      const outcome = await createAssistant({ procedures, services, now: () => 1_000 * turns }).run({
        conversation: { id: 'conversation', channel: 'web-chat', person: 'person', locale: 'es-MX', createdAt: 0 },
        messageId: `message-${turns}`,
        activity: { kind: 'message', text, truncated: false, burned: false, secrets: {}, files: [] },
        receivedAt: 0,
        state,
        version: turns,
        owner: 'test',
        attempts: 1,
      });
      state = JSON.parse(JSON.stringify(outcome.state));
      const replies = Replies.parse(outcome.replies);
      const last = replies.at(-1)?.channelData;
      return { texts: replies.map((reply) => reply.text), place: `${last?.procedure}/${last?.step}` };
    },
  };
}
