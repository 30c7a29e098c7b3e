import { z } from 'zod';
import { HopelessJob, type JobHandler } from '../jobs/handler.ts';
import type { MailJob } from '../mail/mail.ts';
import type { Jobs, Millis, NewJob } from '../store/store.ts';
import type { Cases } from './cases.ts';
import { dayInWords, reminderAt } from './deadline.ts';
import { letterDataOf } from './letter-data.ts';

const Reminder = z.object({ caseId: z.string(), daysBefore: z.number(), uselessAt: z.number() });
const Expiry = z.object({ caseId: z.string() });

/** Kinds of jobs that wait for a letter case's time to run. */
export const letterJobKinds = { reminder: 'letter.reminder', expiry: 'letter.expiry' } as const;

/** One reminder each so many days before the deadline; one that is late by the time of the next is not sent any more. */
export function reminderJobs(caseId: string, filedAt: Millis, deadlineAt: Millis, days: readonly number[]): NewJob[] {
  const descending = [...days].sort((a, b) => b - a);
  return descending.flatMap((daysBefore, index) => {
    const dueAt = reminderAt(deadlineAt, daysBefore);
    const next = descending[index + 1];
    const uselessAt = next === undefined ? deadlineAt : reminderAt(deadlineAt, next);
    if (dueAt <= filedAt) return [];
    const payload = { caseId, daysBefore, uselessAt };
    return [{ id: `letter-reminder:${caseId}:${daysBefore}`, kind: letterJobKinds.reminder, payload, dueAt }];
  });
}

/** Looks at the case again right after its deadline. */
export const expiryJob = (caseId: string, deadlineAt: Millis): NewJob => ({
  id: `letter-expiry:${caseId}:${deadlineAt}`,
  kind: letterJobKinds.expiry,
  payload: { caseId },
  dueAt: deadlineAt + 1,
});

/** Handlers by kind. Each looks at the case first: what was decided meanwhile is neither reminded of nor ended. */
export function createLetterJobHandlers(deps: {
  readonly cases: Cases;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly mailJob: MailJob;
  readonly now: () => Millis;
}): Readonly<Record<string, JobHandler>> {
  const { cases, jobs, mailJob, now } = deps;

  async function remind({ caseId, daysBefore, uselessAt }: z.infer<typeof Reminder>): Promise<void> {
    const known = await cases.get(caseId);
    const data = known && letterDataOf(known.case);
    const deadlineAt = known?.case.deadlineAt;
    if (data === undefined || deadlineAt === undefined) throw new HopelessJob('a reminder without its letter case');
    if (known?.case.state !== 'awaiting-visit' || now() >= uselessAt) return;
    const { folio, portal } = known.case;
    const params = { folio, deadline: dayInWords(deadlineAt, data.locale) };
    const id = `mail:letter-reminder:${caseId}:${daysBefore}`;
    await jobs.add([
      mailJob({ id, to: data.email, portal, template: 'letter-reminder', params, locale: data.locale, at: now() }),
    ]);
  }

  async function expire({ caseId }: z.infer<typeof Expiry>): Promise<void> {
    const known = await cases.get(caseId);
    const deadlineAt = known?.case.deadlineAt;
    if (known === undefined || deadlineAt === undefined || now() <= deadlineAt) return;
    // Whoever came in time waits for the institution, not the other way round: seen papers are decided by people.
    if (known.case.state !== 'awaiting-visit' && known.case.state !== 'approved') return;
    await cases.move(caseId, { event: 'expire', eventId: `expire:${deadlineAt}`, at: now() });
  }

  return {
    [letterJobKinds.reminder]: each((payload) => remind(Reminder.parse(payload))),
    [letterJobKinds.expiry]: each((payload) => expire(Expiry.parse(payload))),
  };
}

const each = (handle: (payload: unknown) => Promise<void>): JobHandler => ({
  async run(jobs) {
    for (const job of jobs) await handle(job.payload);
  },
});
