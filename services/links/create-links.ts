import { createHmac } from 'node:crypto';
import { collection } from '../store/collection.ts';
import type { Documents, Millis } from '../store/store.ts';
import { Link, type Links } from './link.ts';

export interface LinksOptions {
  readonly documents: Documents;
  readonly now: () => Millis;
  readonly randomBytes: (size: number) => Buffer;
  /** Keys the hash under which links are stored, so that a copy of the store cannot be searched for a token. */
  readonly key: Buffer;
  /** How long an expired link is still recognised, to say "expired" instead of "unknown". */
  readonly rememberMs: number;
}

const TOKEN_BYTES = 32;
const TOKEN_SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** Whether a text can be a token at all. Pages check this, and only this, on GET. */
export const looksLikeToken = (text: string): boolean => TOKEN_SHAPE.test(text);

export function createLinks({ documents, now, randomBytes, key, rememberMs }: LinksOptions): Links {
  const links = collection(documents, 'link', Link);
  const idOf = (token: string) => createHmac('sha256', key).update(`link:${token}`).digest('base64url');

  return {
    async issue({ ttlMs, ...rest }) {
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      const id = idOf(token);
      const issuedAt = now();
      const expiresAt = issuedAt + ttlMs;
      const written = await links.insert(id, { ...rest, issuedAt, expiresAt }, { expiresAt: expiresAt + rememberMs });
      if (!written.ok) throw new Error('a new link collides with another: the random source repeats itself');
      return { id, token, expiresAt };
    },

    async look(token, purpose) {
      if (!looksLikeToken(token)) return { ok: false, reason: 'unknown' };
      const found = await links.get(idOf(token));
      if (found === undefined || found.value.purpose !== purpose) return { ok: false, reason: 'unknown' };
      const { id, value: link } = found;
      return now() < link.expiresAt ? { ok: true, id, link } : { ok: false, reason: 'expired', id, link };
    },
  };
}
