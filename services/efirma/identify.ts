import { looksLikeCertificate } from './der/certificate-parts.ts';
import { readDer } from './der/reader.ts';
import { looksLikeEncryptedKey, looksLikePlainKey } from './key-file.ts';

/** What a file is by its octets; its name and declared type say nothing. */
export type FileKind = 'certificate' | 'key' | 'pem' | 'unknown';

const pemStart = '-----BEGIN ';

/** Cheap and bounded: larger files than `maxBytes` are `unknown` without a look inside. */
export function identify(bytes: Uint8Array, maxBytes: number): FileKind {
  if (bytes.length === 0 || bytes.length > maxBytes) return 'unknown';
  if (startsWithPem(bytes)) return 'pem';
  const read = readDer(bytes);
  if (!read.ok) return 'unknown';
  if (looksLikeCertificate(read.node)) return 'certificate';
  if (looksLikeEncryptedKey(read.node) || looksLikePlainKey(read.node)) return 'key';
  return 'unknown';
}

function startsWithPem(bytes: Uint8Array): boolean {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 64));
  return head.replace(/^[\u00ef\u00bb\u00bf\s]+/, '').startsWith(pemStart);
}
