import type { MailJob } from '../mail/mail.ts';
import type { Millis } from '../store/store.ts';
import type { Cases } from './cases.ts';
import { dayInWords, endOfDayAfter } from './deadline.ts';
import type { LetterData } from './letter-data.ts';
import { expiryJob, reminderJobs } from './letter-jobs.ts';

export interface Filing extends LetterData {
  readonly caseId: string;
  readonly at: Millis;
}

export type Filed =
  | { readonly ok: true; readonly folio: string; readonly deadlineAt: Millis }
  /** The case is over, or was never opened. */
  | { readonly ok: false; readonly reason: 'impossible' | 'unknown' };

/** Cases that wait for a person to come with a letter. */
export interface LetterCases {
  /**
   * The case waits from now on. With it go the mail that says so, the reminders and the look at the deadline. Grants
   * nothing, and looks up no account: a known and an unknown CURP wait alike. Safe to repeat: the first deadline stands.
   */
  file(filing: Filing): Promise<Filed>;
}

export function createLetterCases(options: {
  readonly cases: Cases;
  readonly mailJob: MailJob;
  /** Days from filing to the last day of the visit. */
  readonly deadlineDays: number;
  /** Days before the deadline on which to remind. */
  readonly reminderDays: readonly number[];
}): LetterCases {
  const { cases, mailJob, deadlineDays, reminderDays } = options;

  return {
    async file({ caseId, at, ...data }) {
      const known = await cases.get(caseId);
      if (known === undefined) return { ok: false, reason: 'unknown' };
      const { folio, portal } = known.case;
      const deadlineAt = endOfDayAfter(at, deadlineDays);
      const mail = mailJob({
        id: `mail:letter-filed:${caseId}`,
        to: data.email,
        portal,
        template: 'letter-filed',
        params: { folio, deadline: dayInWords(deadlineAt, data.locale) },
        locale: data.locale,
        at,
      });
      const moved = await cases.move(caseId, {
        event: 'await-visit',
        eventId: 'awaiting-visit',
        at,
        data,
        deadlineAt,
        jobs: [mail, ...reminderJobs(caseId, at, deadlineAt, reminderDays), expiryJob(caseId, deadlineAt)],
      });
      if (!moved.ok) return { ok: false, reason: moved.reason === 'unknown' ? 'unknown' : 'impossible' };
      return { ok: true, folio, deadlineAt: moved.case.deadlineAt ?? deadlineAt };
    },
  };
}
