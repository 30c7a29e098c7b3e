import { suggestDomain } from './email-domain.ts';
import { joinSpoken } from './email-spoken.ts';

/** `accents`: letters that mailboxes do not have; nothing is cut off or replaced, the person has to say. */
export type EmailRefusal = 'none' | 'invalid' | 'accents' | 'too-long';

export type EmailReading =
  | {
      /** As written, its domain in lower case. */
      readonly email: string;
      /** What was probably meant; a question to the person. */
      readonly suggestion?: string;
    }
  | { readonly reason: EmailRefusal };

const TEXT_MAX_CHARS = 1_000;
/** RFC 5321, 4.5.3.1: local part, and the path without its brackets. */
const LOCAL_MAX = 64;
const ADDRESS_MAX = 254;

const LOCAL = /^[A-Za-z0-9_%&'*~^+-]+(?:\.[A-Za-z0-9_%&'*~^+-]+)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const TOP_LEVEL = /^(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/;

/**
 * Finds the address in free text and checks its form. Two different addresses, or one with anything doubtful in it, are
 * refused rather than repaired: a cut address is somebody else's mailbox.
 */
export function readEmail(text: string): EmailReading {
  const spoken = joinSpoken(text.slice(0, TEXT_MAX_CHARS).normalize('NFC'));
  if (spoken === 'unclear') return { reason: 'invalid' };
  const candidates = spoken
    .split(/[\s<>()[\]{}"“”«»¿¡:]+/)
    .filter((token) => token.includes('@'))
    .map(trimMarks);
  const distinct = new Set(candidates.map((candidate) => candidate.toLowerCase()));
  const [candidate] = candidates;
  if (candidate === undefined) return { reason: 'none' };
  if (distinct.size > 1) return { reason: 'invalid' };
  return checkAddress(candidate);
}

/** Marks of the sentence around the address, which are none of its own. */
function trimMarks(token: string): string {
  const bare = token.replace(/[.,;!?…'’*_]{1,10}$/u, '').replace(/^[.,;!?…'’]{1,10}/u, '');
  return token.startsWith('*') && token.endsWith('*') ? bare.slice(1) : bare;
}

function checkAddress(address: string): EmailReading {
  const at = address.indexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1).toLowerCase();
  if (/[^\p{ASCII}]/u.test(address))
    return { reason: /^[\p{L}\p{M}\p{ASCII}]*$/u.test(address) ? 'accents' : 'invalid' };
  if (!LOCAL.test(local) || !isDomain(domain)) return { reason: 'invalid' };
  if (local.length > LOCAL_MAX || address.length > ADDRESS_MAX) return { reason: 'too-long' };
  const better = suggestDomain(domain);
  return { email: `${local}@${domain}`, ...(better === undefined ? {} : { suggestion: `${local}@${better}` }) };
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  return labels.length >= 2 && labels.every((label) => LABEL.test(label)) && TOP_LEVEL.test(labels.at(-1) ?? '');
}
