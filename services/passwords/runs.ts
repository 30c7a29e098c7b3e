/** Rows and columns of the Spanish keyboard. The row of digits is a sequence already. */
const KEYBOARD = ['qwertyuiop', 'asdfghjklñ', 'zxcvbnm', '1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm'];
/** Both alphabets, since people count with and without ñ; digits go on from 9 to 0 as on the keyboard. */
const SEQUENCES = ['abcdefghijklmnopqrstuvwxyz', 'lmnñopq', '01234567890'];

/** `qwer`, `REWQ`, `1qaz`: `length` keys side by side, forward or backward. */
export const hasKeyboardRun = (text: string, length: number): boolean => walks(text, KEYBOARD, length);

/** `abcd`, `4321`: `length` consecutive letters or digits, forward or backward. */
export const hasSequence = (text: string, length: number): boolean => walks(text, SEQUENCES, length);

/** `aaaa`, `1111`, `AaAa`: the same character `length` times in a row. */
export function hasRepetition(text: string, length: number): boolean {
  const chars = [...text.toLowerCase()];
  let run = 0;
  return chars.some((char, i) => {
    run = char === chars[i - 1] ? run + 1 : 1;
    return run >= length;
  });
}

function walks(text: string, lines: readonly string[], length: number): boolean {
  const folded = text.toLowerCase();
  const windows = lines.flatMap((line) => [...windowsOf(line, length), ...windowsOf(backward(line), length)]);
  return windows.some((window) => folded.includes(window));
}

const backward = (line: string) => [...line].reverse().join('');

function windowsOf(line: string, length: number): string[] {
  return Array.from({ length: Math.max(0, line.length - length + 1) }, (_, i) => line.slice(i, i + length));
}
