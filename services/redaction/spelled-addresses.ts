/** Where mail addresses are spelled ("ana85 arroba gmail punto com") or spaced ("ana85 @ gmail.com"). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const WORD = '[\\p{L}\\p{N}._+-]{1,64}';
const LABEL = '[\\p{L}\\p{N}-]{1,63}';
const AT = '(?:\\s{0,5}@\\s{0,5}|\\s{1,5}arroba\\s{1,5}|\\s{0,5}[([](?:arroba|at|@)[)\\]]\\s{0,5})';
const JOINT = '\\s{1,3}(?:punto|dot|gui[oó]n(?:\\s{1,3}(?:bajo|medio))?)\\s{1,3}';
const DOT = '(?:\\s{0,3}[.,]\\s{0,3}|\\s{1,3}(?:punto|dot)\\s{1,3})';
const ENDING = '(?:com|con|mx|net|org|edu|gob|gov|info|biz|io|us|es)';
const PROVIDER = '(?:gmail|hotmail|outlook|yahoo|icloud|live|prodigy)';
const DOMAIN = `(?:${LABEL}(?:${DOT}${LABEL}){0,3}?${DOT}${ENDING}|${PROVIDER})(?![\\p{L}\\p{N}])`;

/** Every repetition is bounded, and begins at the beginning of a word: the time grows with the length. */
const SPELLED = new RegExp(
  `(?<!\\S)(?:[\\p{L}]{1,12}:)?["'“«([{<]?${WORD}(?:${JOINT}${WORD}){0,4}${AT}${DOMAIN}(?=[^\\p{L}\\p{N}\\s]{0,5}(?:\\s|$))`,
  'giu',
);

/** Finds them in order. Words in one are no secret: an address is known by what follows its name. */
export const spelledAddresses = (text: string): Span[] =>
  [...text.matchAll(SPELLED)].map(({ index, 0: found }) => ({ start: index, end: index + found.length }));
