import type { Awaiting } from '../store/store.ts';
import { hideCodes, hideNamedCodes } from './codes.ts';
import { type Finding, HIDDEN, type Pass, type Redacted } from './finding.ts';
import { hideCards, hideKeys, maskIdentifiers } from './identifiers.ts';
import { hidePhrases } from './phrases.ts';
import { isPlainRequest } from './plain-request.ts';
import { hideTokens } from './tokens.ts';

export type { Finding, Redacted } from './finding.ts';

/**
 * Removes what looks like a secret from chat text, before anything of it is stored. `awaiting` says what the conversation
 * waits for: where that is a password, everything is hidden but short questions and commands; where people read along,
 * sentences pass and a lone word does not. Hides the whole text when anything goes wrong.
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
const passesWith = (codes: Pass): readonly Pass[] => [
  hideKeys,
  maskIdentifiers,
  codes,
  hideCards,
  hidePhrases,
  hideTokens,
];
const PASSES = passesWith(hideNamedCodes);
const PASSES_AND_CODES = passesWith(hideCodes);

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
