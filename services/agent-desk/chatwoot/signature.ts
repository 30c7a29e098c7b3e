import { createHmac, timingSafeEqual } from 'node:crypto';

/** A webhook older than this is not believed: it may be a repetition of a stolen one. */
const MAX_AGE_MS = 5 * 60_000;

/**
 * Whether a webhook comes from Chatwoot: `X-Chatwoot-Signature: sha256=HMAC(secret, "TIMESTAMP.BODY")`, with the seconds
 * of `X-Chatwoot-Timestamp`, over the raw body.
 */
export function isSignedByChatwoot(
  given: { readonly signature: string | undefined; readonly timestamp: string | undefined; readonly body: Buffer },
  { secret, now }: { readonly secret: string; readonly now: number },
): boolean {
  const { signature = '', timestamp = '', body } = given;
  if (!/^\d{9,11}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1_000) > MAX_AGE_MS) return false;
  const [, digest] = /^sha256=([0-9a-f]{64})$/.exec(signature) ?? [];
  if (digest === undefined) return false;
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
  return timingSafeEqual(Buffer.from(digest, 'hex'), expected);
}
