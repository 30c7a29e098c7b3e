import { HIDDEN, MASKED, type Pass } from './finding.ts';
import { spelledAddresses } from './spelled-addresses.ts';

const MIN_LENGTH = 8;

/** What has letters, digits and signs without being a secret. */
const HARMLESS: readonly RegExp[] = [
  // Addresses, also unfinished ones of the large providers.
  /^[^\s@]{1,64}@[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.[\p{L}]{2,}$/u,
  /@(?:gmail|hotmail|outlook|yahoo|icloud|live|prodigy)[a-z.,]*$/i,
  // An ending forgotten. In one case: "Juan85@casa" is what portals take for a password.
  /^[\p{Ll}\d._-]{2,64}@[\p{Ll}-]{4,}$/u,
  /^[\p{Lu}\d._-]{2,64}@[\p{Lu}-]{4,}$/u,
  /^mailto:/i,
  // Pages and files.
  /^(?:https?:\/\/|www\.)\S+$/i,
  /^[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.(?:com|mx|org|net|gob|edu)(?:[/?#]\S*)?$/iu,
  /^[\p{L}\p{N}_.()-]+\.(?:cer|key|pdf|zip|jpe?g|png|docx?|xlsx?|txt|req|pfx|p12|heic|mp4|xml)$/iu,
  // Folios, files of trade marks and patents, tags.
  /^(?:impi|pase|icsoe|atn)[-_–]?\d{4}[-_–]?\d{1,7}$/i,
  /^mx\/[a-z]\/\d{4}\/\d{4,7}$/i,
  /^[a-z]{1,4}[-/]\d{4,8}(?:[-/]\d{4})?$/i,
  /^(?:imdm|cpfi|ohlm|tag)\W?\d{6,12}$/i,
  // "Folio:123", "ext.1234", "C.P.16020".
  /^(?:folio|cliente|n[uú]mero|no|num|tel|tel[eé]fono|cel|celular|ext|c\.?p|rfc|piso|calle|lote|mz|fecha|hora|art)[.:#°-]*[\d:/. -]+$/i,
  // Ordinals, hours, quantities: "3er.piso", "10:30hrs", "1,500.00MXN".
  /^[$€]?\d[\d.,:/-]*(?:er|ra|ro|do|da|to|ta|vo|va|mo|ma|hrs?|am|pm|km|mb|gb|kb|mxn|usd|pesos|piso|[aá]vo)(?:[.,/-]\p{L}+)?$/iu,
  // Things with a number in their name.
  /^(?:windows|iphone|android|office|galaxy|chrome|firefox|covid|samsung|xiaomi|macos)[\d.-]+$/i,
];

/** Marks of the sentence around a word. */
const AROUND = /^[¡¿"'“”«»([{<]+|[.,;:?!…"'“”«»)\]}>]+$/gu;
/** "mi usuario es anaperez85": what it is was said. */
const NAMES_IT = /(?:usuario|user|cuenta de correo|alias)(?: (?:es|era|:))?:? ?$/i;

/** Words that look like a password: letters with digits, or with signs that no ordinary word has. */
export const hideTokens: Pass = (text, note) => {
  const addresses = spelledAddresses(text);
  let next = 0;
  return text.replace(/\S+/gu, (token: string, offset: number) => {
    while ((addresses[next]?.end ?? Number.POSITIVE_INFINITY) <= offset) next += 1;
    if ((addresses[next]?.start ?? Number.POSITIVE_INFINITY) <= offset) return token;
    // What is written right next to a CURP or an RFC is looked at by itself.
    if (token.includes(HIDDEN) || !token.split(MASKED).some(isSecretLike)) return token;
    if (NAMES_IT.test(text.slice(Math.max(0, offset - 30), offset)) && !hasSign(token)) return token;
    note('password');
    return HIDDEN;
  });
};

function isSecretLike(token: string): boolean {
  if (token.length < MIN_LENGTH || token.length > 200) return false;
  const bare = token.replace(AROUND, '');
  if (HARMLESS.some((pattern) => pattern.test(bare))) return false;
  const letters = /\p{L}/u.test(bare);
  if (!letters) return false;
  if (/\d/.test(bare)) return true;
  return hasSign(bare) && /\p{Lu}/u.test(bare) && /\p{Ll}/u.test(bare);
}

const hasSign = (text: string) => /[!#$%&*+=?@_~^|\\]/.test(text.replace(AROUND, ''));
