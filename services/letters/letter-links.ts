import type { Signer } from '../seal/signer.ts';

/** Addresses of letters that nobody can guess: the folio, and a keyed hash of it. Nothing is stored. */
export interface LetterLinks {
  /** Path on our own server: `/cartas/IMPI-2026-000123.….pdf`. */
  pathOf(folio: string): string;
  /** The folio of the last part of such a path, as it came in; undefined when we did not make it. */
  folioOf(file: string): string | undefined;
}

const purpose = 'letter';
const FILE = /^([A-Z]{2,8}-\d{4}-\d{6,9})\.([A-Za-z0-9_-]{43})\.pdf$/;

export function createLetterLinks(signer: Signer): LetterLinks {
  return {
    pathOf: (folio) => `/cartas/${folio}.${signer.sign(purpose, folio)}.pdf`,
    folioOf(file) {
      const [, folio, mark] = FILE.exec(file) ?? [];
      if (folio === undefined || mark === undefined) return undefined;
      return signer.verify(purpose, folio, mark) ? folio : undefined;
    },
  };
}
