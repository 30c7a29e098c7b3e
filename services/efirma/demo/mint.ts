import { type KeyObject, sign } from 'node:crypto';
import { Tag } from '../der/reader.ts';
import * as der from '../der/writer.ts';

/** One attribute of a name; `tag` is the string type (PrintableString where it is left out). */
export interface NamePart {
  readonly oid: string;
  readonly value: string;
  readonly tag?: number;
}

export interface CertificateExtension {
  readonly oid: string;
  readonly critical?: boolean;
  /** DER of the value, without the OCTET STRING around it. */
  readonly value: Uint8Array;
}

export interface MintInput {
  /** Contents of the serial number, a positive INTEGER. */
  readonly serial: Uint8Array;
  readonly issuer: readonly NamePart[];
  readonly subject: readonly NamePart[];
  /** Milliseconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: KeyObject;
  readonly signingKey: KeyObject;
  readonly extensions: readonly CertificateExtension[];
}

const sha256WithRsa = () => der.sequence(der.oid('1.2.840.113549.1.1.11'), der.nothing());

/** Writes and signs an X.509 v3 certificate (sha256WithRSA). Answers its DER. */
export function mintCertificate(input: MintInput): Buffer {
  const toBeSigned = der.sequence(
    der.explicit(0, der.integer(2)),
    der.unsigned(input.serial),
    sha256WithRsa(),
    nameOf(input.issuer),
    der.sequence(der.time(input.notBefore), der.time(input.notAfter)),
    nameOf(input.subject),
    input.publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(3, der.sequence(...input.extensions.map(extensionOf))),
  );
  const signature = sign('sha256', toBeSigned, input.signingKey);
  return Buffer.from(der.sequence(toBeSigned, sha256WithRsa(), der.bits(signature)));
}

/** SAT serial numbers are twenty ASCII digits, taken as octets. */
export const digitSerial = (digits: string): Uint8Array => Buffer.from(digits, 'ascii');

export function basicConstraints(authority: { pathLength: number } | false): CertificateExtension {
  const value = authority === false ? der.sequence() : der.sequence(der.truth(), der.integer(authority.pathLength));
  return { oid: '2.5.29.19', critical: true, value };
}

/** Bits as RFC 5280 4.2.1.3 numbers them from the left, within the first octet. */
const usageBits = {
  digitalSignature: 0x80,
  nonRepudiation: 0x40,
  keyEncipherment: 0x20,
  dataEncipherment: 0x10,
  keyAgreement: 0x08,
  keyCertSign: 0x04,
  cRLSign: 0x02,
} as const;

export function keyUsage(...usages: readonly (keyof typeof usageBits)[]): CertificateExtension {
  const octet = usages.reduce((bits, usage) => bits | usageBits[usage], 0);
  const unused = octet === 0 ? 7 : 31 - Math.clz32(octet & -octet);
  return { oid: '2.5.29.15', value: der.bits(Uint8Array.of(octet), unused) };
}

export function extendedKeyUsage(...purposes: readonly string[]): CertificateExtension {
  return { oid: '2.5.29.37', value: der.sequence(...purposes.map(der.oid)) };
}

export const purposes = {
  emailProtection: '1.3.6.1.5.5.7.3.4',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
} as const;

function nameOf(parts: readonly NamePart[]): Uint8Array {
  const relative = parts.map(({ oid, value, tag = Tag.printableString }) =>
    der.set(der.sequence(der.oid(oid), der.text(tag, value))),
  );
  return der.sequence(...relative);
}

function extensionOf({ oid, critical = false, value }: CertificateExtension): Uint8Array {
  return der.sequence(der.oid(oid), ...(critical ? [der.truth()] : []), der.octets(value));
}
