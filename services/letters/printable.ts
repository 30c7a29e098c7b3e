/**
 * What the standard fonts of PDF have beyond Latin-1: Windows-1252, the encoding in which they are written. Latin-1
 * itself covers Spanish, French, Portuguese and German.
 */
const WINDOWS_1252 = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');

/** Letters that no decomposition leads to a base letter. */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ħ: 'h',
  Ħ: 'H',
  ı: 'i',
  ŋ: 'n',
  Ŋ: 'N',
  ŧ: 't',
  Ŧ: 'T',
  ẞ: 'SS',
  '\u2010': '-',
  '\u2011': '-',
  '\u2212': '-',
};

/**
 * A text as the fonts of the letter can print it: letters they have stay, others lose what the fonts lack (`ő` becomes
 * `o`), and what is left without a likeness becomes `?`, so that a gap is seen rather than lost.
 */
export function printable(text: string): string {
  const oneLine = text.normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}]+/gu, ' ');
  return [...oneLine].map(printableLetter).join('').trim();
}

function printableLetter(letter: string): string {
  if (isPrintable(letter)) return letter;
  const alike = LOOKS_LIKE[letter];
  if (alike !== undefined) return alike;
  const base = letter.normalize('NFKD').replace(/\p{M}/gu, '');
  return base !== '' && [...base].every(isPrintable) ? base : '?';
}

const isPrintable = (letter: string) => /^[\x20-\x7e\xa0-\xff]$/.test(letter) || WINDOWS_1252.has(letter);
