import { isAddress } from './address.ts';
import { HIDDEN, MASKED, type Pass } from './finding.ts';
import { foldWord, isDescription, isTalk } from './password-words.ts';
import {
  AMID,
  BEFORE,
  CHANGES,
  ENDS,
  FORGOT,
  GIVEN,
  isDoubtful,
  OFFERED,
  ONLY_LIKE,
  POINTERS,
  SAID,
} from './phrase-patterns.ts';

/** So many characters before the word decide about it, and so many after it are looked at. */
const LOOK_BACK = 50;
const LOOK_AHEAD = 256;
/** How many words a password that was told may have. */
const MAX_WORDS = 6;
const MAX_POINTERS = 4;
const NONE: ReadonlySet<string> = new Set();

/** Passwords that are named as such, whatever they look like. */
export const hidePhrases: Pass = (text, note) => {
  const hide = () => {
    note('password');
    return HIDDEN;
  };
  const said = replaceAfter(
    text,
    SAID,
    (lead, rest) => told(rest, POINTERS, (it, pointed) => isSaid(it, pointed, lead)),
    hide,
  );
  const given = replaceAfter(said, GIVEN, (lead, rest) => told(rest, NONE, (it) => isGiven(it, lead, rest)), hide);
  const amid = given.replace(AMID, (whole, word: string) =>
    isWord(word) && !isTalk(word) && !isIdentifier(word) ? `${hide()} ` : whole,
  );
  return amid.replace(BEFORE, (whole, word: string, offset: number) =>
    isOffered(word, amid.slice(Math.max(0, offset - LOOK_BACK), offset)) ? `${hide()} ` : whole,
  );
};

interface Lead {
  readonly whole: string;
  readonly before: string;
  /** What the pattern calls by a name. */
  readonly parts: Readonly<Record<string, string | undefined>>;
}

/** Hides what `find` finds after each lead: so many characters, from `skip` on. */
function replaceAfter(
  text: string,
  pattern: RegExp,
  find: (lead: Lead, rest: string) => { skip: number; length: number } | undefined,
  hide: () => string,
): string {
  let shown = '';
  let done = 0;
  for (const { 0: whole, index, groups: parts = {} } of text.matchAll(pattern)) {
    const end = index + whole.length;
    if (end < done) continue;
    const before = text.slice(Math.max(0, index - LOOK_BACK), index);
    const found = find({ whole, before, parts }, text.slice(end, end + LOOK_AHEAD));
    if (found === undefined) continue;
    shown += text.slice(done, end + found.skip) + hide();
    done = end + found.skip + found.length;
  }
  return shown + text.slice(done);
}

/** The words from the beginning of `rest` that are what was told. */
function told(
  rest: string,
  pointers: ReadonlySet<string>,
  isTold: (first: string, pointed: boolean) => boolean,
): { skip: number; length: number } | undefined {
  const quoted = /^\s*(["'“«`])(.{1,128}?)["'”»`]/u.exec(rest);
  if (quoted !== null) return quoted[2]?.includes(HIDDEN) ? undefined : { skip: 0, length: quoted[0].length };
  const opening = /^\S*/.exec(rest)?.[0] ?? '';
  const pointed = pointers.has(foldWord(opening));
  if (!pointed && !isTold(opening, false)) return undefined;
  const words = rest.split(/(\s+)/, 2 * (MAX_POINTERS + MAX_WORDS));
  const first = pointed ? firstAfter(pointers, words) : 0;
  if (pointed && !isTold(words[first] ?? '', first > 0)) return undefined;
  let end = first + 1;
  while (end + 1 < words.length && end < first + MAX_WORDS * 2 - 1 && goesOn(words.slice(end - 1, end + 2))) end += 2;
  const lengthOf = (from: number, to: number) => words.slice(from, to).join('').length;
  return { skip: lengthOf(0, first), length: lengthOf(first, end) };
}

/** Where the words go on that point to what comes; words and spaces take turns. */
function firstAfter(pointers: ReadonlySet<string>, words: readonly string[]): number {
  let first = 0;
  while (first < 2 * MAX_POINTERS && pointers.has(foldWord(words[first] ?? '')) && words[first + 2]) first += 2;
  return first;
}

/** Whether what was told has one word more. */
const goesOn = ([previous = '', space = '', next = '']: readonly string[]) =>
  !/[.,;]$/.test(previous) &&
  !space.includes('\n') &&
  !ENDS.has(foldWord(next)) &&
  !isAddress(next) &&
  !/^[¿¡"“«(<]/u.test(next);

/** After "es". "Clave" is also what the C in CURP stands for; a folio and a client number have been called one. */
function isSaid(first: string, pointed: boolean, { whole, parts: { word = '', gap = '', colon } }: Lead): boolean {
  if (!holdsSomething(first)) return false;
  if (/^clave/i.test(word) && (isIdentifier(first) || (/client/i.test(whole) && NUMBER.test(first)))) return false;
  // A colon and "contra" also stand where something is only said of it: "mi contraseña no entra: marca error".
  const loose = pointed || ((colon !== undefined || isDoubtful(word)) && !ONLY_LIKE.test(gap));
  return hasFigureOrSign(first) || !(loose ? isTalk(first) : isDescription(first));
}

/** Right after "contraseña". */
function isGiven(first: string, { before, parts: { comma, into } }: Lead, rest: string): boolean {
  if (!isWord(first) || isIdentifier(first)) return false;
  if (into !== undefined && !CHANGES.test(before)) return false;
  // After a comma a sentence goes on; a word that is left alone there does not.
  if (comma !== undefined && /\S\s+\S/.test(rest)) return false;
  const forgotten = FORGOT.test(before) && !MIXED.test(first);
  if (hasFigureOrSign(first)) return !(forgotten && NUMBER.test(first));
  return !forgotten && !isTalk(first);
}

/** Before "es mi contraseña". */
function isOffered(word: string, before: string): boolean {
  if (!isWord(word) || isIdentifier(word)) return false;
  if (hasFigureOrSign(word) || MIXED.test(word) || /^["“«']./u.test(word)) return true;
  return !isTalk(word) && OFFERED.test(before);
}

/** A client number is all figures. */
const NUMBER = /^\d+[.,]?$/;
const MIXED = /\p{Ll}\p{Lu}/u;
const hasFigureOrSign = (word: string) => /[\d!#$%&*+=@_]/.test(word.replace(/[!]+$/, ''));
const isWord = (word: string) => !word.includes(HIDDEN) && /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(word);
/** Signs alone may be one, but not the end of a question. */
const holdsSomething = (word: string) => !word.includes(HIDDEN) && /[^\s?!.,…¿¡"'()-]/u.test(word);

const IDENTIFIERS: readonly RegExp[] = [
  /^[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,4}\p{L}{2,24}$/u,
  /^(?:impi|pase|icsoe|atn)-?\d{4}-?\d{6}$/i,
  /^[\p{L}\p{N}_.()-]{1,64}\.(?:cer|key|pdf|zip)$/iu,
];
/** What people may take for a password by its name, and must reach us. */
function isIdentifier(word: string): boolean {
  const bare = word.replace(/^[("'“«]+|[.,;:?!)"'”»]+$/gu, '');
  return bare.replace(MASKED, '') === '' || IDENTIFIERS.some((pattern) => pattern.test(bare));
}
