import type { JobHandler } from '../jobs/handler.ts';
import type { Chain } from '../store/store.ts';
import { AuditBody } from './audit-job.ts';
import { chainEvents } from './chain.ts';

/** Events chained in one append. */
const BATCH = 100;

/** Chains audit events, many in one append. */
export function createAuditHandler(chain: Chain): JobHandler {
  return {
    batch: BATCH,
    run: (jobs) =>
      chainEvents(
        chain,
        jobs.map((job) => AuditBody.parse(job.payload)),
      ),
  };
}
