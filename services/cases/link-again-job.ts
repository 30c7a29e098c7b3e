import { z } from 'zod';
import type { JobHandler } from '../jobs/handler.ts';
import type { Millis, NewJob } from '../store/store.ts';
import type { VisitDesk } from './visit.ts';

export const LINK_AGAIN = 'case.link-again';

const Payload = z.object({ caseId: z.string() });

/** Another link for an approved case, asked for on the page of an old one. `id`: the same request again is one. */
export const linkAgainJob = (caseId: string, { id, at }: { readonly id: string; readonly at: Millis }): NewJob => ({
  id: `${LINK_AGAIN}:${id}`,
  kind: LINK_AGAIN,
  payload: { caseId },
  dueAt: at,
});

/** A case that is not approved, or over, gets none; whoever asked is not told. */
export function createLinkAgainHandler(desk: Pick<VisitDesk, 'sendLinkAgain'>): JobHandler {
  return {
    async run(jobs) {
      for (const job of jobs) await desk.sendLinkAgain(Payload.parse(job.payload).caseId);
    },
  };
}
