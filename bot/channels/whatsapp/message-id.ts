import { createHash } from 'node:crypto';

/** Our name for a message of WhatsApp: their own ids hold the number of the person, and ids come into logs. */
export function messageIdOf(wamid: string): string {
  return `wa-${createHash('sha256').update(wamid).digest('base64url').slice(0, 32)}`;
}
