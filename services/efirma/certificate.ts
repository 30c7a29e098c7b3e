import type { KeyObject, X509Certificate } from 'node:crypto';
import { type CertificateParts, readCertificateParts } from './der/certificate-parts.ts';
import { type DerNode, readDer, Tag } from './der/reader.ts';
import { octetsOf, oidOf } from './der/values.ts';
import { openX509, publicKeyOf } from './x509.ts';

/** A certificate that was read, not yet believed: nothing in it counts before its chain and dates are checked. */
export interface ReadCertificate {
  readonly x509: X509Certificate;
  readonly publicKey: KeyObject;
  readonly parts: CertificateParts;
  readonly subject: readonly Attribute[];
  /** Names of RFC 5280 4.2.1.3; undefined where the extension is absent, appears twice or is malformed. */
  readonly keyUsage: ReadonlySet<KeyUsage> | undefined;
  /** OIDs; undefined as above. */
  readonly extendedKeyUsage: ReadonlySet<string> | undefined;
  /** True when basicConstraints says CA:FALSE; without the extension nothing says so. */
  readonly isEndEntity: boolean;
  /** Milliseconds. */
  readonly notBefore: number;
  readonly notAfter: number;
}

export interface Attribute {
  readonly oid: string;
  readonly value: string;
}

const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
] as const;
export type KeyUsage = (typeof keyUsages)[number];

/**
 * Reads a DER certificate; undefined when it is none. The strict reader goes first and shows attributes and extensions
 * by OID, which `X509Certificate` does not: its `keyUsage` answers the extended usage, and its `subject` is text.
 * OpenSSL then reads dates and keys, and verifies.
 */
export function readCertificate(bytes: Uint8Array): ReadCertificate | undefined {
  const parts = readCertificateParts(bytes);
  const x509 = parts === undefined ? undefined : openX509(bytes);
  const publicKey = x509 === undefined ? undefined : publicKeyOf(x509);
  if (parts === undefined || x509 === undefined || publicKey === undefined) return undefined;
  const [notBefore, notAfter] = [x509.validFromDate.getTime(), x509.validToDate.getTime()];
  // No comparison with a date that cannot be read would ever say "expired".
  if (Number.isNaN(notBefore) || Number.isNaN(notAfter)) return undefined;

  const constraints = onlyExtension(parts, '2.5.29.19');
  return {
    x509,
    publicKey,
    parts,
    subject: attributesOf(parts.subjectTree),
    keyUsage: keyUsageOf(onlyExtension(parts, '2.5.29.15')),
    extendedKeyUsage: purposesOf(onlyExtension(parts, '2.5.29.37')),
    isEndEntity: !x509.ca && constraints?.tag === Tag.sequence && constraints.children[0]?.contents[0] !== 0xff,
    notBefore,
    notAfter,
  };
}

/** Every value of one attribute of the subject, in order; most libraries show the first alone. */
export function subjectValues(certificate: ReadCertificate, oid: string): string[] {
  return certificate.subject.filter((attribute) => attribute.oid === oid).map((attribute) => attribute.value);
}

function attributesOf(name: DerNode): Attribute[] {
  return name.children.flatMap((relative) =>
    relative.children.map(({ children: [type, value] }) => ({ oid: oidOf(type) ?? '', value: stringOf(value) })),
  );
}

/**
 * T61String holds Latin-1 here: the SAT uses it for an RFC with Ñ, which PrintableString lacks. Anything that is no
 * string reads as an empty one, and matches nothing.
 */
function stringOf(node: DerNode | undefined): string {
  if (node === undefined) return '';
  const octets = Buffer.from(node.contents);
  if (node.tag === Tag.utf8String) return octets.toString('utf8');
  if (node.tag === Tag.bmpString) return octets.length % 2 === 0 ? octets.swap16().toString('utf16le') : '';
  const isLatin1 = node.tag === Tag.printableString || node.tag === Tag.t61String || node.tag === Tag.ia5String;
  return isLatin1 ? octets.toString('latin1') : '';
}

/** The value of an extension that appears exactly once. */
function onlyExtension({ extensions }: CertificateParts, oid: string): DerNode | undefined {
  const [found, second] = extensions.filter(({ children }) => oidOf(children[0]) === oid);
  const value = second === undefined ? octetsOf(found?.children.at(-1)) : undefined;
  const read = value === undefined ? undefined : readDer(value);
  return read?.ok ? read.node : undefined;
}

function keyUsageOf(node: DerNode | undefined): ReadonlySet<KeyUsage> | undefined {
  if (node?.tag !== Tag.bitString) return undefined;
  const octet = node.contents[1] ?? 0;
  return new Set(keyUsages.filter((_, bit) => (octet & (0x80 >> bit)) !== 0));
}

function purposesOf(node: DerNode | undefined): ReadonlySet<string> | undefined {
  if (node?.tag !== Tag.sequence) return undefined;
  return new Set(node.children.map((child) => oidOf(child) ?? ''));
}
