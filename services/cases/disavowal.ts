import { z } from 'zod';
import { Portal } from '../accounts/portal.ts';
import type { JobHandler } from '../jobs/handler.ts';
import type { NewJob } from '../store/store.ts';
import type { Case, KnownCase } from './case.ts';
import type { Cases } from './cases.ts';

/** The procedure of cases in which somebody said "no fui yo". They stay open until staff has looked. */
export const DISAVOWAL_PROCEDURE = 'disavowal';
/** Ids of such cases begin like this, so that they are found among all others. */
export const DISAVOWAL_ID = 'disavowal:';
export const OPEN_DISAVOWAL = 'case.open-disavowal';

const Disavowal = z.object({
  /** The link by which it was said. */
  linkId: z.string(),
  at: z.number(),
  portal: Portal,
  accountId: z.string(),
  /** The case, or the link, of the change that is disavowed. */
  changeCaseId: z.string(),
  /** What the account is frozen by (`Account.frozen.by`): an earlier link, where it was stopped already. */
  frozenBy: z.string(),
  /** To which contact the link had been mailed, as the audit trail writes addresses. */
  contactHash: z.string().optional(),
});
/** "No fui yo", said by somebody who has a link. */
export type Disavowal = z.infer<typeof Disavowal>;

/** What such a case knows besides `accountId`, in `Case.data`. */
export const DisavowalData = Disavowal.pick({ changeCaseId: true, frozenBy: true, contactHash: true });
export type DisavowalData = z.infer<typeof DisavowalData>;

/** The data of a disavowal; undefined for cases of other procedures. */
export function disavowalDataOf(given: Case): DisavowalData | undefined {
  return given.procedure === DISAVOWAL_PROCEDURE ? DisavowalData.safeParse(given.data).data : undefined;
}

/** Written with the freeze, so that whatever happens to the process, staff learns of it. */
export const openDisavowalJob = (disavowal: Disavowal): NewJob => ({
  id: `${OPEN_DISAVOWAL}:${disavowal.linkId}`,
  kind: OPEN_DISAVOWAL,
  payload: disavowal,
  dueAt: disavowal.at,
});

/** Stops the case of the change, and opens the one in which staff goes on. The same one however often it is asked for. */
export async function openDisavowal(cases: Pick<Cases, 'open' | 'move'>, disavowal: Disavowal): Promise<KnownCase> {
  const { linkId, at, portal, accountId, changeCaseId, frozenBy, contactHash } = disavowal;
  await cases.move(changeCaseId, { event: 'freeze', eventId: `disavowal:${linkId}`, at });
  const data = { changeCaseId, frozenBy, ...(contactHash === undefined ? {} : { contactHash }) };
  return cases.open({ id: DISAVOWAL_ID + linkId, procedure: DISAVOWAL_PROCEDURE, portal, at, accountId, data });
}

export function createDisavowalHandler(cases: Pick<Cases, 'open' | 'move'>): JobHandler {
  return {
    async run(jobs) {
      for (const job of jobs) await openDisavowal(cases, Disavowal.parse(job.payload));
    },
  };
}
