import { z } from 'zod';
import { DeskEvent } from '../../services/handoff/handoff.ts';
import { MoveEvent } from '../../services/moves/move-event.ts';

/** Where the secrets of a message wait in the vault; most names are those of `InputValue`. */
const SecretRefs = z.object({
  text: z.string().optional(),
  password: z.string().optional(),
  confirmation: z.string().optional(),
  keyPassword: z.string().optional(),
  moveCode: z.string().optional(),
});

/** A `FormPlace` at rest. */
const FormPlace = z.object({
  procedure: z.string(),
  step: z.string(),
  folio: z.string().optional(),
});

/** A message as it rests in the inbox: nothing in it is secret. Written by the door, read by the turn. */
export const InboxMessage = z.object({
  kind: z.enum(['message', 'start', 'event', 'unsupported', 'desk', 'move']),
  text: z.string(),
  truncated: z.boolean(),
  burned: z.boolean(),
  secrets: SecretRefs,
  /** An `oversized` file has no content. */
  files: z.array(z.object({ name: z.string(), ref: z.string(), oversized: z.literal(true).optional() })),
  /** Base64; public by nature. */
  certificate: z.string().optional(),
  signature: z.string().optional(),
  renewChallenge: z.boolean().optional(),
  locale: z.string().optional(),
  formFor: FormPlace.optional(),
  /** Written long before it reached us. */
  stale: z.literal(true).optional(),
  desk: DeskEvent.optional(),
  /** The hand-off that an event of the desk belongs to. */
  handoff: z.string().optional(),
  move: MoveEvent.optional(),
});
export type InboxMessage = z.infer<typeof InboxMessage>;

/** An event of the desk as it rests in the inbox of its conversation. */
export function deskMessage(desk: DeskEvent, handoff?: string): InboxMessage {
  return {
    ...(handoff !== undefined && { handoff }),
    kind: 'desk',
    ...noWords,
    desk,
  };
}

/** What a conversation hears of a move to another channel, or from one. */
export function moveMessage(move: MoveEvent): InboxMessage {
  return { kind: 'move', ...noWords, move };
}

const noWords = { text: '', truncated: false, burned: false, secrets: {}, files: [] };
