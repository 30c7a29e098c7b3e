import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { isSoundRsaKey } from '../x509.ts';
import { type OpenKeyOutcome, type OpenKeyReply, OpenKeyRequest } from './messages.ts';

// Opening a key is synchronous in Node; here it holds up nobody, and a thread can be stopped.
parentPort?.on('message', (message: unknown) => {
  const request = OpenKeyRequest.parse(message);
  const reply: OpenKeyReply = { id: request.id, outcome: openAndMatch(request) };
  parentPort?.postMessage(reply);
});

function openAndMatch({ key, certificate, passwords }: OpenKeyRequest): OpenKeyOutcome {
  try {
    const opened = openWithAny(key, passwords);
    if (opened === undefined || !isSoundRsaKey(opened)) return 'not-opened';
    return new X509Certificate(certificate).checkPrivateKey(opened) ? 'matches' : 'mismatch';
  } finally {
    for (const bytes of [key, ...passwords]) bytes.fill(0);
  }
}

function openWithAny(key: Uint8Array, passwords: readonly Uint8Array[]): KeyObject | undefined {
  for (const password of passwords) {
    const opened = open(key, password);
    if (opened !== undefined) return opened;
  }
  return undefined;
}

/** Wrong passwords fail in several ways (bad padding, or by luck good padding over noise); all are the same answer. */
function open(key: Uint8Array, password: Uint8Array): KeyObject | undefined {
  try {
    return createPrivateKey({
      key: Buffer.from(key.buffer, key.byteOffset, key.byteLength),
      format: 'der',
      type: 'pkcs8',
      passphrase: Buffer.from(password.buffer, password.byteOffset, password.byteLength),
    });
  } catch {
    return undefined;
  }
}
