import { checkCurp, normaliseCurp } from './check.ts';

const LETTER_SLOTS = new Set([0, 1, 2, 3, 10, 11, 12, 13, 14, 15]);
const DIGIT_SLOTS = new Set([4, 5, 6, 7, 8, 9, 17]);
const TO_DIGIT: Readonly<Record<string, string>> = { O: '0', I: '1', S: '5', B: '8' };
const TO_LETTER: Readonly<Record<string, string>> = { '0': 'O', '1': 'I', '5': 'S', '8': 'B' };

/**
 * For a CURP that was refused: the valid one that comes out when O/0, I/1, S/5 and B/8 are exchanged where only a digit
 * or only a letter can stand. It is a question to the person ("¿quisiste decir…?"), never a correction.
 */
export function suggestCurp(text: string, now: number): string | undefined {
  if (checkCurp(text, now).ok) return undefined;
  const curp = normaliseCurp(text.slice(0, 64));
  if (curp.length !== 18) return undefined;
  const repaired = [...curp].map(repair).join('');
  const homonym = repaired.charAt(16);
  const other = TO_DIGIT[homonym] ?? TO_LETTER[homonym];
  const candidates = [repaired];
  if (other !== undefined) candidates.push(repaired.slice(0, 16) + other + repaired.slice(17));
  return candidates.find((candidate) => checkCurp(candidate, now).ok);
}

function repair(char: string, slot: number): string {
  if (DIGIT_SLOTS.has(slot)) return TO_DIGIT[char] ?? char;
  if (LETTER_SLOTS.has(slot)) return TO_LETTER[char] ?? char;
  return char;
}
