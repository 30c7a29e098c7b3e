import { createHmac } from 'node:crypto';

/** A name for a personal datum that can be compared and counted, and not turned back without the key. */
export type Pseudonym = (text: string) => string;

/** HMAC-SHA-256 of the text, for one use (`domain`), so that two uses cannot be joined. */
export const createPseudonym =
  (key: Buffer, domain: string): Pseudonym =>
  (text) =>
    createHmac('sha256', key).update(`${domain}:${text}`).digest('base64url');
