import type { SignFailure } from './efirma-failures.ts';
import type { Chosen } from './efirma-files.ts';
import { signInWorker } from './sign-in-worker.ts';

/** What the server is sent, both in base64. */
export interface Signed {
  readonly certificate: string;
  readonly signature: string;
}

export type SignResult = { ok: true; value: Signed } | { ok: false; reason: SignFailure };

export interface SignOptions {
  readonly fileMaxBytes: number;
  /** The address of the script that opens keys. */
  readonly worker: string;
  /** The text to sign, not about to expire; undefined when none came. */
  readonly challenge: () => Promise<string | undefined>;
  /** Hears when the opening begins. */
  readonly onSigning: () => void;
}

const refuse = (reason: SignFailure) => ({ ok: false, reason }) as const;

/** Signs the bot's challenge with the chosen files, on this device. */
export async function signFiles(chosen: Chosen, password: string, options: SignOptions): Promise<SignResult> {
  const files = checkFiles(chosen, options.fileMaxBytes);
  if (!files.ok) return files;
  if (password === '') return refuse('password-missing');

  const challenge = await options.challenge();
  if (challenge === undefined) return refuse('no-challenge');
  options.onSigning();

  const read = await Promise.all([files.certificate.arrayBuffer(), files.key.arrayBuffer()]).catch(() => undefined);
  if (read === undefined) return refuse('unreadable');
  const request = { certificate: new Uint8Array(read[0]), key: new Uint8Array(read[1]), password, challenge };
  const reply = await signInWorker(options.worker, request);
  if (!reply.ok) return reply;
  return { ok: true, value: { certificate: base64(reply.certificate), signature: base64(reply.signature) } };
}

export type FilesResult = { ok: true; certificate: File; key: File } | { ok: false; reason: SignFailure };

/** Whether both files are there and small enough to be what they should be. */
export function checkFiles({ certificate, key }: Chosen, maxBytes: number): FilesResult {
  if (certificate === undefined) return refuse('certificate-missing');
  if (key === undefined) return refuse('key-missing');
  if (Math.max(certificate.size, key.size) > maxBytes) return refuse('too-large');
  return { ok: true, certificate, key };
}

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
