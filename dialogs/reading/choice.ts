import { Culture, recognizeNumber, recognizeOrdinal } from '@microsoft/recognizers-text-suite';
import { distance } from './distance.ts';
import { plain, wordsOf } from './plain.ts';

export interface ChoiceOption<Id extends string = string> {
  readonly id: Id;
  /** What the button says. */
  readonly title: string;
  /** Other words for it. */
  readonly words?: readonly string[];
}

/** Recognizers are quadratic or worse; this is also more than anybody needs to choose. */
const MAX_CHARS = 200;
/** "la segunda opción, por favor": a number in a longer sentence counts something else. */
const MAX_WORDS_WITH_NUMBER = 6;
const SMALL_WORDS = new Set(
  `el la los las lo un una uno de del al a y o u en con por para mi mis su sus tu tus es son que favor porfa gracias quiero
  prefiero quisiera opcion numero esa ese esta este the of and or my i want please option`.split(/\s+/),
);

/** The option a person means: by its title, by number ("2", "el segundo", "la última") or by its words, slips included. */
export function readChoice<Id extends string>(text: string, options: readonly ChoiceOption<Id>[]): Id | undefined {
  const pointed = point(text, options);
  return pointed === undefined ? byWords(plain(text, MAX_CHARS), options) : pointed.option?.id;
}

/** The option a person points at: by its whole title or by number, not by some of its words. */
export function readPointed<Id extends string>(text: string, options: readonly ChoiceOption<Id>[]): Id | undefined {
  return point(text, options)?.option?.id;
}

/** What is pointed at; no option where a number is none of theirs. Undefined when nothing is pointed at. */
function point<Option extends ChoiceOption>(
  text: string,
  options: readonly Option[],
): { readonly option: Option | undefined } | undefined {
  const short = text.slice(0, MAX_CHARS);
  const said = plain(short, MAX_CHARS);
  if (said === '' || options.length === 0) return undefined;
  const exact = options.find((option) => namesOf(option).includes(said));
  if (exact !== undefined) return { option: exact };
  const byNumber = readPosition(short, said, options.length);
  return byNumber === undefined ? undefined : { option: options[byNumber - 1] };
}

const namesOf = ({ title, words = [] }: ChoiceOption) => [title, ...words].map((name) => plain(name)).filter(Boolean);

/** A position from 1, or undefined; 0 when a number was given that is none of them. */
function readPosition(text: string, said: string, count: number): number | undefined {
  if (said.split(' ').length > MAX_WORDS_WITH_NUMBER) return undefined;
  if (/\b(?:penultim[oa])\b/.test(said)) return count - 1;
  if (/\b(?:ultim[oa]|last)\b/.test(said)) return count;
  const bare =
    /^(?:(?:la|el|opcion|numero|num|no|option|number) )*(\d{1,2})(?: (?:por favor|porfa|please|gracias))?$/.exec(said);
  if (bare !== null) return inRange(Number(bare[1]), count);
  const ordinals = valuesOf(recognizeOrdinal(text, Culture.Spanish));
  const english = Math.max(
    0,
    ['first', 'second', 'third', 'fourth', 'fifth'].findIndex((word) => said.includes(word)) + 1,
  );
  const [position] = ordinals.length > 0 ? ordinals : english > 0 ? [english] : wordNumbers(text, said);
  return position === undefined ? undefined : inRange(position, count);
}

/** "dos", "la opción tres": numbers in words count only when hardly anything else is said. */
function wordNumbers(text: string, said: string): number[] {
  const others = said.split(' ').filter((word) => !SMALL_WORDS.has(word));
  return others.length <= 1 ? valuesOf(recognizeNumber(text, Culture.Spanish)) : [];
}

function valuesOf(results: readonly { resolution?: Record<string, unknown> | null }[]): number[] {
  return results.map(({ resolution }) => Number(resolution?.value)).filter((value) => Number.isInteger(value));
}

const inRange = (position: number, count: number) => (position >= 1 && position <= count ? position : 0);

/** The one option that shares clearly more words with what was said than any other. */
function byWords<Id extends string>(said: string, options: readonly ChoiceOption<Id>[]): Id | undefined {
  const spoken = said.split(' ').filter((word) => !SMALL_WORDS.has(word));
  if (spoken.length === 0) return undefined;
  const scored = options
    .map((option) => ({ id: option.id, score: Math.max(...namesOf(option).map((name) => overlap(spoken, name))) }))
    .sort((a, b) => b.score - a.score);
  const [best, second] = scored;
  if (best === undefined || best.score < 0.5) return undefined;
  return best.score > (second?.score ?? 0) ? best.id : undefined;
}

/** Shared words in proportion to those said. */
function overlap(spoken: readonly string[], name: string): number {
  const named = wordsOf(name).filter((word) => !SMALL_WORDS.has(word));
  const shared = spoken.filter((word) => named.some((other) => alike(word, other))).length;
  return shared / spoken.length;
}

function alike(word: string, other: string): boolean {
  if (word === other) return true;
  const length = Math.min(word.length, other.length);
  if (length < 4) return false;
  return distance(word, other) <= (length >= 8 ? 2 : 1);
}
