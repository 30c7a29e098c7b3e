import type { JobHandler } from '../jobs/handler.ts';
import type { Millis, NewJob } from '../store/store.ts';
import type { KnownHandoff } from './handoff.ts';
import type { HandoffsOptions } from './handoffs.ts';
import { handoffJobs, idOf } from './records.ts';

/** Written when somebody takes a conversation whose person was promised an answer. */
export const keptJob = (id: string, at: Millis): NewJob => ({
  id: `${handoffJobs.kept}:${id}:${at}`,
  kind: handoffJobs.kept,
  payload: { id },
  dueAt: at,
});

/** Writes to the person where there is an address on record; the conversation itself is told in any case. */
export function keptHandler(
  deps: Pick<HandoffsOptions, 'contactOf' | 'mailJob' | 'jobs' | 'now'> & {
    readonly get: (id: string) => Promise<KnownHandoff | undefined>;
  },
): JobHandler {
  return {
    async run(jobs) {
      for (const job of jobs) {
        const known = await deps.get(idOf(job.payload));
        if (known) await write(known, job.id);
      }
    },
  };

  async function write({ handoff }: KnownHandoff, jobId: string): Promise<void> {
    const { folio, ticket, locale } = handoff;
    const contact = folio === undefined ? undefined : await deps.contactOf(folio);
    if (contact === undefined || ticket === undefined) return;
    const { to, portal } = contact;
    const id = `mail:agent-here:${jobId}`;
    await deps.jobs.add([
      deps.mailJob({ id, to, portal, template: 'agent-here', params: { folio: ticket }, locale, at: deps.now() }),
    ]);
  }
}
