import { INCONVENIENT_WORDS, isStateCode, type StateCode } from './tables.ts';

/** Which part of a CURP is wrong, in the order in which the parts are checked. */
export type CurpRefusal =
  | 'LENGTH'
  | 'FORMAT'
  | 'SEX'
  | 'STATE'
  | 'DATE'
  | 'DATE_FUTURE'
  | 'INCONVENIENT_WORD'
  | 'CHECK_DIGIT';

/** `HOMONYM_LETTER`: K–Z in position 17, allowed by the text of 2006, not given out under that of 2018. */
export type CurpWarning = 'HOMONYM_LETTER';

export type CurpSex = 'H' | 'M' | 'X';

export type CurpCheck =
  | {
      readonly ok: true;
      /** Normalised: 18 upper-case characters. */
      readonly curp: string;
      /** YYYY-MM-DD. */
      readonly birthDate: string;
      readonly sex: CurpSex;
      readonly state: StateCode;
      readonly warnings: readonly CurpWarning[];
    }
  | { readonly ok: false; readonly reason: CurpRefusal };

/** Nobody writes 18 characters with more separators than this. */
const INPUT_MAX_CHARS = 64;
const LENGTH = 18;
const SHAPE = /^[A-Z][AEIOUX][A-Z]{2}\d{6}[A-Z]{3}[B-DF-HJ-NP-TV-Z]{3}[0-9A-Z]\d$/;
const CHECK_ALPHABET = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';

/**
 * Checks the form of a CURP, part by part, and names the first part that is wrong.
 * A valid form says nothing about whether the CURP exists or whose it is.
 * Rules: Instructivo Normativo, DOF 2018-06-18, reformed DOF 2021-10-18; sex X as given out since 2023.
 */
export function checkCurp(text: string, now: number): CurpCheck {
  if (text.length > INPUT_MAX_CHARS) return refuse('LENGTH');
  const curp = normaliseCurp(text);
  if ([...curp].length !== LENGTH) return refuse('LENGTH');
  if (!SHAPE.test(curp)) return refuse('FORMAT');

  const sex = curp.charAt(10);
  if (!isSex(sex)) return refuse('SEX');
  const state = curp.slice(11, 13);
  if (!isStateCode(state)) return refuse('STATE');
  const birthDate = birthDateOf(curp);
  if (birthDate === undefined) return refuse('DATE');
  if (birthDate > new Date(now).toISOString().slice(0, 10)) return refuse('DATE_FUTURE');
  if (INCONVENIENT_WORDS.has(curp.slice(0, 4))) return refuse('INCONVENIENT_WORD');
  if (curp.charAt(17) !== checkDigit(curp)) return refuse('CHECK_DIGIT');

  const warnings: CurpWarning[] = /[K-Z]/.test(curp.charAt(16)) ? ['HOMONYM_LETTER'] : [];
  return { ok: true, curp, birthDate, sex, state, warnings };
}

/**
 * Upper case, without spaces and hyphens. Look-alike letters, full-width digits and invisible characters stay, so that
 * `checkCurp` refuses what the person cannot see.
 */
export function normaliseCurp(text: string): string {
  return text
    .replace(/[ \t\r\n-]/g, '')
    .replace(/[A-Za-z]\p{M}/gu, (letter) => letter.normalize('NFC'))
    .replace(/[a-zñ]/g, (letter) => letter.toUpperCase());
}

/** `GOMA********RN07`: the form in which a CURP may be shown. Anything that is not 18 characters long is hidden whole. */
export function maskCurp(curp: string): string {
  return curp.length === LENGTH ? `${curp.slice(0, 4)}********${curp.slice(-4)}` : '********';
}

/** The digit that belongs in position 18, from the first 17 characters. */
export function checkDigit(curp: string): string {
  let sum = 0;
  for (let i = 0; i < LENGTH - 1; i += 1) sum += CHECK_ALPHABET.indexOf(curp.charAt(i)) * (LENGTH - i);
  return String((10 - (sum % 10)) % 10);
}

/** Position 17 says the century: a digit 19YY, a letter 20YY. */
function birthDateOf(curp: string): string | undefined {
  const century = /\d/.test(curp.charAt(16)) ? '19' : '20';
  const year = Number(century + curp.slice(4, 6));
  const month = Number(curp.slice(6, 8));
  const day = Number(curp.slice(8, 10));
  if (month < 1 || month > 12 || day < 1 || day > daysIn(month, year)) return undefined;
  return `${year}-${curp.slice(6, 8)}-${curp.slice(8, 10)}`;
}

function daysIn(month: number, year: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2) return leap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const isSex = (letter: string): letter is CurpSex => letter === 'H' || letter === 'M' || letter === 'X';
const refuse = (reason: CurpRefusal): CurpCheck => ({ ok: false, reason });
