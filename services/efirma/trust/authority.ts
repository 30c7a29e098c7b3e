import { createHash, type X509Certificate } from 'node:crypto';
import { type CertificateParts, readCertificateParts } from '../der/certificate-parts.ts';
import { sameBytes } from '../der/values.ts';
import { openX509, publicKeyOf } from '../x509.ts';

/** A certificate that may issue others. */
export interface Authority {
  readonly x509: X509Certificate;
  readonly parts: CertificateParts;
  /** SHA-256 of the DER, lower-case hexadecimal. */
  readonly sha256: string;
  readonly name: string;
  /** Milliseconds. */
  readonly notBefore: number;
  readonly notAfter: number;
}

export type AuthorityResult = { ok: true; authority: Authority } | { ok: false; problem: string };

/** Reads one authority from DER. Refuses what may not issue: no CA flag, or a key usage without certificate signing. */
export function readAuthority(der: Uint8Array): AuthorityResult {
  const parts = readCertificateParts(der);
  if (parts === undefined) return { ok: false, problem: 'not a DER certificate' };
  const x509 = openX509(der);
  if (x509 === undefined || publicKeyOf(x509) === undefined) return { ok: false, problem: 'not a certificate' };
  if (!x509.ca) return { ok: false, problem: 'not an authority (basicConstraints CA:TRUE is missing)' };
  const sha256 = createHash('sha256').update(der).digest('hex');
  const notBefore = x509.validFromDate.getTime();
  const notAfter = x509.validToDate.getTime();
  return { ok: true, authority: { x509, parts, sha256, name: commonName(x509), notBefore, notAfter } };
}

const soundSignatures = new Set([
  '1.2.840.113549.1.1.11', // sha256WithRSAEncryption
  '1.2.840.113549.1.1.12', // sha384WithRSAEncryption
  '1.2.840.113549.1.1.13', // sha512WithRSAEncryption
]);

/**
 * True when `issuer` signed the certificate: names equal octet by octet (one of the SAT's is encoded twice, so no
 * comparison of decoded text is safe), the issuer may sign certificates, no MD5 or SHA-1, and the signature verifies.
 */
export function isIssuedBy(x509: X509Certificate, parts: CertificateParts, issuer: Authority): boolean {
  return (
    sameBytes(parts.issuer, issuer.parts.subject) &&
    soundSignatures.has(parts.signatureAlgorithm) &&
    x509.checkIssued(issuer.x509) &&
    x509.verify(issuer.x509.publicKey)
  );
}

export const isSelfIssued = (authority: Authority) => sameBytes(authority.parts.issuer, authority.parts.subject);

/** Node joins attributes by line feeds and escapes those inside values, so a line is one attribute. For display only. */
function commonName(x509: X509Certificate): string {
  const line = x509.subject.split('\n').find((part) => part.startsWith('CN='));
  return line?.slice('CN='.length) ?? x509.subject.replaceAll('\n', ', ');
}
