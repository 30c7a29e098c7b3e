import { z } from 'zod';
import type { Finding, Redacted } from '../redaction/redact.ts';
import { addressIn, withoutAllowed } from './filter/addresses.ts';
import { numberIn } from './filter/digits.ts';
import { withoutPrices } from './filter/figures.ts';
import { fold } from './filter/fold.ts';

/** What agents may send people to; everything else that looks like an address or a number is refused. */
export interface OutgoingAllowList {
  /** Hosts, each with its subdomains: `impi.gob.mx`. */
  readonly domains: readonly string[];
  /** Mailboxes, whole. */
  readonly emails: readonly string[];
  /** Telephone numbers; only their digits count. */
  readonly phones: readonly string[];
  /** Names on other networks, with or without their `@`. */
  readonly handles: readonly string[];
}

/** Why words may not go out. */
export const OutgoingRefusal = z.enum([
  'empty',
  'too-long',
  'hidden-characters',
  'url',
  'email',
  'phone',
  'handle',
  'code',
  'password',
  'curp',
  'rfc',
  'card',
  'key',
]);
export type OutgoingRefusal = z.infer<typeof OutgoingRefusal>;

export type Filtered =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: OutgoingRefusal };

/**
 * Looks at an agent's words before they go out: no address or number that is not on the list, nothing that looks like a
 * code, a password, an identifier or a key, also where it is written so that only people recognise it. When in doubt it
 * refuses: an agent can say it in another way. What is split over several messages, `filter/across.ts` looks for.
 */
export function createOutgoingFilter(options: {
  readonly allow: OutgoingAllowList;
  readonly maxChars: number;
  /** services/redaction. */
  readonly redact: (text: string, context: { awaiting: 'code' }) => Redacted;
}): (text: string) => Filtered {
  const refuse = (reason: OutgoingRefusal): Filtered => ({ ok: false, reason });

  return (given) => {
    const text = given.normalize('NFC').trim();
    if (text === '') return refuse('empty');
    if (text.length > options.maxChars) return refuse('too-long');
    const folded = fold(text);
    if (!folded.ok) return refuse('hidden-characters');
    const rest = withoutAllowed(folded.text, options.allow);
    const secret = secretIn(options.redact, withoutAllowed(text, options.allow)) ?? secretIn(options.redact, rest);
    const found = addressIn(rest) ?? secret ?? numberIn(rest);
    return found === undefined ? { ok: true, text } : refuse(found);
  };
}

const notCode = (finding: Finding) => finding !== 'code';
const secrets: readonly Finding[] = ['key', 'curp', 'rfc', 'card', 'code', 'password'];

function secretIn(redact: (text: string, context: { awaiting: 'code' }) => Redacted, text: string) {
  const find = (given: string) => redact(given, { awaiting: 'code' }).found;
  const all = find(text);
  // "$2457.79" has six figures, too.
  const found = all.includes('code') && !find(withoutPrices(text)).includes('code') ? all.filter(notCode) : all;
  if (found.includes('failed')) return 'password';
  return secrets.find((finding) => found.includes(finding)) as Exclude<Finding, 'failed'> | undefined;
}
