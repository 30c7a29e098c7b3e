import type { KeyObject } from 'node:crypto';
import { Tag } from '../der/reader.ts';
import {
  basicConstraints,
  digitSerial,
  extendedKeyUsage,
  keyUsage,
  mintCertificate,
  type NamePart,
  purposes,
} from './mint.ts';

/** Attributes of a name, by the letters RFC 4519 gives them. */
export const nameOids = {
  commonName: '2.5.4.3',
  serialNumber: '2.5.4.5',
  country: '2.5.4.6',
  organization: '2.5.4.10',
  organizationalUnit: '2.5.4.11',
  name: '2.5.4.41',
  uniqueIdentifier: '2.5.4.45',
  email: '1.2.840.113549.1.9.1',
} as const;

export interface Issuer {
  readonly name: readonly NamePart[];
  readonly key: KeyObject;
}

export interface FielInput {
  readonly issuer: Issuer;
  readonly curp: string;
  readonly rfc: string;
  readonly name: string;
  readonly publicKey: KeyObject;
  /** Twenty digits. */
  readonly serial: string;
  readonly notBefore: number;
  readonly notAfter: number;
}

/** A certificate with the profile the SAT gives an e.firma: order of the subject, string types and extensions. */
export function mintFiel(input: FielInput): Buffer {
  return mintCertificate({
    serial: digitSerial(input.serial),
    issuer: input.issuer.name,
    subject: fielSubject(input),
    notBefore: input.notBefore,
    notAfter: input.notAfter,
    publicKey: input.publicKey,
    signingKey: input.issuer.key,
    extensions: [
      basicConstraints(false),
      keyUsage('digitalSignature', 'nonRepudiation', 'dataEncipherment', 'keyAgreement'),
      extendedKeyUsage(purposes.emailProtection, purposes.clientAuth),
      // nsCertType: client and e-mail.
      { oid: '2.16.840.1.113730.1.1', value: Uint8Array.of(Tag.bitString, 2, 5, 0xa0) },
    ],
  });
}

export function fielSubject({ curp, rfc, name }: Pick<FielInput, 'curp' | 'rfc' | 'name'>): NamePart[] {
  return [
    { oid: nameOids.commonName, value: name, tag: Tag.utf8String },
    { oid: nameOids.name, value: name, tag: Tag.utf8String },
    { oid: nameOids.organization, value: name, tag: Tag.utf8String },
    { oid: nameOids.country, value: 'MX' },
    { oid: nameOids.email, value: 'persona@recupera.example', tag: Tag.ia5String },
    // PrintableString has no Ñ; the SAT then writes T61String, with Latin-1 octets.
    {
      oid: nameOids.uniqueIdentifier,
      value: rfc,
      tag: /^[\x20-\x7e]*$/.test(rfc) ? Tag.printableString : Tag.t61String,
    },
    { oid: nameOids.serialNumber, value: curp },
  ];
}
