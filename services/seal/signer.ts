import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';

/** Vouches for short texts that leave us and come back: tickets, cookies, addresses. */
export interface Signer {
  /** `purpose` keeps the signatures of one use apart from those of another. base64url, 43 characters. */
  sign(purpose: string, text: string): string;
  /** In constant time. True also for signatures of keys that are retired. */
  verify(purpose: string, text: string, signature: string): boolean;
}

/** HMAC-SHA256. The first key signs, all of them verify. Throws without a key. */
export function createSigner(keys: readonly Uint8Array[]): Signer {
  const secrets = keys.map((key) => createSecretKey(key));
  const [current] = secrets;
  if (current === undefined) throw new Error('A signer needs a key');
  const digest = (key: typeof current, purpose: string, text: string) =>
    createHmac('sha256', key).update(`${purpose}:${text}`).digest();

  return {
    sign: (purpose, text) => digest(current, purpose, text).toString('base64url'),
    verify(purpose, text, signature) {
      const given = Buffer.from(signature, 'base64url');
      return secrets.some((key) => {
        const expected = digest(key, purpose, text);
        return given.length === expected.length && timingSafeEqual(given, expected);
      });
    },
  };
}
