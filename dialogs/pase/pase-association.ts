import { lastDigits } from '../../services/accounts/mask.ts';
import { type Outcome, procedure } from '../procedure.ts';
import type { StepContext } from '../prompt.ts';
import { emailPrompt } from '../prompts/email.ts';
import { noticePrompt } from '../prompts/notice.ts';
import { type SignInProof, signInPrompt } from '../prompts/sign-in.ts';
import { furtherClient, morePrompt, type ProvedClient, provedClients } from './more-clients.ts';
import { isOldProof } from './proof-age.ts';

const accountTexts = {
  ask: 'account-password.ask',
  refused: 'account-password.refused',
  correct: 'account-password.correct',
  userStep: 'account-email',
} as const;
const clientTexts = {
  ask: 'client-password.ask',
  refused: 'client-password.refused',
  correct: 'client-password.correct',
  userStep: 'client-number',
} as const;

/**
 * PASE: further client numbers for an account with an email. The account is proved by its password and each client by its
 * own; all of them join in one write, at the end.
 */
export const paseAssociation = procedure('pase-association', { portal: 'pase', version: 1 })
  .step('notice', [], () => noticePrompt('pase-association.notice', ({ folio }) => ({ folio })), { uncounted: true })
  .step('clients', [], provedClients, { uncounted: true })
  .step('account-email', [], () => emailPrompt('email.ask-account'))
  .step('account-password', ['account-email'], (given) => signInPrompt(given['account-email'], accountTexts), {
    sameStage: true,
  })
  .step('client-number', ['clients', 'account-password'], (given) =>
    furtherClient(given['account-password'], given.clients),
  )
  .step('client-password', ['client-number'], (given) => signInPrompt(given['client-number'], clientTexts), {
    sameStage: true,
  })
  .step('more', ['clients', 'client-number', 'client-password'], (given) => morePrompt(allOf(given)))
  .ends(associate);

interface Given {
  readonly clients: readonly ProvedClient[];
  readonly 'client-number': string;
  readonly 'client-password': SignInProof;
}

const allOf = (given: Given): ProvedClient[] => [
  ...given.clients,
  { number: given['client-number'], proof: given['client-password'] },
];

async function associate(
  given: Given & { 'account-password': SignInProof },
  { turn, caseId, folio }: StepContext,
): Promise<Outcome> {
  const { accounts, audit } = turn.services;
  const account = given['account-password'];
  const { accountId } = account;
  const refused = (reason: string) =>
    turn.queue(
      audit({
        id: `${turn.id}:change`,
        name: 'account.refused',
        at: turn.now,
        portal: 'pase',
        caseId,
        accountId,
        reason,
      }),
    );
  const proved = allOf(given);
  const old = (step: string): Outcome => ({ kind: 'revisit', step, say: turn.text('pase-migration.proof-old') });
  // What was applied before a crash needs no fresh proof to be told.
  const applied = (await accounts.get(accountId))?.account.applied.includes(caseId) ?? false;
  if (!applied) {
    if (isOldProof(account, turn)) return old('account-password');
    if (proved.some(({ proof }) => isOldProof(proof, turn))) return old('clients');
    const owners = await Promise.all(proved.map(({ proof }) => accounts.get(proof.accountId)));
    if (owners.some((known) => known?.account.frozen !== undefined)) {
      refused('client-frozen');
      return { kind: 'revisit', step: 'clients', say: turn.text('pase-association.client-taken') };
    }
  }
  const changed = await accounts.associate({
    accountId,
    applicationId: caseId,
    caseId,
    clientAccountIds: proved.map(({ proof }) => proof.accountId),
    at: turn.now,
  });
  if (changed.ok) {
    const list = changed.account.account.clients.map(({ number }) => `••${lastDigits(number)}`).join(', ');
    return { kind: 'end', end: 'done', say: [turn.text('pase-association.done', { list, folio })] };
  }
  refused(changed.reason);
  switch (changed.reason) {
    case 'frozen':
      return { kind: 'end', end: 'frozen', say: [turn.text('pase-migration.frozen', { folio })] };
    case 'client-taken':
      return { kind: 'revisit', step: 'clients', say: turn.text('pase-association.client-taken') };
    case 'conflict':
      return { kind: 'revisit', step: 'more', say: turn.text('pase-association.conflict') };
    default:
      return { kind: 'end', end: 'refused', say: [turn.text('pase-association.failed', { folio })] };
  }
}
