import type { X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { z } from 'zod';
import { type CertificateParts, readCertificateParts } from './der/certificate-parts.ts';
import { Tag } from './der/reader.ts';
import { openX509 } from './x509.ts';

/** A certificate that was read, not yet believed: nothing in it counts before its chain and dates are checked. */
export interface ReadCertificate {
  readonly x509: X509Certificate;
  readonly parts: CertificateParts;
  readonly subject: readonly Attribute[];
  /** Undefined where the extension is absent or appears twice. */
  readonly keyUsage: ReadonlySet<string> | undefined;
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

export type CertificateResult =
  | { ok: true; certificate: ReadCertificate }
  /** `not-x509`: no certificate at all; `unreadable`: one of a kind the SAT does not issue, such as an EC key. */
  | { ok: false; problem: 'not-x509' | 'unreadable' };

const maxDerString = 32_768;
const Extension = z.looseObject({ id: z.string(), cA: z.boolean().optional() });
const ForgeAttribute = z.object({
  type: z.string(),
  value: z.string().max(maxDerString),
  valueTagClass: z.number(),
});

const keyUsageOid = '2.5.29.15';
const extendedKeyUsageOid = '2.5.29.37';
const basicConstraintsOid = '2.5.29.19';

/**
 * Reads a DER certificate: the strict pre-parse first, then OpenSSL (dates, keys, signatures) and node-forge, which
 * shows attributes and extensions by OID; `X509Certificate.keyUsage` answers the extended usage and `subject` is text.
 */
export function readCertificate(bytes: Uint8Array): CertificateResult {
  const parts = readCertificateParts(bytes);
  if (parts === undefined) return { ok: false, problem: 'not-x509' };
  const x509 = openX509(bytes);
  if (x509 === undefined) return { ok: false, problem: 'not-x509' };
  const listed = listByOid(bytes);
  if (listed === undefined) return { ok: false, problem: 'unreadable' };

  const only = (oid: string) => {
    const found = listed.extensions.filter((extension) => extension.id === oid);
    return found.length === 1 ? found[0] : undefined;
  };
  return {
    ok: true,
    certificate: {
      x509,
      parts,
      subject: listed.attributes,
      keyUsage: flagsOf(only(keyUsageOid)),
      extendedKeyUsage: flagsOf(only(extendedKeyUsageOid)),
      isEndEntity: !x509.ca && only(basicConstraintsOid)?.cA === false,
      notBefore: x509.validFromDate.getTime(),
      notAfter: x509.validToDate.getTime(),
    },
  };
}

/** Every value of one attribute of the subject; `getField` of node-forge would hide all but the first. */
export function subjectValues(certificate: ReadCertificate, oid: string): string[] {
  return certificate.subject.filter((attribute) => attribute.oid === oid).map((attribute) => attribute.value);
}

function listByOid(bytes: Uint8Array) {
  try {
    const parsed = forge.pki.certificateFromAsn1(forge.asn1.fromDer(Buffer.from(bytes).toString('latin1')));
    const attributes = z.array(ForgeAttribute).parse(parsed.subject.attributes);
    return {
      attributes: attributes.map(({ type, value, valueTagClass }) => ({
        oid: type,
        value: decode(value, valueTagClass),
      })),
      extensions: z.array(Extension).parse(parsed.extensions),
    };
  } catch {
    // node-forge throws on every structure it does not know; whatever it was, it is no certificate of a person.
    return undefined;
  }
}

/** node-forge hands the octets of a string as they are; the tag says how to read them (T61String holds Latin-1). */
function decode(octets: string, tag: number): string {
  const bytes = Buffer.from(octets, 'latin1');
  if (tag === Tag.utf8String) return bytes.toString('utf8');
  if (tag === Tag.bmpString) return bytes.length % 2 === 0 ? bytes.swap16().toString('utf16le') : '';
  return octets;
}

function flagsOf(extension: z.infer<typeof Extension> | undefined): ReadonlySet<string> | undefined {
  if (extension === undefined) return undefined;
  return new Set(Object.entries(extension).flatMap(([name, value]) => (value === true ? [name] : [])));
}
