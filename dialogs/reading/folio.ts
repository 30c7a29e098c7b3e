import { plain } from './plain.ts';

const MAX_CHARS = 1_000;
const SERIES = '(IMPI|PASE|ICSOE|ATN)';
const GAP = '[ \\t\\u2010-\\u2015_/-]{0,3}';
const FOLIO = new RegExp(`(?<![A-Z0-9])${SERIES}${GAP}(20\\d{2})${GAP}(\\d{6})(?!\\d)`, 'i');
/** "IMPI-2026-123": people leave the zeros out. */
const SHORT_FOLIO = new RegExp(`(?<![A-Z0-9])${SERIES}[ -]{1,2}(20\\d{2})[ -]{1,2}(\\d{1,5})(?!\\d)`, 'i');

/** The folio in a message, of a case as `IMPI-2026-000123` or of a place in line as `ATN-2026-000123`. */
export function readFolio(text: string): string | undefined {
  const short = text.slice(0, MAX_CHARS).normalize('NFKC');
  const [, series, year, number] = FOLIO.exec(short) ?? SHORT_FOLIO.exec(short) ?? [];
  if (series === undefined || year === undefined || number === undefined) return undefined;
  return `${series.toUpperCase()}-${year}-${number.padStart(6, '0')}`;
}

const LACKING =
  /^no$|\b(?:(?:no|ni|ya no|nunca) (?:me |lo |la |se me )?(?:tengo|encuentro|encontre|recuerdo|se|acuerdo|dieron|llego|guarde|anote|apunte|traigo|aparece|dio|vino|viene|veo|hay)|perdi|perdio|olvide|olvido|borre|borro|extravie|tire|sin folio|ningun folio|(?:cual|que|donde\b.*) folio|(?:do not|don t|can t|cannot) (?:have|find|know|remember)|(?:lost|forgot)(?: it)?)\b/;

/** Whether a person asked for a folio says that they do not have it: "no tengo", "lo perdí", "¿cuál folio?". */
export const lacksFolio = (text: string, maxChars = 200): boolean => LACKING.test(plain(text, maxChars));
