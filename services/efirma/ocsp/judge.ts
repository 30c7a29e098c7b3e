import { type KeyObject, verify } from 'node:crypto';
import { readCertificateParts } from '../der/certificate-parts.ts';
import { sameBytes } from '../der/values.ts';
import { type Authority, isIssuedBy } from '../trust/authority.ts';
import { openX509, publicKeyOf } from '../x509.ts';
import { sameCertId, sha1 } from './cert-id.ts';
import type { RevocationStatus } from './checker.ts';
import type { OcspAnswer, OcspResponse } from './response.ts';

export interface OcspQuestion {
  /** DER of the CertID that was asked about. */
  readonly certId: Uint8Array;
  readonly nonce: Uint8Array;
  readonly issuer: Authority;
  /** Milliseconds. */
  readonly now: number;
}

/** How far the responder's clock may be from ours, and how old its word may be. The SAT's answers last one minute. */
const freshnessMs = 5 * 60_000;

/**
 * Believes a response only when it is about the certificate that was asked, bears our nonce (or none), is fresh, and is
 * signed by the issuer or by a responder the same issuer appointed. Everything else is `unknown`.
 */
export function judgeResponse(response: OcspResponse, question: OcspQuestion): RevocationStatus {
  const { nonce, certId, now } = question;
  if (response.nonce !== undefined && !sameBytes(response.nonce, nonce)) return unknown('nonce of another request');
  // The SAT's responder has answered with the name it was asked about, even a malformed one: compare it here.
  const answers = response.answers.filter((answer) => sameCertId(answer.certId, certId));
  const [answer] = answers;
  if (answer === undefined || answers.length > 1) return unknown('answer for another certificate');
  if (!isFresh(answer, now)) return unknown('stale answer');
  if (!isSigned(response, question)) return unknown('not signed by a responder of the issuer');
  return answer.status === 'unknown' ? unknown('the responder does not know it') : { status: answer.status };
}

function isFresh({ thisUpdate, nextUpdate }: OcspAnswer, now: number): boolean {
  if (Math.abs(now - thisUpdate) > freshnessMs) return false;
  return nextUpdate === undefined || (nextUpdate >= thisUpdate && now <= nextUpdate + freshnessMs);
}

const digests: Readonly<Record<string, string>> = {
  // The SAT's responder signs with SHA-1. Our nonce inside what it signs leaves a forger no time to prepare a collision.
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
};

function isSigned(response: OcspResponse, question: OcspQuestion): boolean {
  const digest = digests[response.signatureAlgorithm];
  const key = responderKey(response, question);
  if (digest === undefined || key?.asymmetricKeyType !== 'rsa') return false;
  if (digest === 'sha1' && response.nonce === undefined) return false;
  return verify(digest, response.signed, key, response.signature);
}

/** The key of the issuer itself, or of a certificate it issued for signing OCSP responses that is in force. */
function responderKey({ responder, certificates }: OcspResponse, { issuer, now }: OcspQuestion): KeyObject | undefined {
  const names = (subject: Uint8Array, publicKeyBits: Uint8Array) =>
    'name' in responder ? sameBytes(responder.name, subject) : sameBytes(responder.keyHash, sha1(publicKeyBits));
  if (names(issuer.parts.subject, issuer.parts.publicKeyBits)) return issuer.x509.publicKey;

  for (const der of certificates) {
    const parts = readCertificateParts(der);
    const x509 = openX509(der);
    if (parts === undefined || x509 === undefined || !names(parts.subject, parts.publicKeyBits)) continue;
    const inForce = x509.validFromDate.getTime() <= now && now <= x509.validToDate.getTime();
    // Node calls the extended usages "keyUsage".
    const mayAnswer = x509.keyUsage?.includes('1.3.6.1.5.5.7.3.9') ?? false;
    if (inForce && mayAnswer && isIssuedBy(x509, parts, issuer)) return publicKeyOf(x509);
  }
  return undefined;
}

const unknown = (detail: string): RevocationStatus => ({ status: 'unknown', detail });
