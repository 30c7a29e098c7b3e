import { readCertificateParts, readRsaPublicKey } from '../der/certificate-parts.ts';
import { sameBytes } from '../der/values.ts';
import { identify } from '../identify.ts';
import { type KeyEnvelope, readKeyEnvelope } from '../key-file.ts';
import { passwordReadings } from '../key-password.ts';
import { decryptEnvelope } from './decrypt.ts';
import { type RsaPrivateKey, readRsaPrivateKey } from './private-key.ts';

export interface OpenAndSignInput {
  readonly key: Uint8Array;
  readonly password: string;
  readonly certificate: Uint8Array;
  /** The text to sign, as the bot sent it. */
  readonly challenge: string;
}

export type OpenAndSignResult =
  | { readonly ok: true; readonly signature: Uint8Array }
  | {
      readonly ok: false;
      readonly reason: 'not-a-certificate' | 'not-a-key' | 'swapped' | 'key-not-opened' | 'key-mismatch';
    };

/** The same caps as on the server, which checks everything again. */
const caps = { maxBytes: 8 * 1024, maxIterations: 100_000 };
const passwordMaxBytes = 1_024;

/**
 * Opens an encrypted `.key` on the person's own device and signs the challenge (RSASSA-PKCS1-v1_5, SHA-256). Neither the
 * key nor its password leaves: only certificate and signature are sent. Needs WebCrypto and nothing of Node; runs in a
 * Web Worker, because deriving and Triple DES take tens of milliseconds.
 */
export async function openAndSign(input: OpenAndSignInput): Promise<OpenAndSignResult> {
  const certificateKind = identify(input.certificate, caps.maxBytes);
  if (certificateKind === 'key' && identify(input.key, caps.maxBytes) === 'certificate') return refused('swapped');
  const parts = readCertificateParts(input.certificate);
  const publicKey = parts === undefined ? undefined : readRsaPublicKey(parts.publicKeyBits);
  if (certificateKind !== 'certificate' || publicKey === undefined) return refused('not-a-certificate');
  const read = readKeyEnvelope(input.key, caps);
  if (!read.ok) return refused('not-a-key');

  const privateKey = await openKey(read.envelope, input.password);
  if (privateKey === undefined) return refused('key-not-opened');
  try {
    if (!sameBytes(privateKey.modulus, publicKey.modulus)) return refused('key-mismatch');
    const signature = await sign(privateKey.pkcs8, input.challenge);
    return signature === undefined ? refused('key-not-opened') : { ok: true, signature };
  } finally {
    privateKey.pkcs8.fill(0);
    privateKey.modulus.fill(0);
  }
}

async function openKey(envelope: KeyEnvelope, password: string): Promise<RsaPrivateKey | undefined> {
  const typed = new TextEncoder().encode(password);
  const readings = typed.length > passwordMaxBytes ? [] : passwordReadings(typed);
  try {
    for (const reading of readings) {
      const opened = await openWith(envelope, reading);
      if (opened !== undefined) return opened;
    }
    return undefined;
  } finally {
    for (const bytes of [typed, ...readings]) bytes.fill(0);
  }
}

async function openWith(envelope: KeyEnvelope, password: Uint8Array): Promise<RsaPrivateKey | undefined> {
  const decrypted = await decryptEnvelope(envelope, password);
  if (decrypted === undefined) return undefined;
  const key = readRsaPrivateKey(decrypted);
  const kept = key && { modulus: key.modulus.slice(), pkcs8: key.pkcs8 };
  decrypted.fill(0);
  return kept;
}

async function sign(pkcs8: Uint8Array, challenge: string): Promise<Uint8Array | undefined> {
  try {
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('pkcs8', new Uint8Array(pkcs8), algorithm, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign(algorithm, key, new TextEncoder().encode(challenge)));
  } catch {
    // The numbers inside are no key; nothing of it is told apart from a wrong password.
    return undefined;
  }
}

const refused = (reason: Extract<OpenAndSignResult, { ok: false }>['reason']): OpenAndSignResult => ({
  ok: false,
  reason,
});
