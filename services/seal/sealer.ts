import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Keeps text that has to rest but must not be readable where it rests. */
export interface Sealer {
  /** `context` says where the text belongs (the id of its document or job); it opens nowhere else. */
  seal(text: string, context: string): string;
  /** Throws `SealBroken` when the text was sealed with another key, for another context, or altered. */
  open(sealed: string, context: string): string;
}

/** What was sealed cannot be opened. Never says more. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
  constructor() {
    super('sealed text could not be opened');
  }
}

const ALGORITHM = 'aes-256-gcm';
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/**
 * AES-256-GCM with a random nonce. The form is base64url of version (1 byte), nonce (12), tag (16), ciphertext.
 *
 * @param key 32 bytes.
 */
export function createSealer(key: Buffer, random: (size: number) => Buffer = randomBytes): Sealer {
  return {
    seal(text, context) {
      const nonce = random(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(context, 'utf8'));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]).toString('base64url');
    },

    open(sealed, context) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < HEAD_BYTES || bytes[0] !== VERSION) throw new SealBroken();
      const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
      const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(context, 'utf8'))
        .setAuthTag(bytes.subarray(1 + NONCE_BYTES, HEAD_BYTES));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(HEAD_BYTES)), decipher.final()]).toString('utf8');
      } catch {
        throw new SealBroken();
      }
    },
  };
}
