import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Millis } from '../../../services/store/store.ts';

/** Who speaks, and where. */
export interface Claims {
  readonly conversationId: string;
  readonly user: string;
  readonly expiresAt: Millis;
}

export type Verified =
  | { readonly ok: true; readonly claims: Claims }
  | { readonly ok: false; readonly reason: 'expired' | 'invalid' };

export interface Tokens {
  issue(who: { conversationId: string; user: string }): Promise<{ token: string; expiresInSeconds: number }>;
  /** As `issue`, but a token that is nearly new is given back as it is: clients start right after they got theirs. */
  renew(token: string, claims: Claims): Promise<{ token: string; expiresInSeconds: number }>;
  verify(token: string): Promise<Verified>;
}

const audience = 'direct-line';
const maxTokenChars = 1024;
const cachedTokens = 10_000;
const nearlyNewMs = 60_000;
const Payload = z.object({ conv: z.string(), user: z.string(), exp: z.number() });

/**
 * Tokens of Direct Line: JWT, HS256, with `conv`, `user` (the name the client library looks for) and `exp`. Tokens that
 * were issued or verified here are remembered until they expire, since each request carries one.
 *
 * @param keys of 32 bytes: the first signs, all of them verify. @param ttlMs must exceed the 15 minutes between two refreshes of the client.
 */
export function createTokens(deps: { keys: readonly Uint8Array[]; ttlMs: number; now: () => Millis }): Tokens {
  const known = new Map<string, Claims>();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = Promise.all(
    deps.keys.map((key) => crypto.subtle.importKey('raw', Uint8Array.from(key), algorithm, false, ['sign', 'verify'])),
  );

  function remember(token: string, claims: Claims): void {
    if (known.size >= cachedTokens) known.delete(known.keys().next().value ?? '');
    known.set(token, claims);
  }

  async function current(): Promise<CryptoKey> {
    const [key] = await imported;
    if (key === undefined) throw new Error('Tokens need a key');
    return key;
  }

  const tokens: Tokens = {
    async issue({ conversationId, user }) {
      const expiresInSeconds = Math.floor(deps.ttlMs / 1000);
      const exp = Math.floor(deps.now() / 1000) + expiresInSeconds;
      const token = await new SignJWT({ conv: conversationId, user })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setAudience(audience)
        .setExpirationTime(exp)
        .sign(await current());
      remember(token, { conversationId, user, expiresAt: exp * 1000 });
      return { token, expiresInSeconds };
    },
    async renew(token, claims) {
      const leftMs = claims.expiresAt - deps.now();
      return leftMs > deps.ttlMs - nearlyNewMs
        ? { token, expiresInSeconds: Math.floor(leftMs / 1000) }
        : tokens.issue(claims);
    },
    async verify(token) {
      const seen = known.get(token);
      if (seen && seen.expiresAt > deps.now()) return { ok: true, claims: seen };
      if (seen) known.delete(token);
      if (token.length > maxTokenChars) return { ok: false, reason: 'invalid' };
      let result: Verified = { ok: false, reason: 'invalid' };
      for (const key of await imported) {
        result = await checked(token, key, deps.now());
        if (result.ok) remember(token, result.claims);
        if (result.ok || result.reason === 'expired') break;
      }
      return result;
    },
  };
  return tokens;
}

async function checked(token: string, key: CryptoKey, now: Millis): Promise<Verified> {
  try {
    const options = { algorithms: ['HS256'], audience, currentDate: new Date(now) };
    const { payload } = await jwtVerify(token, key, options);
    const { conv, user, exp } = Payload.parse(payload);
    return { ok: true, claims: { conversationId: conv, user, expiresAt: exp * 1000 } };
  } catch (error) {
    return { ok: false, reason: error instanceof errors.JWTExpired ? 'expired' : 'invalid' };
  }
}
