import { maskEmail } from '../../../services/accounts/mask.ts';
import type { Cases } from '../../../services/cases/cases.ts';
import { finishCaseJob } from '../../../services/cases/finish-job.ts';
import { letterGrant } from '../../../services/cases/letter-data.ts';
import { linkAgainJob } from '../../../services/cases/link-again-job.ts';
import type { NewPasswordPurpose } from './purposes.ts';

/**
 * The end of a petition in person at the IMPI: the link went to the new address of a case that two people let through.
 * Email and password change together, and the case is finished with them.
 */
export function setPasswordPurpose(options: {
  readonly cases: Pick<Cases, 'get'>;
  readonly now: () => number;
}): NewPasswordPurpose {
  return {
    purpose: 'set-password',
    entry: '/crear-contrasena',
    cookie: 'crear-contrasena',
    texts: {
      title: 'set-password.title',
      lead: 'set-password.lead',
      button: 'reset.button',
      doneTitle: 'reset.done.title',
      done: 'set-password.done',
    },
    async subject({ caseId }, { account }) {
      const known = await options.cases.get(caseId);
      const grant = known && letterGrant(known.case);
      if (grant === undefined) return undefined;
      const { email, fullName } = grant;
      return {
        // The user of the IMPI is the new address, to which the mail came.
        username: email,
        shownEmail: maskEmail(email),
        personal: { curp: account.curp, email, name: fullName },
        change: { email, jobs: [finishCaseJob(caseId, options.now())] },
      };
    },
    again: ({ caseId }, order) => linkAgainJob(caseId, order),
  };
}
