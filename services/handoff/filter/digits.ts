import { withoutPrices, withoutSpokenOf } from './figures.ts';

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
/** "código: 4821", also where it is dressed as a price. */
const NAMED = /(?<![a-z])(?:codigo|code|clave|pin|nip|token|otp)\W{1,3}(?:\w+\W+){0,3}?\d(?:[ .,-]{0,2}\d){2}/;

/** A six-figure code; more are enough for a telephone. */
export const CODE_DIGITS = 6;
/** Figures that a message may have in all, those that speak of something else not counted. */
const MAX_DIGITS = 12;

/** `code` or `phone` when a folded text has a number that could be one, also in words. */
export function numberIn(folded: string): 'code' | 'phone' | undefined {
  const named = withoutSpokenOf(inDigits(folded));
  const text = withoutPrices(named);
  const longest = Math.max(0, ...[...text.matchAll(RUN)].map(([run]) => run.replace(/\D/g, '').length));
  if (longest > CODE_DIGITS) return 'phone';
  if (longest === CODE_DIGITS || NAMED.test(named)) return 'code';
  return text.replace(/\D/g, '').length > MAX_DIGITS ? 'phone' : undefined;
}

/** What is left of the figures of a folded text when those are gone that speak of something else. */
export const figuresLeft = (folded: string): string => withoutPrices(withoutSpokenOf(inDigits(folded)));

/** Numbers in words, and letters among figures that stand for figures. */
function inDigits(text: string): string {
  return text
    .replace(TWENTIES, (_, unit: string) => `2${WORDS[unit] ?? '1'}`)
    .replace(WORD, (word) => WORDS[word] ?? word)
    .replace(/(?<![a-z])[\doli|s]*\d[\doli|s]*(?![a-z])/g, (token) =>
      token.replaceAll('o', '0').replace(/[li|]/g, '1').replaceAll('s', '5'),
    );
}
