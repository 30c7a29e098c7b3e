import type { Portal } from '../../services/accounts/portal.ts';
import { normalize } from './normalize.ts';
import { phrase } from './phrase.ts';
import { scopesOf } from './scopes.ts';
import { signalsOf } from './signals.ts';

/** What makes no answer of it: another question, or a portal that is named to say that it is not this one. */
const evades = [
  phrase('(no|ni|tampoco|nunca|menos|excepto|not)'),
  /^ (?:y |pero )?(?:que|cual|cuales|como|donde|cuando|cuanto|quien|what|which|how|where|who) /,
];

/**
 * The portal that is the answer to "which portal is your account in?", by words that only one of them has: marks, tolls,
 * social security. The name PASE, which two of them have, says nothing.
 */
export function readPortal(text: string): Portal | undefined {
  const normalized = normalize(text);
  if (evades.some((pattern) => pattern.test(normalized))) return undefined;
  const signals = signalsOf(normalized);
  const named = scopesOf(signals);
  const [portal, ...others] = named.length === 0 && signals.has('imss') ? ['icsoe' as const] : named;
  if (portal === undefined || others.length > 0) return undefined;
  return portal === 'toll' ? 'pase' : portal;
}
