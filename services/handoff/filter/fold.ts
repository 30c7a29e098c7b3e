/** Invisible, or to be taken for nothing: fillers of Hangul and Braille. Emoji join with U+200D, and only they. */
const HIDDEN =
  /[\u115f\u1160\u2800\u3164\uffa0]|(?<!\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d|[^\P{Cf}\u200d]/u;
const CONTROL = /[^\P{Cc}\n\t\r]|\p{Co}|\p{Cn}|\p{Cs}/u;
/** More marks than any language puts on a letter. */
const STACKED = /\p{M}{4}/u;

/** Letters with a plain one in them that no normal form gives back. */
const LETTERS: Readonly<Record<string, string>> = { ı: 'i', ł: 'l', ø: 'o', đ: 'd', æ: 'ae', œ: 'oe', ß: 'ss' };
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/[\u3002\u00b7\u2022\u2027\u2219\u22c5\u06d4\u30fb\u25cf\u26ab]/gu, '.'],
  [/[\u2044\u2215\u29f8\u2571]/gu, '/'],
  [/[\u2236\ua789\u02d0]/gu, ':'],
  [/[\p{Pd}\u2212]/gu, '-'],
];

const REGIONAL_A = 0x1f1e6;

/**
 * One plain spelling of a text: small letters a to z without accents, digits 0 to 9, one kind of dot, dash and slash.
 * Refuses what cannot be brought to it: hidden characters and other scripts, which make one thing look like another.
 */
export function fold(text: string): { readonly ok: true; readonly text: string } | { readonly ok: false } {
  if (HIDDEN.test(text) || CONTROL.test(text) || STACKED.test(text.normalize('NFD'))) return { ok: false };
  const latin = text
    .normalize('NFKC')
    .replace(/[\u{1f1e6}-\u{1f1ff}]/gu, regionalLetter)
    .normalize('NFD');
  const signed = SIGNS.reduce((all, [sign, plain]) => all.replace(sign, plain), latin.toLowerCase());
  const plain = [...signed.replace(/\p{M}/gu, '')]
    .map((char) => LETTERS[char] ?? char)
    .join('')
    .replace(/[^\S\n]+/gu, ' ');
  if (/[^\P{L}a-zªº]/u.test(plain) || /[^\P{N}0-9]/u.test(plain)) return { ok: false };
  return { ok: true, text: plain };
}

/** 🇨 is a letter to people. */
const regionalLetter = (char: string) => String.fromCharCode(97 + (char.codePointAt(0) ?? REGIONAL_A) - REGIONAL_A);
