import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { collection } from '../store/collection.ts';
import type { Documents, Millis } from '../store/store.ts';

/** Secrets that people typed where everybody who reads the chat could see them. */
export interface BurnedSecrets {
  /** Notes every word of a message that held a secret. */
  note(conversationId: string, text: string): Promise<void>;
  /** Whether it was typed into this conversation. */
  has(conversationId: string, secret: string): Promise<boolean>;
}

const Burned = z.object({ marks: z.array(z.string()) });

/**
 * Twenty bits: even with the key too little to find a word again, for many have the same. Where a conversation holds all
 * the marks it may, one good password of 17,000 is refused in vain.
 */
const MARK_HEX_DIGITS = 5;
/** Shorter words are no password anywhere. */
const WORD_MIN_CHARS = 6;
const MARKS_MAX = 60;

/**
 * Remembers typed secrets as keyed hashes, for a short time, so that a password that was seen in the chat is not accepted
 * as the new one.
 */
export function createBurnedSecrets(options: {
  readonly documents: Documents;
  readonly key: Buffer;
  readonly now: () => Millis;
  readonly keepMs: Millis;
}): BurnedSecrets {
  const { documents, key, now, keepMs } = options;
  const burned = collection(documents, 'burned-secret', Burned);
  const markOf = (conversationId: string, word: string) =>
    createHmac('sha256', key)
      .update(`burned:${conversationId}:${word.normalize('NFC')}`)
      .digest('hex')
      .slice(0, MARK_HEX_DIGITS);

  return {
    async note(conversationId, text) {
      const fresh = wordsOf(text).map((word) => markOf(conversationId, word));
      if (fresh.length === 0) return;
      const expiresAt = now() + keepMs;
      const made = await burned.insert(conversationId, { marks: fresh }, { expiresAt });
      if (made.ok) return;
      await burned.change(conversationId, ({ marks }) => ({
        value: { marks: [...new Set([...marks, ...fresh])].slice(-MARKS_MAX) },
        expiresAt,
      }));
    },
    async has(conversationId, secret) {
      const known = await burned.get(conversationId);
      return known?.value.marks.includes(markOf(conversationId, secret)) ?? false;
    },
  };
}

/** A secret may stand between quotes or before a full stop: both forms are words. */
function wordsOf(text: string): string[] {
  const words = text.split(/\s+/).flatMap((word) => [word, word.replace(/^["'«“(]+|["'»”).,;:]+$/gu, '')]);
  return [...new Set(words)].filter((word) => word.length >= WORD_MIN_CHARS).slice(0, MARKS_MAX);
}
