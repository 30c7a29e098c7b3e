import type { KeyEnvelope } from '../key-file.ts';
import { decryptTripleDes } from './triple-des.ts';

/**
 * Opens the envelope of a key with one reading of its password. Answers octets that may be a key, or undefined. A wrong
 * password may pass by luck (its padding fits once in 256), so the caller still reads what comes out.
 */
export async function decryptEnvelope(envelope: KeyEnvelope, password: Uint8Array): Promise<Uint8Array | undefined> {
  const { cipher, iv, ciphertext } = envelope;
  const key = await deriveKey(envelope, password);
  if (key === undefined) return undefined;
  try {
    if (cipher.name === 'DES-EDE3-CBC') return decryptTripleDes(key, iv, ciphertext);
    return await decryptAes(key, iv, ciphertext);
  } finally {
    key.fill(0);
  }
}

async function deriveKey(envelope: KeyEnvelope, password: Uint8Array): Promise<Uint8Array | undefined> {
  const { salt, iterations, hash, cipher } = envelope;
  try {
    const material = await crypto.subtle.importKey('raw', own(password), 'PBKDF2', false, ['deriveBits']);
    const algorithm = { name: 'PBKDF2', salt: own(salt), iterations, hash };
    return new Uint8Array(await crypto.subtle.deriveBits(algorithm, material, cipher.keyBytes * 8));
  } catch {
    // Some browsers refuse an empty password here; no key of the SAT has one.
    return undefined;
  }
}

async function decryptAes(key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    const aes = await crypto.subtle.importKey('raw', own(key), 'AES-CBC', false, ['decrypt']);
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv: own(iv) }, aes, own(ciphertext)));
  } catch {
    return undefined;
  }
}

const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
