import { z } from 'zod';
import { StoredJson } from '../stored-json.ts';

/** A question of the root that waits for its answer, above whatever procedure is under way. */
const Pending = z.discriminatedUnion('kind', [
  /** "¿Quieres dejar esto y empezar lo otro?" */
  z.object({ kind: z.literal('leave'), to: z.string(), said: z.string() }),
  /** "¿Cuál de estos?"; `said` is what led here, for what it already answers. */
  z.object({
    kind: z.literal('choose'),
    /**
     * What is open; `brand`: which PASE, asked after that name was the answer; `other`: whether to stay in the procedure
     * under way, which is one of the options.
     */
    about: z.enum(['portal', 'brand', 'efirma', 'procedure', 'other']),
    options: z.array(z.string()),
    said: z.string(),
  }),
  /** "Te habías quedado en…" */
  z.object({ kind: z.literal('resume') }),
]);
export type Pending = z.infer<typeof Pending>;

/** Everything a conversation remembers between turns. */
export const ConversationState = z.object({
  locale: z.enum(['es-MX', 'en']),
  /** When the person last wrote. */
  lastAt: z.number(),
  pending: Pending.optional(),
  /** The hand-off that was asked for last; its record says whether people have the conversation. */
  handoff: z.string().optional(),
  /** Somebody typed the code of this conversation elsewhere; the person here was asked whether it was them. */
  move: z.object({ id: z.string(), channel: z.string(), until: z.number() }).optional(),
  /** Conversations that this one was before, newest last: what was typed there is known as well. */
  cameFrom: z.array(z.string()).optional(),
  /** The stack of botbuilder dialogs: none, or the procedure under way. */
  dialogs: z.object({ dialogStack: z.array(z.object({ id: z.string(), state: StoredJson })) }),
});
export type ConversationState = z.infer<typeof ConversationState>;

/** The state before the first message. */
export function newConversation(locale: ConversationState['locale'], now: number): ConversationState {
  return { locale, lastAt: now, dialogs: { dialogStack: [] } };
}
