import type { Outcome } from '../procedure.ts';
import type { StepContext } from '../prompt.ts';
import type { EfirmaProof } from '../prompts/efirma.ts';
import type { NewPassword } from '../prompts/password.ts';
import type { Agreed } from './review.ts';

/** Changes the account, once: the case is the right to it, and a repeated turn finds it applied already. */
export async function changeAccount(
  given: { email: string; password: NewPassword; efirma: EfirmaProof; review: Agreed },
  { turn, caseId, folio }: StepContext,
): Promise<Outcome> {
  const { accounts, audit, contacts, links, limits } = turn.services;
  // The review may have stood open for hours. What was applied before a crash needs no fresh proof to be told.
  const applied = (await accounts.get(given.review.accountId))?.account.applied.includes(caseId) ?? false;
  if (!applied && turn.now - given.efirma.at > limits.proofTtlMs)
    return { kind: 'revisit', step: 'efirma', say: turn.text('impi.proof-old') };
  const changed = await accounts.changeCredentials({
    accountId: given.review.accountId,
    applicationId: caseId,
    caseId,
    email: given.email,
    passwordHash: given.password.hash,
    at: turn.now,
  });
  if (changed.ok) {
    const say = turn.text('impi.done', { email: given.email, url: links.signIn.impi, folio });
    return { kind: 'end', end: 'done', say: [say] };
  }
  turn.queue(
    audit({
      id: `${turn.id}:change`,
      name: 'account.refused',
      at: turn.now,
      portal: 'impi',
      caseId,
      accountId: given.review.accountId,
      reason: changed.reason,
    }),
  );
  switch (changed.reason) {
    case 'email-taken':
      return { kind: 'revisit', step: 'email', say: turn.text('impi.email-taken') };
    case 'frozen':
      return { kind: 'end', end: 'frozen', say: [turn.text('impi.frozen', { email: contacts.impi, folio })] };
    case 'conflict':
      return { kind: 'revisit', step: 'review', say: turn.text('impi.conflict') };
    default:
      return { kind: 'end', end: 'refused', say: [turn.text('impi.no-account', { email: contacts.impi, folio })] };
  }
}
