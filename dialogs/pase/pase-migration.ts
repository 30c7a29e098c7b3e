import { passwordPolicies } from '../../services/passwords/policies.ts';
import { type Outcome, procedure } from '../procedure.ts';
import type { StepContext } from '../prompt.ts';
import { clientNumberPrompt } from '../prompts/client-number.ts';
import { emailConfirmPrompt, emailPrompt } from '../prompts/email.ts';
import { noticePrompt } from '../prompts/notice.ts';
import { personNamePrompt } from '../prompts/person-name.ts';
import { signInPrompt } from '../prompts/sign-in.ts';
import { fullName, type MigrationAnswers, reviewMigration } from './review-migration.ts';

const texts = {
  ask: 'client-password.ask',
  refused: 'client-password.refused',
  correct: 'client-password.correct',
  userStep: 'client-number',
} as const;

/**
 * PASE: a SAED user (client number and password) becomes an account with an email. The proof comes first; nothing changes
 * until the link that is mailed to the new address is used.
 */
export const paseMigration = procedure('pase-migration', { portal: 'pase', version: 1 })
  .step('notice', [], () => noticePrompt('pase-migration.notice', noticeParams), { uncounted: true })
  .step('client-number', [], () => clientNumberPrompt())
  .step('client-password', ['client-number'], (given) => signInPrompt(given['client-number'], texts), {
    sameStage: true,
  })
  .step('email', [], () => emailPrompt('email.ask-pase'))
  .step('email-confirm', ['email'], ({ email }) => emailConfirmPrompt(email), { sameStage: true })
  // A name that is corrected is asked for from there to its end.
  .step('first-name', [], () => personNamePrompt('first-name'))
  .step('paternal-surname', ['first-name'], () => personNamePrompt('paternal-surname'))
  .step('maternal-surname', ['paternal-surname'], () => personNamePrompt('maternal-surname'))
  .step(
    'review',
    [
      'client-number',
      'client-password',
      'email',
      'email-confirm',
      'first-name',
      'paternal-surname',
      'maternal-surname',
    ],
    reviewMigration,
  )
  .ends(agree);

function noticeParams({ folio }: StepContext) {
  return { folio, min: passwordPolicies.pase.minLength };
}

/** The same words whoever has the address already; that is looked up after the answer (rule 4). */
async function agree(given: MigrationAnswers, { turn, caseId, folio }: StepContext): Promise<Outcome> {
  const { activationRequest, limits } = turn.services;
  const { email, review } = given;
  const migration = {
    caseId,
    accountId: given['client-password'].accountId,
    epoch: review.epoch,
    email,
    name: fullName(given),
    clientNumber: given['client-number'],
    at: turn.now,
  };
  const request = { by: 'migration', migration } as const;
  turn.queue(activationRequest({ id: turn.id, request, locale: turn.locale, at: turn.now }));
  const ttl = turn.duration(limits.paseLinkTtlMs);
  const min = passwordPolicies.pase.minLength;
  return { kind: 'end', end: 'mail-sent', say: [turn.text('pase-migration.mail-sent', { email, ttl, folio, min })] };
}
