import { evidence } from './patterns/evidence.ts';
import { portals } from './patterns/portals.ts';
import { wishes } from './patterns/wishes.ts';
import { firstMatch, phrase } from './phrase.ts';

const patterns = { ...portals, ...evidence, ...wishes };

/** One thing a sentence can say. */
export type Signal = keyof typeof patterns;

/** The signals found in a sentence, each with the words that gave it. */
export type Signals = ReadonlyMap<Signal, string>;

const compiled = Object.entries(patterns).map(([name, notations]) => ({
  name: name as Signal,
  regexes: notations.map(phrase),
}));

/** Whether one of these is said. */
export const any = (signals: Signals, ...names: readonly Signal[]): boolean => names.some((name) => signals.has(name));

/** Reads all signals of a normalised text (see `normalize`). */
export function signalsOf(normalized: string): Signals {
  const found = new Map<Signal, string>();
  for (const { name, regexes } of compiled) {
    const words = firstMatch(normalized, regexes);
    if (words !== undefined) found.set(name, words);
  }
  return found;
}
