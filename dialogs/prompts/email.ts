import { z } from 'zod';
import { canonicalEmail } from '../../services/accounts/account.ts';
import type { Prompt, Reading, StepContext } from '../prompt.ts';
import { readEmail } from '../reading/email.ts';
import { losesMailbox } from '../reading/mailbox-lost.ts';
import { readYesNo } from '../reading/yes-no.ts';
import type { TextKey } from '../texts.ts';

const Answer = z.string().max(254);
const Confirmed = z.literal(true);
const Memo = z.object({ email: z.string(), suggestion: z.string() });

/**
 * Asks for an address; a likely slip in its domain is asked back. `mailboxLost`: what is said to a person who can no
 * longer open the one that is asked for.
 */
export function emailPrompt(
  question: Extract<TextKey, `email.ask${string}`> = 'email.ask',
  mailboxLost?: Extract<TextKey, `${string}.mailbox-lost`>,
): Prompt<string> {
  return {
    answer: Answer,
    ask: ({ turn, memo }) => {
      const suggested = Memo.safeParse(memo);
      if (!suggested.success) return { text: turn.text(question) };
      return {
        text: turn.text('email.suggestion', suggested.data),
        options: [{ title: turn.text('common.option.yes') }, { title: turn.text('common.option.no') }],
      };
    },
    read: (input, context) => {
      const suggested = readSuggested(input.text, context);
      if (suggested) return suggested;
      if (mailboxLost && losesMailbox(input.short)) return { kind: 'refused', because: context.turn.text(mailboxLost) };
      return readAddress(input.text, context);
    },
    glean: (text) => {
      const read = readEmail(text);
      return 'email' in read && read.suggestion === undefined ? canonicalEmail(read.email) : undefined;
    },
  };
}

/** The same address once more; sent codes go to a mailbox, so a slip here costs the person the case. */
export function emailConfirmPrompt(expected: string): Prompt<true> {
  return {
    answer: Confirmed,
    ask: ({ turn }) => ({ text: turn.text('email.confirm') }),
    read: (input, { turn }) => {
      const read = readEmail(input.text);
      if (!('email' in read)) return { kind: 'unclear', because: turn.text('email.unclear') };
      if (canonicalEmail(read.email) === expected) return { kind: 'answer', value: true };
      return { kind: 'refused', because: turn.text('email.mismatch') };
    },
  };
}

function readSuggested(text: string, { memo, turn }: StepContext): Reading<string> | undefined {
  const suggested = Memo.safeParse(memo);
  if (!suggested.success) return undefined;
  const answer = readYesNo(text);
  if (answer === 'yes') return { kind: 'answer', value: canonicalEmail(suggested.data.suggestion) };
  if (answer === 'no') return { kind: 'answer', value: canonicalEmail(suggested.data.email) };
  return answer === 'unsure' ? { kind: 'refused', because: turn.text('yesno.unclear') } : undefined;
}

function readAddress(text: string, { turn }: StepContext): Reading<string> {
  const read = readEmail(text);
  if (!('email' in read)) {
    if (read.reason === 'none') return { kind: 'unclear', because: turn.text('email.unclear') };
    return { kind: 'refused', because: turn.text(`email.${read.reason}`) };
  }
  if (read.suggestion !== undefined) return { kind: 'again', memo: { email: read.email, suggestion: read.suggestion } };
  return { kind: 'answer', value: canonicalEmail(read.email) };
}
