import { z } from 'zod';
import type { JobHandler } from '../jobs/handler.ts';
import type { Millis, NewJob } from '../store/store.ts';
import type { Cases } from './cases.ts';

export const FINISH_CASE = 'case.finish';

const Payload = z.object({ caseId: z.string(), at: z.number() });

/** Ends a case well; written with the change of the account that it was about. */
export const finishCaseJob = (caseId: string, at: Millis): NewJob => ({
  id: `${FINISH_CASE}:${caseId}`,
  kind: FINISH_CASE,
  payload: { caseId, at },
  dueAt: at,
});

/** A case that is over already, however it ended, stays as it is. */
export function createFinishCaseHandler(cases: Pick<Cases, 'move'>): JobHandler {
  return {
    async run(jobs) {
      for (const job of jobs) {
        const { caseId, at } = Payload.parse(job.payload);
        await cases.move(caseId, { event: 'finish', eventId: 'done', at });
      }
    },
  };
}
