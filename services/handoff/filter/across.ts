import type { OutgoingAllowList, OutgoingRefusal } from '../outgoing-filter.ts';
import { addressIn, withoutAllowed } from './addresses.ts';
import { numberAcross } from './digits.ts';
import { fold } from './fold.ts';

/** As many words on each side of where two messages meet as an address in pieces may have. */
const WORDS = 6;

/**
 * What several messages make together, that none of them says alone: a number or an address that is dictated in pieces.
 * Looks only at where they meet. `before`: the words that went out, oldest first. Pure.
 */
export function refusedAcross(
  text: string,
  before: readonly string[],
  allow: OutgoingAllowList,
): OutgoingRefusal | undefined {
  if (before.length === 0) return undefined;
  const folded = plain(text, allow);
  const earlier = before.map((words) => plain(words, allow));
  const tail = wordsOf(earlier.join(' ')).slice(-WORDS);
  const head = wordsOf(folded).slice(0, WORDS);
  return addressIn([...tail, ...head].join(' ')) ?? numberAcross(earlier, folded);
}

/** Only what was let out comes here, and so can be folded. */
function plain(text: string, allow: OutgoingAllowList): string {
  const folded = fold(text.normalize('NFC'));
  return folded.ok ? withoutAllowed(folded.text, allow) : '';
}

const wordsOf = (text: string) => text.split(/\s+/).filter(Boolean);
