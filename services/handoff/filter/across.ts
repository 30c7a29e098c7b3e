import type { OutgoingAllowList, OutgoingRefusal } from '../outgoing-filter.ts';
import { addressIn, withoutAllowed } from './addresses.ts';
import { fold } from './fold.ts';
import { numberAcross } from './pieces.ts';

/** As many words on each side of where two messages meet as an address in pieces may have. */
const WORDS = 6;

/**
 * What several messages make together, that none of them says alone: a number or an address that is dictated in pieces.
 * Looks only at what reaches over to the new one, so that nothing that was said before can make it refused by itself.
 * `before`: the words that went out, oldest first. Pure.
 */
export function refusedAcross(
  text: string,
  before: readonly string[],
  allow: OutgoingAllowList,
): OutgoingRefusal | undefined {
  if (before.length === 0) return undefined;
  const folded = plain(text, allow);
  const earlier = before.map((words) => plain(words, allow));
  return addressAcross(earlier.join(' '), folded) ?? numberAcross(earlier, folded);
}

/** Only what was let out comes here, and so can be folded. */
function plain(text: string, allow: OutgoingAllowList): string {
  const folded = fold(text.normalize('NFC'));
  return folded.ok ? withoutAllowed(folded.text, allow) : '';
}

/** The end of a sentence, but not "t." or "wa.", and "el punto", which is no dot. */
const ENDED = /[a-z0-9)\]"'»]{3}[.?!]["')»]*$|(?:^|\s)(?:el|al|del|un|ese|este|otro|mismo|buen|cada)\spunto[.?!]?$/;
/** Endings of addresses that begin no sentence, also after the end of one. */
const HARD_ENDING = /^\W*(?:com|net|org|gob|xyz|html|php|io|ly|tk)(?![a-z0-9])/;
const DOTS = /(?<!\.)\.{2,}\s*$/;
/** Any word in front: with it, "punto com" is an address. */
const SOMETHING = 'x';

function addressAcross(earlier: string, folded: string): 'url' | 'email' | 'handle' | undefined {
  const over = ENDED.test(earlier.trimEnd()) && !HARD_ENDING.test(folded);
  const tail = over ? [] : clean(wordsOf(earlier.replace(DOTS, '.')).slice(-WORDS), (words) => words.slice(1));
  const head = clean(wordsOf(folded).slice(0, WORDS), (words) => words.slice(0, -1));
  return addressIn([...tail, ...head].join(' ')) ?? addressIn([SOMETHING, ...head].join(' '));
}

/** As many of the words as are no address by themselves: what is found then reaches over the seam. */
function clean(words: readonly string[], shorter: (words: readonly string[]) => readonly string[]): readonly string[] {
  return addressIn(words.join(' ')) === undefined ? words : clean(shorter(words), shorter);
}

const wordsOf = (text: string) => text.split(/\s+/).filter(Boolean);
