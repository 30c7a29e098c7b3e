import { type DerNode, readDer, Tag } from '../der/reader.ts';
import { octetsOf, oidOf, smallIntegerOf, unsignedOf } from '../der/values.ts';
import { sequence } from '../der/writer.ts';

const rsaEncryption = '1.2.840.113549.1.1.1';

export interface RsaPrivateKey {
  readonly modulus: Uint8Array;
  /** PKCS#8 without the attributes some programs add and some browsers refuse. */
  readonly pkcs8: Uint8Array;
}

/** Reads a decrypted PrivateKeyInfo (RFC 5958); undefined when it is no RSA key, which a wrong password shows here. */
export function readRsaPrivateKey(bytes: Uint8Array): RsaPrivateKey | undefined {
  const read = readDer(bytes);
  if (!read.ok || read.node.tag !== Tag.sequence) return undefined;
  const [version, algorithm, octets] = read.node.children;
  const inner = octetsOf(octets);
  if (smallIntegerOf(version) === undefined || algorithm === undefined || octets === undefined) return undefined;
  if (oidOf(algorithm.children[0]) !== rsaEncryption || inner === undefined) return undefined;

  const key = readDer(inner);
  const modulus = key.ok && isRsaKey(key.node) ? unsignedOf(key.node.children[1]) : undefined;
  return modulus === undefined ? undefined : { modulus, pkcs8: sequence(versionZero, algorithm.raw, octets.raw) };
}

const versionZero = Uint8Array.of(Tag.integer, 1, 0);

/** RSAPrivateKey with two primes: nine numbers (RFC 8017 A.1.2). */
const isRsaKey = (node: DerNode) =>
  node.tag === Tag.sequence && node.children.length === 9 && node.children.every(({ tag }) => tag === Tag.integer);
