import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { encryptKeyAsSat } from '../../services/efirma/demo/encrypt-key.ts';
import { fielSubject, type Issuer, nameOids } from '../../services/efirma/demo/fiel.ts';
import {
  basicConstraints,
  type CertificateExtension,
  digitSerial,
  extendedKeyUsage,
  keyUsage,
  mintCertificate,
  type NamePart,
  purposes,
} from '../../services/efirma/demo/mint.ts';
import { type Authority, readAuthority } from '../../services/efirma/trust/authority.ts';
import { createTrustStore, type TrustStore } from '../../services/efirma/trust/trust-store.ts';

export const day = 24 * 60 * 60_000;
/** The moment tests of e.firmas take place, unless they say otherwise. */
export const testNow = Date.UTC(2026, 10, 20, 18, 0, 0);

export const person = { curp: 'GOMR850312MDFMRS07', rfc: 'GOMR850312AB1', name: 'ROSA GÓMEZ MORA' } as const;
export const keyPassword = 'clave-de-prueba-1';

export const testLimits = {
  fileMaxBytes: 8 * 1024,
  keyMaxIterations: 100_000,
  workerTimeoutMs: 5_000,
  challengeTtlMs: 5 * 60_000,
};

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export function rsa(modulusLength = 2_048, publicExponent = 65_537): KeyPair {
  return generateKeyPairSync('rsa', { modulusLength, publicExponent });
}

/** A tiny authority with the shape of the SAT's: a root, an issuing authority below it, and a person's key. */
export interface SatLike {
  readonly rootCertificate: Buffer;
  readonly issuingCertificate: Buffer;
  readonly root: Issuer;
  readonly issuer: Issuer;
  readonly issuingPair: KeyPair;
  readonly personPair: KeyPair;
  readonly otherPair: KeyPair;
  readonly trust: TrustStore;
  readonly authority: Authority;
  /** A certificate with the profile of an e.firma; what is given replaces a part of it. */
  fiel(changes?: CertificateChanges): Buffer;
  /** The person's key as the SAT would hand it out. */
  keyFile(password?: string | Uint8Array, pair?: KeyPair, iterations?: number): Promise<Buffer>;
}

export interface CertificateChanges {
  readonly subject?: readonly NamePart[];
  readonly extensions?: readonly CertificateExtension[];
  readonly notBefore?: number;
  readonly notAfter?: number;
  readonly serial?: string;
  readonly pair?: KeyPair;
  readonly issuer?: Issuer;
}

export function createSatLike(now = testNow, commonName = 'AC DE PRUEBA'): SatLike {
  const [rootPair, issuingPair, personPair, otherPair] = [rsa(), rsa(), rsa(), rsa()];
  const root: Issuer = { name: authorityName(`RAIZ DE ${commonName}`), key: rootPair.privateKey };
  const issuer: Issuer = { name: authorityName(commonName), key: issuingPair.privateKey };
  const rootCertificate = mintAuthority({ subject: root.name, issuer: root, pair: rootPair, now });
  const issuingCertificate = mintAuthority({ subject: issuer.name, issuer: root, pair: issuingPair, now });
  const authority = authorityOf(issuingCertificate);

  return {
    rootCertificate,
    issuingCertificate,
    root,
    issuer,
    issuingPair,
    personPair,
    otherPair,
    authority,
    trust: createTrustStore([authority, authorityOf(rootCertificate)]),
    fiel: (changes = {}) =>
      mintCertificate({
        serial: digitSerial(changes.serial ?? '30001000000500003282'),
        issuer: (changes.issuer ?? issuer).name,
        signingKey: (changes.issuer ?? issuer).key,
        subject: changes.subject ?? fielSubject(person),
        notBefore: changes.notBefore ?? now - 365 * day,
        notAfter: changes.notAfter ?? now + 3 * 365 * day,
        publicKey: (changes.pair ?? personPair).publicKey,
        extensions: changes.extensions ?? fielExtensions(),
      }),
    keyFile: (password = keyPassword, pair = personPair, iterations = 2_048) =>
      encryptKeyAsSat(
        pair.privateKey,
        typeof password === 'string' ? Buffer.from(password, 'utf8') : password,
        iterations,
      ),
  };
}

export { fielSubject, nameOids };

export function mintAuthority(input: {
  subject: readonly NamePart[];
  issuer: Issuer;
  pair: KeyPair;
  now?: number;
  notBefore?: number;
  notAfter?: number;
  extensions?: readonly CertificateExtension[];
}): Buffer {
  const { now = testNow } = input;
  return mintCertificate({
    serial: digitSerial('00000000000000000101'),
    issuer: input.issuer.name,
    signingKey: input.issuer.key,
    subject: input.subject,
    notBefore: input.notBefore ?? now - 5 * 365 * day,
    notAfter: input.notAfter ?? now + 5 * 365 * day,
    publicKey: input.pair.publicKey,
    extensions: input.extensions ?? [basicConstraints({ pathLength: 1 }), keyUsage('keyCertSign', 'cRLSign')],
  });
}

export function fielExtensions(): CertificateExtension[] {
  return [
    basicConstraints(false),
    keyUsage('digitalSignature', 'nonRepudiation', 'dataEncipherment', 'keyAgreement'),
    extendedKeyUsage(purposes.emailProtection, purposes.clientAuth),
  ];
}

export function sealExtensions(): CertificateExtension[] {
  return [basicConstraints(false), keyUsage('digitalSignature', 'nonRepudiation')];
}

export function authorityName(commonName: string): NamePart[] {
  return [
    { oid: nameOids.commonName, value: commonName },
    { oid: nameOids.organization, value: 'SERVICIO DE PRUEBA' },
    { oid: nameOids.country, value: 'MX' },
  ];
}

export function authorityOf(der: Uint8Array): Authority {
  const read = readAuthority(der);
  if (!read.ok) throw new Error(read.problem);
  return read.authority;
}

export function signText(text: string, { privateKey }: KeyPair): Buffer {
  return sign('sha256', Buffer.from(text, 'utf8'), privateKey);
}
