import { type DerNode, readDer, Tag } from './reader.ts';
import { oidOf, unsignedOf, wholeBitsOf } from './values.ts';

/** Raw parts of an X.509 certificate, for what neither node:crypto nor the browser exposes. All are DER. */
export interface CertificateParts {
  readonly serial: Uint8Array;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** Contents of subjectPublicKey (an RSAPublicKey), without the count of unused bits. */
  readonly publicKeyBits: Uint8Array;
  /** The subject's relative names, in order. */
  readonly subjectTree: DerNode;
  /** SEQUENCE { OID, critical?, OCTET STRING } each. */
  readonly extensions: readonly DerNode[];
  /** OID of the algorithm the certificate is signed with. */
  readonly signatureAlgorithm: string;
}

const x509Version = 0xa0;
const x509Extensions = 0xa3;

/** Splits a certificate without judging it. Answers undefined when the octets are not exactly one X.509 structure. */
export function readCertificateParts(bytes: Uint8Array): CertificateParts | undefined {
  const read = readDer(bytes);
  if (!read.ok || !looksLikeCertificate(read.node)) return undefined;

  const [tbs, algorithm] = read.node.children;
  const fields = tbs?.children ?? [];
  const versioned = fields[0]?.tag === x509Version;
  const [serial, innerAlgorithm, issuer, , subject, publicKey] = versioned ? fields.slice(1) : fields;
  const signatureAlgorithm = oidOf(algorithm?.children[0]);
  const publicKeyBits = wholeBitsOf(publicKey?.children[1]);
  if (serial?.tag !== Tag.integer || issuer?.tag !== Tag.sequence || subject?.tag !== Tag.sequence) return undefined;
  if (publicKeyBits === undefined || signatureAlgorithm === undefined) return undefined;
  // The algorithm outside the signature must repeat the one inside (RFC 5280 4.1.1.2).
  if (oidOf(innerAlgorithm?.children[0]) !== signatureAlgorithm) return undefined;
  return {
    serial: serial.contents,
    issuer: issuer.raw,
    subject: subject.raw,
    subjectTree: subject,
    extensions: fields.find(({ tag }) => tag === x509Extensions)?.children[0]?.children ?? [],
    publicKeyBits,
    signatureAlgorithm,
  };
}

/** SEQUENCE { SEQUENCE, SEQUENCE { OID … }, BIT STRING }: the outline of a signed certificate. */
export function looksLikeCertificate(node: DerNode): boolean {
  const [tbs, algorithm, signature] = node.children;
  return (
    node.tag === Tag.sequence &&
    node.children.length === 3 &&
    tbs?.tag === Tag.sequence &&
    tbs.children.length >= 6 &&
    algorithm?.tag === Tag.sequence &&
    oidOf(algorithm.children[0]) !== undefined &&
    signature?.tag === Tag.bitString
  );
}

/** Modulus and exponent of an RSAPublicKey, big-endian without sign octets, or undefined. */
export function readRsaPublicKey(bytes: Uint8Array): { modulus: Uint8Array; exponent: Uint8Array } | undefined {
  const read = readDer(bytes);
  if (!read.ok || read.node.tag !== Tag.sequence || read.node.children.length !== 2) return undefined;
  const modulus = unsignedOf(read.node.children[0]);
  const exponent = unsignedOf(read.node.children[1]);
  return modulus === undefined || exponent === undefined ? undefined : { modulus, exponent };
}
