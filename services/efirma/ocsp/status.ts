import type { ReadCertificate } from '../certificate.ts';
import type { Authority } from '../trust/authority.ts';

/** What the responder says of a certificate. `unknown` covers every way of not knowing, and counts as a refusal. */
export type RevocationStatus =
  | { readonly status: 'good' }
  | { readonly status: 'revoked' }
  | { readonly status: 'unknown'; readonly detail: string };

/** Asks whether a certificate was revoked. Never throws. */
export interface OcspChecker {
  check(certificate: ReadCertificate, issuer: Authority): Promise<RevocationStatus>;
}
