import type { UploadedFile } from '../channel.ts';
import type { FileRef } from './activity-of.ts';
import { type ArchiveLimits, isArchive, unpackEfirma } from './archive.ts';
import type { FetchedFile } from './media.ts';

export type Files =
  | { readonly ok: true; readonly files: readonly UploadedFile[] }
  | { readonly ok: false; readonly reason: 'unavailable' | 'refused' };

/** The files of a document as the turn gets them: what a zip holds of an e.firma instead of the zip. In memory only. */
export function filesOf(ref: FileRef, fetched: FetchedFile, limits: ArchiveLimits): Files {
  const { name, contentType } = ref;
  const tooLarge: Files = { ok: true, files: [{ name, contentType, bytes: Buffer.alloc(0), oversized: true }] };
  if (!fetched.ok) {
    if (fetched.reason === 'too-large') return tooLarge;
    return { ok: false, reason: fetched.reason === 'unavailable' ? 'unavailable' : 'refused' };
  }
  const { bytes } = fetched;
  if (isArchive(bytes)) {
    const unpacked = unpackEfirma(bytes, limits);
    bytes.fill(0);
    if (!unpacked.ok) return unpacked.reason === 'too-large' ? tooLarge : { ok: false, reason: 'refused' };
    return { ok: true, files: unpacked.files.map((file) => ({ ...file, contentType: 'application/octet-stream' })) };
  }
  if (bytes.length > limits.fileMaxBytes) return tooLarge;
  return { ok: true, files: [{ name, contentType, bytes }] };
}
