import type { Directory } from '../../../services/accounts/directory.ts';
import type { ActivationRequestJob } from '../../../services/activation/activation-request.ts';
import type { Migrations } from '../../../services/activation/migrations.ts';
import { finishCaseJob } from '../../../services/cases/finish-job.ts';
import type { NewPasswordPurpose } from './purposes.ts';

/**
 * *Activar la cuenta* of PASE: whoever opens the link has the address that was given after the proof. Saving a password
 * makes it the user, and ends the SAED user with the same write.
 */
export function activatePurpose(options: {
  readonly accounts: Pick<Directory, 'find'>;
  readonly migrations: Pick<Migrations, 'byCase'>;
  readonly activationRequest: ActivationRequestJob;
  readonly now: () => number;
}): NewPasswordPurpose {
  const { accounts, migrations, activationRequest, now } = options;
  return {
    purpose: 'activate',
    entry: '/activar-cuenta',
    cookie: 'activar-cuenta',
    texts: {
      title: 'activate.title',
      lead: 'activate.lead',
      button: 'activate.button',
      doneTitle: 'activate.done.title',
      done: 'activate.done',
    },
    async subject({ caseId, accountId }, { account }) {
      const migration = await migrations.byCase(caseId);
      if (migration === undefined || account.legacyPasswordHash === undefined) return undefined;
      const { email, name, clientNumber } = migration;
      const holder = await accounts.find({ portal: 'pase', email });
      if (holder !== undefined && holder.id !== accountId) return undefined;
      return {
        username: email,
        shownEmail: email,
        personal: { email, name, clientNumber },
        change: { email, name, jobs: [finishCaseJob(caseId, now())] },
      };
    },
    again: ({ caseId }, { id, locale, at }) => activationRequest({ id, request: { by: 'case', caseId }, locale, at }),
  };
}
