import { createHash } from 'node:crypto';
import type { CertificateParts } from '../der/certificate-parts.ts';
import { readDer } from '../der/reader.ts';
import { oidOf, sameBytes } from '../der/values.ts';
import * as der from '../der/writer.ts';
import type { Authority } from '../trust/authority.ts';

/**
 * DER of the CertID that names a certificate to its responder (RFC 6960 4.1.1). SHA-1, because the SAT's responder knows
 * no other; the hash only names the issuer and protects nothing.
 */
export function certIdOf(parts: CertificateParts, issuer: Authority): Uint8Array {
  return der.sequence(
    der.sequence(der.oid('1.3.14.3.2.26'), der.nothing()),
    der.octets(sha1(issuer.parts.subject)),
    der.octets(sha1(issuer.parts.publicKeyBits)),
    der.unsigned(parts.serial),
  );
}

/** True when both name the same certificate the same way. Whether the algorithm carries a NULL does not matter. */
export function sameCertId(left: Uint8Array, right: Uint8Array): boolean {
  const [one, other] = [readDer(left), readDer(right)];
  if (!one.ok || !other.ok || one.node.children.length !== 4 || other.node.children.length !== 4) return false;
  const [algorithm, ...fields] = one.node.children;
  const [otherAlgorithm, ...otherFields] = other.node.children;
  const hash = oidOf(algorithm?.children[0]);
  if (hash === undefined || hash !== oidOf(otherAlgorithm?.children[0])) return false;
  return fields.every((field, index) => sameBytes(field.raw, otherFields[index]?.raw ?? new Uint8Array()));
}

export const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest();
