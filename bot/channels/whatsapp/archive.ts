import { type UnzipFileInfo, unzipSync } from 'fflate';
import { plainName } from '../activity.ts';

export interface ArchiveLimits {
  readonly fileMaxBytes: number;
  readonly maxFiles: number;
}

export type Unpacked =
  | { readonly ok: true; readonly files: readonly { readonly name: string; readonly bytes: Buffer }[] }
  | { readonly ok: false; readonly reason: 'broken' | 'nothing-inside' | 'too-large' };

/** Entries looked at; SAT's own archives have about six. */
const maxEntries = 64;
/** Certificates and keys hardly shrink; what shrinks more than this is no such file. */
const maxRatio = 20;

/** Whether bytes begin as a zip does. */
export const isArchive = (bytes: Buffer): boolean => bytes.length > 4 && bytes.readUInt32LE(0) === 0x04034b50;

/**
 * The .cer and .key files of a zip, no others. Only entries that claim to be small are opened, and no more comes out of
 * them than they claim, so that an archive made to burst stays small.
 */
export function unpackEfirma(archive: Buffer, { fileMaxBytes, maxFiles }: ArchiveLimits): Unpacked {
  let seen = 0;
  let tooLarge = false;
  let taken = 0;
  const wanted = ({ name, size, originalSize, compression }: UnzipFileInfo): boolean => {
    seen += 1;
    if (seen > maxEntries || !isEfirmaFile(name)) return false;
    const fits =
      originalSize > 0 && originalSize <= fileMaxBytes && size <= 2 * fileMaxBytes && originalSize <= size * maxRatio;
    if (!fits || (compression !== 0 && compression !== 8) || taken >= maxFiles) {
      tooLarge = true;
      return false;
    }
    taken += 1;
    return true;
  };
  try {
    const found = Object.entries(unzipSync(archive, { filter: wanted }));
    if (found.length === 0) return { ok: false, reason: tooLarge ? 'too-large' : 'nothing-inside' };
    return { ok: true, files: found.map(([name, bytes]) => ({ name: plainName(name), bytes: Buffer.from(bytes) })) };
  } catch {
    return { ok: false, reason: 'broken' };
  }
}

/** Mac archives carry shadows of each file, under names of their own. */
const isEfirmaFile = (name: string): boolean => /\.(cer|crt|key)$/i.test(name) && !/(^|\/)(__MACOSX\/|\._)/.test(name);
