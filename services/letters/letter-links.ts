import { createHmac, timingSafeEqual } from 'node:crypto';

/** Addresses of letters that nobody can guess: the folio, and a keyed hash of it. Nothing is stored. */
export interface LetterLinks {
  /** Path on our own server: `/cartas/IMPI-2026-000123.….pdf`. */
  pathOf(folio: string): string;
  /** The folio of the last part of such a path, as it came in; undefined when we did not make it. */
  folioOf(file: string): string | undefined;
}

const FILE = /^([A-Z]{2,8}-\d{4}-\d{6,9})\.([A-Za-z0-9_-]{43})\.pdf$/;

export function createLetterLinks(key: Buffer): LetterLinks {
  const markOf = (folio: string) => createHmac('sha256', key).update(`letter:${folio}`).digest('base64url');

  return {
    pathOf: (folio) => `/cartas/${folio}.${markOf(folio)}.pdf`,
    folioOf(file) {
      const [, folio, mark] = FILE.exec(file) ?? [];
      if (folio === undefined || mark === undefined) return undefined;
      return timingSafeEqual(Buffer.from(mark), Buffer.from(markOf(folio))) ? folio : undefined;
    },
  };
}
