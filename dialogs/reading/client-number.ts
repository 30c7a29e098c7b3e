import { digitGroups } from './code.ts';

const MAX_CHARS = 200;
const MIN_DIGITS = 4;
const MAX_DIGITS = 12;

/** The client number in a message, as digits; undefined when there is none or more than one. */
export function readClientNumber(text: string): string | undefined {
  const short = text.slice(0, MAX_CHARS);
  if (short.includes('@')) return undefined;
  const numbers = digitGroups(short).filter(({ length }) => length >= MIN_DIGITS && length <= MAX_DIGITS);
  const [number, ...others] = [...new Set(numbers)];
  return others.length === 0 ? number : undefined;
}
