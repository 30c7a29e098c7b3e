import { randomBytes } from 'node:crypto';
import type { ReadCertificate } from '../certificate.ts';
import type { Authority } from '../trust/authority.ts';
import { createBreaker } from './breaker.ts';
import { certIdOf } from './cert-id.ts';
import { judgeResponse } from './judge.ts';
import { createPost, type PostOcsp } from './post.ts';
import { ocspRequest } from './request.ts';
import { readOcspResponse } from './response.ts';

/** What the responder says of a certificate. `unknown` covers every way of not knowing, and counts as a refusal. */
export type RevocationStatus =
  | { readonly status: 'good' }
  | { readonly status: 'revoked' }
  | { readonly status: 'unknown'; readonly detail: string };

/** Asks whether a certificate was revoked. Never throws. */
export interface OcspChecker {
  check(certificate: ReadCertificate, issuer: Authority): Promise<RevocationStatus>;
}

export interface OcspOptions {
  /** The SAT's certificates name no responder; the address comes from the configuration alone. */
  readonly url: string;
  readonly now: () => number;
  readonly timeoutMs: number;
  /** Failures in a row before the responder is left alone, and for how long. */
  readonly breaker?: { readonly failures: number; readonly pauseMs: number };
  readonly post?: PostOcsp;
}

/** A real answer takes tens of milliseconds; after five lost ones people are told at once to come back later. */
const defaultBreaker = { failures: 5, pauseMs: 30_000 };

export function createOcspChecker(options: OcspOptions): OcspChecker {
  const { url, now, timeoutMs, post = createPost({ url, timeoutMs }) } = options;
  const breaker = createBreaker({ ...(options.breaker ?? defaultBreaker), now });

  return {
    async check(certificate, issuer) {
      if (!breaker.mayTry()) return unknown('the responder is left alone after failures');
      const nonce = randomBytes(32);
      const certId = certIdOf(certificate.parts, issuer);
      const reply = await replyTo(post, ocspRequest(certId, nonce));
      const read = reply.ok ? readOcspResponse(reply.bytes) : reply;
      breaker.record(read.ok);
      return read.ok ? judgeResponse(read.response, { certId, nonce, issuer, now: now() }) : unknown(read.problem);
    },
  };
}

async function replyTo(
  post: PostOcsp,
  request: Uint8Array,
): Promise<{ ok: true; bytes: Uint8Array } | { ok: false; problem: string }> {
  try {
    return { ok: true, bytes: await post(request) };
  } catch (error) {
    return { ok: false, problem: `unreachable: ${error instanceof Error ? error.message : 'unknown'}` };
  }
}

const unknown = (detail: string): RevocationStatus => ({ status: 'unknown', detail });
