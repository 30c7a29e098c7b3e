import { z } from 'zod';
import { canonicalPhone } from './phone.ts';
import type { Sender } from './read-webhook.ts';

/** A message that waits for its turn at the door: its file is being fetched, or somebody writes too fast. */
export const Waiting = z.object({
  messageId: z.string(),
  at: z.number(),
  text: z.string().optional(),
  truncated: z.literal(true).optional(),
  stale: z.literal(true).optional(),
  attachments: z.array(z.object({ contentType: z.string(), name: z.string().optional() })).optional(),
  file: z
    .object({ mediaId: z.string(), name: z.string(), contentType: z.string(), sha256: z.string().optional() })
    .optional(),
});
export type Waiting = z.infer<typeof Waiting>;

/**
 * A person on WhatsApp, under an opaque id of ours. Rests sealed: it is the only place that knows their number. A number
 * proves nobody; it only says where an answer goes.
 */
export const Contact = z.object({
  conversationId: z.string(),
  /** Business-scoped user id. */
  userId: z.string().optional(),
  /** The number exactly as received, which answers go to. */
  waId: z.string().optional(),
  /** When the person last wrote, by Meta's clock. */
  lastInboundAt: z.number(),
  /** When that last reached us. */
  lastReceivedAt: z.number(),
  /** When a template last asked them to write again. */
  templateAt: z.number().optional(),
  waiting: z.array(Waiting),
  /** Ids of messages that waited and are through: Meta may bring them once more. */
  through: z.array(z.string()),
});
export type Contact = z.infer<typeof Contact>;

const userKey = (userId: string) => `user:${userId}`;
const phoneKey = (phone: string) => `phone:${phone}`;

/** The names under which a sender is found: the business-scoped id first, it cannot be passed on as a number can. */
export function keysOf({ userId, waId }: Sender): string[] {
  const phone = waId === undefined ? undefined : canonicalPhone(waId);
  return [...(userId ? [userKey(userId)] : []), ...(phone ? [phoneKey(phone)] : [])];
}

/** What is known of a person after another message. */
export function learn(contact: Contact, sender: Sender): Contact {
  const { userId = contact.userId, waId = contact.waId } = sender;
  return { ...contact, ...(userId !== undefined && { userId }), ...(waId !== undefined && { waId }) };
}

/** Whether a number that is known for one person now writes under the id of another: it was passed on. */
export function isSomebodyElse(contact: Contact, { userId }: Sender): boolean {
  return userId !== undefined && contact.userId !== undefined && userId !== contact.userId;
}
