const FOLIO = /(?<![a-z0-9])(?:impi|pase|icsoe|atn)-20\d{2}-\d{6}(?![a-z0-9])/g;
/** A day, "21/11/2026" and "21-11-26", and an hour, "10:30". */
const DAY = /(?<!\d[ ./-]?)(?:0?[1-9]|[12]\d|3[01])[/-](?:0?[1-9]|1[0-2])[/-](?:19|20)\d{2}(?![ ./-]?\d)/g;
const HOUR = /(?<!\d[ .:/-]?)(?:[01]?\d|2[0-3]):[0-5]0(?!:?\d)/g;

const WORDS: Readonly<Record<string, string>> = {
  cero: '0',
  uno: '1',
  dos: '2',
  tres: '3',
  cuatro: '4',
  cinco: '5',
  seis: '6',
  siete: '7',
  ocho: '8',
  nueve: '9',
  diez: '10',
  once: '11',
  doce: '12',
  trece: '13',
  catorce: '14',
  quince: '15',
  dieciseis: '16',
  diecisiete: '17',
  dieciocho: '18',
  diecinueve: '19',
  veinte: '20',
  treinta: '30',
  cuarenta: '40',
  cincuenta: '50',
  sesenta: '60',
  setenta: '70',
  ochenta: '80',
  noventa: '90',
  cien: '100',
  zero: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
};
const WORD = new RegExp(`(?<![a-z])(?:${Object.keys(WORDS).join('|')})(?![a-z])`, 'g');
const TWENTIES = /(?<![a-z])veinti(uno|un|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)(?![a-z])/g;

/** Digits with little between them. */
const RUN = /\d(?:[\s.,;:()/_*+~|'"-]{0,4}(?:y\s)?\d)*/g;
const NAMED = /(?:codigo|code|clave|pin|nip|token|otp)\W{1,3}(?:\w+\W+){0,3}?\d[\d .-]{2,}/;

/** A six-figure code, or enough figures for a telephone. */
const CODE_DIGITS = 6;
/** Figures that a message may have in all, folios, days and hours not counted. */
const MAX_DIGITS = 12;

/** Words between the pieces of a number that is dictated. */
const BETWEEN =
  '(?:y|e|luego|despues|sigue|siguen|ahora|mas|el|la|los|es|son|con|termina|al|final|ok|va|van|punto|guion)';
const PIECE = String.raw`(?:[^a-z0-9]|\d|(?<![a-z0-9])${BETWEEN}(?![a-z0-9]))*`;
const HEAD = new RegExp(`^${PIECE}`);
const TAIL = new RegExp(`${PIECE}$`);

/** `code` or `phone` when the figures with which messages end and the next begins are one number together. */
export function numberAcross(before: readonly string[], folded: string): 'code' | 'phone' | undefined {
  let run = HEAD.exec(plainDigits(folded))?.[0] ?? '';
  if (countOf(run) === 0) return undefined;
  for (const words of before.toReversed()) {
    const text = plainDigits(words);
    const tail = TAIL.exec(text)?.[0] ?? '';
    run = `${tail} ${run}`;
    if (tail.length < text.length) break;
  }
  const count = countOf(run);
  if (count < CODE_DIGITS) return undefined;
  return count === CODE_DIGITS ? 'code' : 'phone';
}

const countOf = (text: string) => text.replace(/\D/g, '').length;
const plainDigits = (folded: string) =>
  inDigits(folded.replace(FOLIO, ' ; x ').replace(DAY, ' x ').replace(HOUR, ' x ')).trim();

/** `code` or `phone` when a folded text has a number that could be one, also in words. */
export function numberIn(folded: string): 'code' | 'phone' | undefined {
  const text = inDigits(folded.replace(FOLIO, ' ; ').replace(DAY, ' x ').replace(HOUR, ' x '));
  const longest = Math.max(0, ...[...text.matchAll(RUN)].map(([run]) => run.replace(/\D/g, '').length));
  if (longest > CODE_DIGITS) return 'phone';
  if (longest === CODE_DIGITS || NAMED.test(text)) return 'code';
  return text.replace(/\D/g, '').length > MAX_DIGITS ? 'phone' : undefined;
}

/** Numbers in words, and letters among figures that stand for figures. */
function inDigits(text: string): string {
  return text
    .replace(TWENTIES, (_, unit: string) => `2${WORDS[unit] ?? '1'}`)
    .replace(WORD, (word) => WORDS[word] ?? word)
    .replace(/(?<![a-z])[\doli|s]*\d[\doli|s]*(?![a-z])/g, (token) =>
      token.replaceAll('o', '0').replace(/[li|]/g, '1').replaceAll('s', '5'),
    );
}
