const MAX_CHARS = 1_000;
const GAP = '[ \\t\\u2010-\\u2015_/-]{0,3}';
const FOLIO = new RegExp(`(?<![A-Z0-9])(IMPI|PASE|ICSOE)${GAP}(20\\d{2})${GAP}(\\d{6})(?!\\d)`, 'i');
/** "IMPI-2026-123": people leave the zeros out. */
const SHORT_FOLIO = /(?<![A-Z0-9])(IMPI|PASE|ICSOE)[ -]{1,2}(20\d{2})[ -]{1,2}(\d{1,5})(?!\d)/i;

/** The folio of a case in a message, as `IMPI-2026-000123`; undefined when there is none. */
export function readFolio(text: string): string | undefined {
  const short = text.slice(0, MAX_CHARS).normalize('NFKC');
  const [, portal, year, number] = FOLIO.exec(short) ?? SHORT_FOLIO.exec(short) ?? [];
  if (portal === undefined || year === undefined || number === undefined) return undefined;
  return `${portal.toUpperCase()}-${year}-${number.padStart(6, '0')}`;
}
