import { type DerNode, readDer, Tag } from './der/reader.ts';
import { octetsOf, oidOf, smallIntegerOf } from './der/values.ts';

/** How an encrypted private key says it is to be opened: PBES2 with PBKDF2 (RFC 8018). */
export interface KeyEnvelope {
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly hash: KeyHash;
  readonly cipher: KeyCipher;
  readonly iv: Uint8Array;
  readonly ciphertext: Uint8Array;
}

export type KeyHash = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';
export type KeyCipher = {
  readonly name: 'DES-EDE3-CBC' | 'AES-CBC';
  readonly keyBytes: number;
  readonly block: number;
};
export type KeyEnvelopeResult = { ok: true; envelope: KeyEnvelope } | { ok: false; problem: string };

const pbes2 = '1.2.840.113549.1.5.13';
const pbkdf2 = '1.2.840.113549.1.5.12';

const hashes: Readonly<Record<string, KeyHash>> = {
  '1.2.840.113549.2.7': 'SHA-1',
  '1.2.840.113549.2.9': 'SHA-256',
  '1.2.840.113549.2.10': 'SHA-384',
  '1.2.840.113549.2.11': 'SHA-512',
};

const ciphers: Readonly<Record<string, KeyCipher>> = {
  '1.2.840.113549.3.7': { name: 'DES-EDE3-CBC', keyBytes: 24, block: 8 },
  '2.16.840.1.101.3.4.1.2': { name: 'AES-CBC', keyBytes: 16, block: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'AES-CBC', keyBytes: 24, block: 16 },
  '2.16.840.1.101.3.4.1.42': { name: 'AES-CBC', keyBytes: 32, block: 16 },
};

/**
 * Reads the outside of a `.key` file before anything expensive is done with it. Refuses what a key of the SAT never is
 * and what would be dangerous to open: plain keys, PEM, scrypt, PBES1, more rounds than `maxIterations`.
 */
export function readKeyEnvelope(
  bytes: Uint8Array,
  caps: { maxBytes: number; maxIterations: number },
): KeyEnvelopeResult {
  if (bytes.length > caps.maxBytes) return { ok: false, problem: 'too large' };
  const read = readDer(bytes);
  if (!read.ok) return read;
  if (!looksLikeEncryptedKey(read.node)) return { ok: false, problem: 'not an encrypted private key' };

  const [algorithm, data] = read.node.children;
  if (oidOf(algorithm?.children[0]) !== pbes2) return { ok: false, problem: 'not PBES2' };
  const [derivation, encryption] = algorithm?.children[1]?.children ?? [];
  if (oidOf(derivation?.children[0]) !== pbkdf2) return { ok: false, problem: 'not PBKDF2' };

  const derived = readDerivation(derivation?.children[1]);
  if (derived === undefined) return { ok: false, problem: 'PBKDF2 parameters' };
  if (derived.iterations > caps.maxIterations) return { ok: false, problem: 'too many iterations' };

  const cipher = ciphers[oidOf(encryption?.children[0]) ?? ''];
  if (cipher === undefined) return { ok: false, problem: 'cipher' };
  if (derived.keyBytes !== undefined && derived.keyBytes !== cipher.keyBytes)
    return { ok: false, problem: 'key length' };
  const iv = octetsOf(encryption?.children[1]);
  if (iv?.length !== cipher.block) return { ok: false, problem: 'initialisation vector' };

  const ciphertext = octetsOf(data);
  if (ciphertext === undefined || ciphertext.length === 0 || ciphertext.length % cipher.block !== 0) {
    return { ok: false, problem: 'ciphertext' };
  }
  const { salt, iterations, hash } = derived;
  return { ok: true, envelope: { salt, iterations, hash, cipher, iv, ciphertext } };
}

/** SEQUENCE { SEQUENCE { OID … }, OCTET STRING }: the outline of an EncryptedPrivateKeyInfo (RFC 5958). */
export function looksLikeEncryptedKey(node: DerNode): boolean {
  const [algorithm, data] = node.children;
  return (
    node.tag === Tag.sequence &&
    node.children.length === 2 &&
    algorithm?.tag === Tag.sequence &&
    oidOf(algorithm.children[0]) !== undefined &&
    data?.tag === Tag.octetString
  );
}

/** PKCS#8 without encryption, or PKCS#1: a key that should never have left its owner in this form. */
export function looksLikePlainKey(node: DerNode): boolean {
  const [version, second, third] = node.children;
  if (node.tag !== Tag.sequence || smallIntegerOf(version) === undefined) return false;
  const pkcs8 =
    second?.tag === Tag.sequence && oidOf(second.children[0]) !== undefined && third?.tag === Tag.octetString;
  const pkcs1 = node.children.length >= 9 && node.children.every((child) => child.tag === Tag.integer);
  return pkcs8 || pkcs1;
}

/** PBKDF2-params: salt, iterations, then an optional key length and an optional pseudo-random function. */
function readDerivation(
  node: DerNode | undefined,
): { salt: Uint8Array; iterations: number; keyBytes: number | undefined; hash: KeyHash } | undefined {
  const [saltNode, iterationsNode, ...rest] = node?.children ?? [];
  const salt = octetsOf(saltNode);
  const iterations = smallIntegerOf(iterationsNode);
  if (salt === undefined || salt.length === 0 || iterations === undefined || iterations < 1) return undefined;

  const keyBytes = smallIntegerOf(rest[0]);
  const [prf, ...unknown] = keyBytes === undefined ? rest : rest.slice(1);
  const hash = prf === undefined ? 'SHA-1' : hashes[oidOf(prf.children[0]) ?? ''];
  if (hash === undefined || unknown.length > 0) return undefined;
  return { salt, iterations, keyBytes, hash };
}
