import { createPublicKey } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { IssuerKeys } from './openid-keys.ts';

/** What a valid token says of the request it came with. */
export interface VerifiedToken {
  /** The only address that answers to this request may go to. */
  readonly serviceUrl: string;
  /** The channels that its key may speak for; without the list, any. */
  readonly endorsements: readonly string[] | undefined;
}

export type Verification =
  | { readonly ok: true; readonly token: VerifiedToken }
  /** `reason` is for operators, never for the caller. */
  | { readonly ok: false; readonly reason: string };

const Header = z.object({ alg: z.literal('RS256'), kid: z.string().min(1).max(256) });
const Claims = z.object({ serviceurl: z.string().min(1).max(512) });

/** Clocks of Azure and ours may differ by as much (learn.microsoft.com, "Bot Connector authentication"). */
const toleranceSeconds = 5 * 60;
const tokenMaxChars = 8_192;

/**
 * Verifies what the Bot Connector sends as `Authorization: Bearer …`: signature by a published key, issuer, audience,
 * time. Stricter than botbuilder on purpose: that one also believes tokens of other issuers made for our own app id, which
 * the bot itself hands to every address it sends to. Rejects when the issuer's keys cannot be had.
 */
export function createTokenVerifier(deps: {
  readonly keys: IssuerKeys;
  readonly issuer: string;
  /** The id of our app. */
  readonly audience: string;
  readonly now: () => number;
}): (authorization: string | undefined) => Promise<Verification> {
  return async (authorization) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1];
    if (token === undefined || token.length > tokenMaxChars) return { ok: false, reason: 'no-token' };
    const header = headerOf(token);
    if (!header) return { ok: false, reason: 'header' };
    const key = await deps.keys.find(header.kid);
    if (!key) return { ok: false, reason: 'unknown-key' };
    try {
      const { payload } = await jwtVerify(token, createPublicKey({ key: { ...key.jwk }, format: 'jwk' }), {
        algorithms: ['RS256'],
        issuer: deps.issuer,
        audience: deps.audience,
        clockTolerance: toleranceSeconds,
        currentDate: new Date(deps.now()),
        requiredClaims: ['exp'],
      });
      const claims = Claims.safeParse(payload);
      if (!claims.success) return { ok: false, reason: 'service-url' };
      return { ok: true, token: { serviceUrl: claims.data.serviceurl, endorsements: key.endorsements } };
    } catch (error) {
      if (error instanceof errors.JOSEError) return { ok: false, reason: error.code };
      throw error;
    }
  };
}

function headerOf(token: string): z.infer<typeof Header> | undefined {
  try {
    return Header.safeParse(decodeProtectedHeader(token)).data;
  } catch {
    return undefined;
  }
}
