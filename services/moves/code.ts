const DIGITS = '34679';
/**
 * Letters and digits that are not taken for others, read, said or written by hand: no 0 and O, 1, I and L, 2 and Z, 5 and
 * S, 8 and B, U and V. Eight of these are some 36 bits.
 */
const LETTERS = 'ACDEFGHJKMNPQRTWXY';
const ALPHABET = DIGITS + LETTERS;
const LENGTH = 8;
const GROUP = 4;

/**
 * A new code, as it is shown: two groups of four. It always has a digit, so that no two words of a sentence are one, and a
 * letter, so that no number of a client is.
 * `randomInt`: a uniform integer in [0, max).
 */
export function newCode(randomInt: (max: number) => number): string {
  const signs = Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
  if (!signs.some(isDigit)) signs[randomInt(LENGTH)] = DIGITS.charAt(randomInt(DIGITS.length));
  if (signs.every(isDigit)) signs[randomInt(LENGTH)] = LETTERS.charAt(randomInt(LETTERS.length));
  return `${signs.slice(0, GROUP).join('')}-${signs.slice(GROUP).join('')}`;
}

/** A message that is a code, perhaps with a word before it that says so. */
const CODE = /^(?:(?:MI |EL |MY |THE )?C[OÓ]D(?:IGO|E)(?: ES| IS)?[: ]*)?([A-Z0-9]{4})[\s\p{Pd}.]?([A-Z0-9]{4})[.!]?$/u;

/**
 * The code in what a person wrote, as it was shown; undefined when there is none. Case, blanks, hyphens and full-width
 * signs do not matter. Nothing else may stand in the message: other words are no attempts.
 */
export function readCode(text: string): string | undefined {
  const [, first = '', second = ''] = CODE.exec(text.normalize('NFKC').toUpperCase().trim()) ?? [];
  const signs = [...first, ...second];
  const isMixed = signs.some(isDigit) && !signs.every(isDigit);
  return isMixed && signs.every((sign) => ALPHABET.includes(sign)) ? `${first}-${second}` : undefined;
}

const isDigit = (sign: string) => DIGITS.includes(sign);
