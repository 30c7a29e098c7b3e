import { z } from 'zod';
import { maskEmail } from '../../services/accounts/mask.ts';
import { maskCurp } from '../../services/curp/curp.ts';
import type { Message } from '../message.ts';
import type { Arrival, Prompt, StepContext } from '../prompt.ts';
import type { EfirmaProof } from '../prompts/efirma.ts';
import { readReview } from '../prompts/review.ts';

/** What was agreed to: the account as it was found after the proof. */
const Agreed = z.object({ accountId: z.string() });
export type Agreed = z.infer<typeof Agreed>;

const Memo = z.object({ accountId: z.string(), old: z.string() });

/**
 * Shows what will change before it changes. The account is looked up here, after the proof and not before: until then
 * a known and an unknown CURP are treated alike (rule 4).
 */
export function reviewPrompt(given: { curp: string; email: string; efirma: EfirmaProof }): Prompt<Agreed> {
  return {
    answer: Agreed,
    reviews: true,
    arrive: (context) => findAccount(given, context),
    ask: (context) => summary(given, context),
    read: (input, { turn, memo }) => {
      const found = Memo.safeParse(memo);
      if (!found.success) return { kind: 'revisit', step: 'code', say: turn.text('common.secrets-lost') };
      const agreed = { accountId: found.data.accountId };
      return readReview(input, turn, { agreed, fields: 'impi.review.fields' });
    },
  };
}

async function findAccount(
  { curp, efirma }: { curp: string; efirma: EfirmaProof },
  { turn, folio }: StepContext,
): Promise<Arrival<Agreed>> {
  const { accounts, limits, contacts } = turn.services;
  if (turn.now - efirma.at > limits.proofTtlMs)
    return { kind: 'revisit', step: 'efirma', say: turn.text('impi.proof-old') };
  const found = await accounts.find({ portal: 'impi', curp });
  if (!found)
    return { kind: 'end', end: 'refused', say: turn.text('impi.no-account', { email: contacts.impi, folio }) };
  if (found.account.frozen)
    return { kind: 'end', end: 'frozen', say: turn.text('impi.frozen', { email: contacts.impi, folio }) };
  return { kind: 'ask', memo: { accountId: found.id, old: maskEmail(found.account.email ?? '') } };
}

function summary({ curp, email }: { curp: string; email: string }, { turn, memo }: StepContext): Message {
  const old = Memo.safeParse(memo).data?.old ?? '';
  return {
    text: turn.text('impi.review', { curp: maskCurp(curp), old, email }),
    options: [
      { title: turn.text('impi.review.yes') },
      { title: turn.text('impi.review.email') },
      { title: turn.text('impi.review.password') },
      { title: turn.text('common.option.cancel') },
    ],
  };
}
