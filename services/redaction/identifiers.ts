import { checkCurp } from '../curp/check.ts';
import { HIDDEN, type Pass } from './finding.ts';

const PEM = /-----BEGIN [A-Z0-9 ]{1,40}-----[\s\S]*?(?:-----END [A-Z0-9 ]{1,40}-----|$)/g;
/** Base64 of a key or the token of a link, and the short last line of a wrapped block. */
const LONG = /[A-Za-z0-9+/_=-]{40,}(?:\r?\n[A-Za-z0-9+/=]{4,76}(?![\p{L}\p{N}]))?/gu;
const CARD = /(?<![\p{L}\p{N}+])[2-6](?:[ -]?\d){13,18}(?![\p{L}\p{N}])/gu;

/** A CURP, also with separators and with the usual confusions of letters and digits; not the beginning of an address. */
const SEPARATOR = '[ -]{0,2}';
const slots = [
  ...Array(4).fill('[a-zñ0158]'),
  ...Array(6).fill('[\\doisb]'),
  ...Array(6).fill('[a-zñ0158]'),
  '[a-z\\d]',
  '[\\doisb]',
];
const CURP = new RegExp(`(?<![\\p{L}\\p{N}])${slots.join(SEPARATOR)}(?![\\p{L}\\p{N}@])`, 'giu');
/** One that is too short, too long or damaged otherwise. */
const CURP_LIKE = /(?<![\p{L}\p{N}])[\p{L}]{4}[\doisb]{6}[hmx][\p{L}\p{N}]{3,12}(?![\p{L}\p{N}@])/giu;
const RFC =
  /(?<![\p{L}\p{N}])[a-zñ&]{3,4}[ -]?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[ -]?[a-z\d]{2}[a\d])?(?![\p{L}\p{N}@])/giu;

/** Private keys and certificates as text, and long tokens. */
export const hideKeys: Pass = (text, note) => {
  const hide = () => {
    note('key');
    return HIDDEN;
  };
  return text
    .replace(PEM, hide)
    .replace(LONG, (token) => (/\d/.test(token) && /[A-Za-z]/.test(token) ? hide() : token));
};

/** Numbers of payment cards: 14 to 19 digits that pass Luhn's check. */
export const hideCards: Pass = (text, note) =>
  text.replace(CARD, (number) => {
    if (!passesLuhn(number.replace(/\D/g, ''))) return number;
    note('card');
    return HIDDEN;
  });

/** CURP and RFC are no secrets, but are shown masked. */
export const maskIdentifiers: Pass = (text, note) => {
  const curp = (written: string) => {
    const bare = written.replace(/[ -]/g, '');
    if (!checkCurp(bare, ANY_TIME).ok && !isMeantAsCurp(bare)) return written;
    note('curp');
    return `${bare.slice(0, 4)}********${bare.slice(-4)}`;
  };
  const rfc = (written: string) => {
    if (!isMeantAsRfc(written.replace(/[ -]/g, ''))) return written;
    note('rfc');
    return `${written.slice(0, 4)}*********`;
  };
  return text.replace(CURP, curp).replace(CURP_LIKE, curp).replace(RFC, rfc);
};

/** A date of birth that is still to come is a slip, and no less of a CURP. */
const ANY_TIME = Date.UTC(9999, 0);

/** One that is not valid: its owner is told so, unless it looks rather like a password. */
const isMeantAsCurp = (bare: string) => bare.slice(4, 10).replace(/\D/g, '').length >= 4 && hasOneCase(bare);

/** A name with a date of birth is also what passwords are made of, so the short form must be all in one case. */
const RFC_WITH_HOMOCLAVE = 12;
const isMeantAsRfc = (bare: string) =>
  bare.length < RFC_WITH_HOMOCLAVE ? isOneCase(bare) : hasOneCase(bare) || passesRfcCheck(bare.toUpperCase());

/** Telephones write the first letter of a message in capitals; another mix of both cases is rather a password. */
const hasOneCase = (text: string) => isOneCase(text) || isOneCase([...text].slice(1).join(''));
const isOneCase = (text: string) => text === text.toUpperCase() || text === text.toLowerCase();

const RFC_ALPHABET = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ';

/** The last character of an RFC follows from the others; that of a company is counted with a space before it. */
function passesRfcCheck(rfc: string): boolean {
  const characters = [...rfc.padStart(13)];
  const sum = characters.slice(0, -1).reduce((total, it, i) => total + RFC_ALPHABET.indexOf(it) * (13 - i), 0);
  const digit = (11 - (sum % 11)) % 11;
  return characters.at(-1) === (digit === 10 ? 'A' : String(digit));
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - i));
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0 && !/^0+$/.test(digits);
}
