import type { Awaiting } from '../store/store.ts';
import { type Finding, HIDDEN, type Pass, type Redacted } from './finding.ts';
import { hideCards, hideKeys, maskIdentifiers } from './identifiers.ts';
import { hidePhrases } from './phrases.ts';
import { isPlainRequest } from './plain-request.ts';
import { hideTokens } from './tokens.ts';

export type { Finding, Redacted } from './finding.ts';

/** Figures, also in groups and other scripts, with whatever a step reads over between them (`readCode`). */
const FIGURES = /\p{Nd}+(?:[ \t.\u00a0\u2010-\u2015-]{1,3}\p{Nd}+)*/gu;
const CODE_DIGITS = 6;

/**
 * Removes what looks like a secret from chat text, before anything of it is stored. `awaiting` says what the conversation
 * waits for: where that is a password, everything is hidden but short questions and commands; where people read along,
 * sentences pass and a lone word does not. Hides the whole text when
 * anything goes wrong.
 */
export function redact(text: string, { awaiting }: { readonly awaiting: Awaiting }): Redacted {
  try {
    if (awaiting === 'password') return redactPassword(text);
    if (awaiting === 'talk' && !/\s/.test(text.trim())) return redactPassword(text);
    return run(text, awaiting === 'text' ? PASSES : PASSES_AND_CODES);
  } catch {
    return { text: HIDDEN, found: ['failed'] };
  }
}

/** Identifiers come before tokens, so that a CURP is not taken for a password. */
const PASSES: readonly Pass[] = [hideKeys, maskIdentifiers, hideCards, hidePhrases, hideTokens];

/** Whatever the step would take for a code is hidden, however it is written: nobody who reads along may see one. */
const hideCodes: Pass = (text, note) => {
  const addresses = addressesIn(text);
  let next = 0;
  return text.replace(FIGURES, (figures: string, offset: number) => {
    while ((addresses[next]?.end ?? Number.POSITIVE_INFINITY) <= offset) next += 1;
    const inAddress = (addresses[next]?.start ?? Number.POSITIVE_INFINITY) <= offset;
    const digits = figures.match(/\p{Nd}/gu)?.length ?? 0;
    if (digits !== CODE_DIGITS || inAddress) return figures;
    note('code');
    return HIDDEN;
  });
};

/** Where mail addresses stand, in order: figures in one are no code. */
const addressesIn = (text: string) =>
  [...text.matchAll(/\S+/gu)]
    .filter(([word]) => isAddress(word))
    .map(({ index, 0: word }) => ({ start: index, end: index + word.length }));

/** By hand: patterns for this take time by the square of the length. */
function isAddress(word: string): boolean {
  const at = word.indexOf('@');
  if (at < 0 || word.includes('@', at + 1)) return false;
  const dot = word.indexOf('.', at + 2);
  return dot >= 0 && dot < word.length - 1;
}

const PASSES_AND_CODES: readonly Pass[] = [...PASSES.slice(0, 2), hideCodes, ...PASSES.slice(2)];

function redactPassword(text: string): Redacted {
  if (text.trim() === '' || isPlainRequest(text)) return { text, found: [] };
  return { text: HIDDEN, found: ['password'] };
}

function run(text: string, passes: readonly Pass[]): Redacted {
  const found = new Set<Finding>();
  const note = (finding: Finding) => found.add(finding);
  const clean = passes.reduce((current, pass) => pass(current, note), text);
  return { text: clean, found: [...found] };
}
