import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export interface SealingKey {
  /** Letters, digits, `-` and `_`; stands in clear before what it sealed. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

export type Opened =
  | { readonly ok: true; readonly plaintext: string }
  | { readonly ok: false; readonly reason: 'malformed' | 'unknown-key' | 'not-authentic' };

/** Keeps text that has to rest but must not be readable where it rests. */
export interface Sealer {
  /** `context` says where the text belongs (the id of its document or job); it opens nowhere else. */
  seal(plaintext: string, context: string): string;
  /** `unknown-key`: sealed with a key that was taken away; `not-authentic`: altered, or of another context. */
  open(sealed: string, context: string): Opened;
}

const VERSION = 's1';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const ID = /^[A-Za-z0-9_-]{1,32}$/;
const SEALED = /^s1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]+)$/;

/**
 * AES-256-GCM with a random nonce. The first key seals, all of them open: to rotate, put the new key first and keep the
 * old ones until nothing sealed with them is left. Throws on a key that is none.
 */
export function createSealer(options: {
  readonly keys: readonly SealingKey[];
  readonly random?: (bytes: number) => Buffer;
}): Sealer {
  const { keys, random = randomBytes } = options;
  const [current] = keys;
  if (current === undefined) throw new Error('A sealer needs a key');
  for (const { id, key } of keys) {
    if (!ID.test(id) || key.length !== 32) throw new Error('A sealing key needs an id and 32 bytes');
  }
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  if (byId.size !== keys.length) throw new Error('Sealing keys need different ids');

  return {
    seal(plaintext, context) {
      const iv = random(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current.key, iv, { authTagLength: TAG_BYTES });
      cipher.setAAD(boundData(current.id, context));
      const sealed = Buffer.concat([iv, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}.${current.id}.${sealed.toString('base64url')}`;
    },

    open(sealed, context) {
      const [, id, body] = SEALED.exec(sealed) ?? [];
      if (id === undefined || body === undefined) return { ok: false, reason: 'malformed' };
      const bytes = Buffer.from(body, 'base64url');
      if (bytes.length < IV_BYTES + TAG_BYTES) return { ok: false, reason: 'malformed' };
      const key = byId.get(id);
      if (key === undefined) return { ok: false, reason: 'unknown-key' };
      return decrypt(bytes, key, boundData(id, context));
    },
  };
}

function decrypt(bytes: Buffer, key: Uint8Array, aad: Buffer): Opened {
  const iv = bytes.subarray(0, IV_BYTES);
  const tag = bytes.subarray(-TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(tag);
  try {
    const plain = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    return { ok: true, plaintext: plain.toString('utf8') };
  } catch {
    return { ok: false, reason: 'not-authentic' };
  }
}

/** What the tag vouches for besides the text: version, key and context. */
const boundData = (id: string, context: string) => Buffer.from(`${VERSION}.${id}.${context}`, 'utf8');
