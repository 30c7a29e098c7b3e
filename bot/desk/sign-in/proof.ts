import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { z } from 'zod';

/**
 * What a browser signs each request with: a key made in it that cannot be taken out of it. A cookie that was copied to
 * another device has no such key. The header is `MILLISECONDS.ID.SIGNATURE`, the signature ECDSA on P-256 with SHA-256
 * over `proofText`, in base64url.
 */
export const proofHeader = 'x-desk-proof';

/** The public half, as WebCrypto exports it. Further members are dropped, a private one is refused. */
export const BrowserKey = z
  .object({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    y: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    d: z.undefined().optional(),
  })
  .transform(({ kty, crv, x, y }) => ({ kty, crv, x, y }))
  .refine((key) => readKey(key) !== undefined, 'not a point of the curve');
export type BrowserKey = z.infer<typeof BrowserKey>;

const HEADER = /^(\d{13})\.([A-Za-z0-9_-]{16,32})\.([A-Za-z0-9_-]{86})$/;
const verifySignature = promisify(verify);

/** What is signed: the request, when it was made, and an id that is used once. */
export const proofText = (method: string, target: string, at: string, id: string): string =>
  `recupera desk\n${method}\n${target}\n${at}\n${id}`;

export interface Proofs {
  /** Whether this very request was signed with the key, just now, and for the first time. */
  holds(request: IncomingMessage, key: BrowserKey): Promise<boolean>;
}

/** @param freshMs how far the browser's time may be off; ids are remembered for twice as long, in this process. */
export function createProofs({ now, freshMs }: { readonly now: () => number; readonly freshMs: number }): Proofs {
  const used = new Map<string, number>();

  /** Entries come in the order of time, so the old ones are at the front. */
  function isNew(id: string, at: number): boolean {
    for (const [old, until] of used) {
      if (until > now()) break;
      used.delete(old);
    }
    if (used.has(id)) return false;
    used.set(id, Math.max(at, now()) + 2 * freshMs);
    return true;
  }

  return {
    async holds({ method = '', url = '', headers }, key) {
      const [, at = '', id = '', signature = ''] = HEADER.exec(String(headers[proofHeader] ?? '')) ?? [];
      const publicKey = signature === '' ? undefined : readKey(key);
      if (publicKey === undefined || Math.abs(now() - Number(at)) > freshMs) return false;
      const signed = await verifySignature(
        'sha256',
        Buffer.from(proofText(method, url, at, id)),
        { key: publicKey, dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature, 'base64url'),
      );
      return signed && isNew(id, Number(at));
    },
  };
}

function readKey(key: { kty: string; crv: string; x: string; y: string }): KeyObject | undefined {
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    return undefined;
  }
}
