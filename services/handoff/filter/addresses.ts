import type { OutgoingAllowList } from '../outgoing-filter.ts';
import { hasHandle } from './handles.ts';

/** Stands where something allowed was, so that what is left of it and right of it do not grow together. */
const GONE = ' ; ';

const AROUND = /^[¡¿"'“”«»([{<]+|[.,;:?!…"'“”«»)\]}>]+$/gu;
/** A plain address: no user, port, query or escape, through which it could lead elsewhere. */
const PLAIN_URL = /^(?:https:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:\/[\w.-]+)*\/?)$/i;
const FILE = /^[\p{L}\p{N}_-]+\.(?:cer|key|pdf)$/iu;
const PHONE = /\+?\(?\d[\d ().-]{5,}\d/g;

/** The text without the addresses and numbers on the list, and without names of e.firma files and letters. */
export function withoutAllowed(text: string, allow: OutgoingAllowList): string {
  const phones = new Set(allow.phones.map(digitsOf));
  return text
    .replace(PHONE, (number) => (phones.has(digitsOf(number)) ? GONE : number))
    .replace(/\S+/gu, (token) => {
      const bare = token.replace(AROUND, '');
      return isAllowed(bare, allow) ? token.replace(bare, GONE) : token;
    });
}

const digitsOf = (text: string) => text.replace(/\D/g, '');

function isAllowed(token: string, { domains, emails, handles }: OutgoingAllowList): boolean {
  if (/^e\.firma$/i.test(token) || FILE.test(token) || /^\.(?:cer|key|pdf)$/i.test(token)) return true;
  if (emails.some((email) => email.toLowerCase() === token.toLowerCase())) return true;
  if (handles.some((handle) => bareName(handle) === bareName(token))) return true;
  const host = PLAIN_URL.exec(token)?.[1]?.toLowerCase();
  return host !== undefined && domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

const bareName = (handle: string) => handle.replace(/^@/, '').toLowerCase();

/** Words for a dot, and dots in brackets. */
const DOT = String.raw`(?:\s*[([{<]\s*(?:\.|punto|dot|pto)\s*[)\]}>]\s*|\s+(?:punto|dot|pto)\s+|\s+\.\s*|\s*,\s*(?=com\b))`;
const AT = String.raw`(?:\s*@\s*|\s*[([{<]\s*(?:at|arroba|@)\s*[)\]}>]\s*|\s+(?:at|arroba)\s+)`;
/** Endings of addresses that are no words of a Spanish sentence. */
const ENDING =
  '(?:com|net|org|mx|gob|gov|edu|info|xyz|io|app|link|site|online|shop|store|top|club|tk|ml|ga|cf|gq|ru|cn|ly|gl|gd|cc|biz|dev|page|web|website|click|live|vip|icu|co|us|uk|to|html?|php|aspx?)';
const PROVIDER = '(?:gmail|hotmail|outlook|yahoo|icloud|live|prodigy|proton|protonmail|msn|aol)';

const URLS: readonly RegExp[] = [
  // http and what people write for it.
  /\bh[\s.*_-]{0,5}[tx*+][\s.*_-]{0,5}[tx*+][\s.*_-]{0,5}p[\s.*_-]{0,5}s?\b/,
  /\b[a-z][a-z0-9+.-]{1,15}\s*:\s*[/\\]\s*[/\\]/,
  /\b(?:javascript|data|vbscript|file|mailto|tel|sms|whatsapp|tg)\s*:\s*\S/,
  /(?<![a-z0-9])w\s*w\s*w(?![a-z0-9])|(?<![a-z0-9])vvvvvv/,
  // A dot with a letter right after it: no sentence is written so.
  /[a-z0-9_-]\.[a-z][a-z0-9-]*[a-z0-9]/,
  /\d{1,3}(?:\s*\.\s*\d{1,3}){3}/,
  new RegExp(`[a-z0-9]${DOT}${ENDING}(?![a-z0-9])`),
  // "evil. com"
  /[a-z0-9]\.\s(?:com|net|org|mx|gob|xyz|html|php|io|ly|tk)(?![a-z0-9])/,
  /[a-z0-9]\s*[/\\]\s*[/\\]\s*[a-z0-9]/,
  /(?<![a-z])(?:bit\s?ly|tinyurl|wa\.?\s?me|t\.?\s?me\/|goo\s?gl|is\s?gd|cutt\s?ly)(?![a-z])/,
];

const EMAILS: readonly RegExp[] = [
  /[a-z0-9_%+-]\s*@\s*[a-z0-9]/,
  new RegExp(String.raw`[a-z0-9]${AT}[a-z0-9-]+(?:\s*\.\s*|${DOT})[a-z]{2,}`),
  new RegExp(`${AT}${PROVIDER}(?![a-z])`),
];

/** `handle`, `url` or `email` when a folded text leads somewhere, also in disguise. */
export function addressIn(folded: string): 'url' | 'email' | 'handle' | undefined {
  for (const text of [folded, joined(folded)]) {
    if (hasHandle(text)) return 'handle';
    if (EMAILS.some((pattern) => pattern.test(text))) return 'email';
    if (URLS.some((pattern) => pattern.test(text))) return 'url';
  }
  return undefined;
}

/** Letters that stand alone are put together: "b i t . l y", "e-v-i-l". */
const joined = (text: string) =>
  text.replace(
    /(?<![a-z0-9])[a-z0-9](?:(?:[\s_*-]+(?:[.@/:][\s_*-]+)?|[.@/:][\s_*-]*)[a-z0-9](?![a-z0-9])){2,}/g,
    (run) => run.replace(/[\s_*-]/g, ''),
  );
