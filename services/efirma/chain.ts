import type { ReadCertificate } from './certificate.ts';
import { type EfirmaRefusal, refuse } from './result.ts';
import { type Authority, isIssuedBy } from './trust/authority.ts';
import type { TrustStore } from './trust/trust-store.ts';

/**
 * Finds the trusted authority that issued the certificate and checks dates: the certificate must be in force now, and
 * the authorities must have been when it was issued (AC5 ends weeks before the last e.firmas it issued).
 * Two authorities of the SAT share a common name, so the whole name and the signature decide.
 */
export function checkChain(
  certificate: ReadCertificate,
  trust: TrustStore,
  now: number,
): { ok: true; issuer: Authority } | EfirmaRefusal {
  const found = trust.issuers.find(({ authority }) => isIssuedBy(certificate.x509, certificate.parts, authority));
  if (found === undefined) return refuse('untrusted', 'no trusted authority signed it');

  const inForceThen = [found.authority, ...found.above].every(
    ({ notBefore, notAfter }) => notBefore <= certificate.notBefore && certificate.notBefore <= notAfter,
  );
  if (!inForceThen) return refuse('untrusted', 'issued outside the validity of its authority');
  if (now < certificate.notBefore) return refuse('not-yet-valid', 'notBefore');
  if (now > certificate.notAfter) return refuse('expired', 'notAfter');
  return { ok: true, issuer: found.authority };
}
