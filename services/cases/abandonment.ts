import { z } from 'zod';
import type { AuditJob } from '../audit/event.ts';
import type { JobHandler } from '../jobs/handler.ts';
import type { Jobs, Millis, NewJob } from '../store/store.ts';
import type { Cases } from './cases.ts';

export const ABANDONMENT = 'case.abandonment';

const Payload = z.object({ folio: z.string(), conversationId: z.string() });

/** Looks at `dueAt` whether a case was given up in the conversation it is handled in. */
export const abandonmentJob = (folio: string, conversationId: string, dueAt: Millis): NewJob => ({
  id: `${ABANDONMENT}:${folio}:${conversationId}:${dueAt}`,
  kind: ABANDONMENT,
  payload: { folio, conversationId },
  dueAt,
});

/** Where a conversation stands, and since when nothing was said in it. */
export interface Silence {
  readonly since: Millis;
  readonly step: string;
  /** The case that is asked about; absent when it is none. */
  readonly folio?: string | undefined;
  /** People have it: they wait, and not the person alone. */
  readonly withPeople: boolean;
}

/**
 * Chains that a case was given up, with the step, once nothing was said for `afterMs`; once a case, however often somebody
 * comes back to it and falls silent again. A case stays open: who comes back goes on, and counts with how it ends as well.
 */
export function abandonmentHandler(deps: {
  readonly cases: Pick<Cases, 'byFolio'>;
  readonly silenceOf: (conversationId: string) => Promise<Silence | undefined>;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly auditJob: AuditJob;
  readonly now: () => Millis;
  readonly afterMs: Millis;
  readonly onAbandoned: (where: { readonly procedure: string; readonly step: string }) => void;
}): JobHandler {
  const { cases, silenceOf, jobs, auditJob, now, afterMs } = deps;

  async function look(folio: string, conversationId: string): Promise<void> {
    const known = await cases.byFolio(folio);
    if (known?.case.state !== 'open' && known?.case.state !== 'proof-complete') return;
    const silence = await silenceOf(conversationId);
    // It went on in another conversation, which has a look of its own.
    if (silence?.folio !== folio) return;
    const at = now();
    const dueAt = silence.withPeople ? at + afterMs : silence.since + afterMs;
    if (dueAt > at) return jobs.add([abandonmentJob(folio, conversationId, dueAt)]);
    const { procedure, portal } = known.case;
    const { step } = silence;
    const about = { at, procedure, portal, caseId: known.id, folio, step };
    await jobs.add([auditJob({ id: `case.abandoned:${known.id}`, name: 'case.abandoned', ...about })]);
    deps.onAbandoned({ procedure, step });
  }

  return {
    async run(due) {
      for (const job of due) {
        const { folio, conversationId } = Payload.parse(job.payload);
        await look(folio, conversationId);
      }
    },
  };
}
