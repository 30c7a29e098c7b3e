import { z } from 'zod';
import { openSealed } from '../seal/open-sealed.ts';
import type { Sealer } from '../seal/sealer.ts';
import type { NewJob } from '../store/store.ts';
import { Migration } from './migration.ts';

export const ACTIVATION_REQUEST = 'activation-request';

/**
 * A link to activate an account is wanted.
 *
 * - `migration`: somebody proved a client number and agreed to the move.
 * - `email`: somebody says the mail did not arrive; whoever it is, the link goes to that address or nowhere.
 * - `case`: the holder of an old link asks for another one.
 */
const ActivationRequest = z.discriminatedUnion('by', [
  z.object({ by: z.literal('migration'), migration: Migration }),
  z.object({ by: z.literal('email'), email: z.string() }),
  z.object({ by: z.literal('case'), caseId: z.string() }),
]);
export type ActivationRequest = z.infer<typeof ActivationRequest>;

const Order = z.object({ request: ActivationRequest, locale: z.enum(['es-MX', 'en']), at: z.number() });
export type ActivationOrder = z.infer<typeof Order>;

/** Makes the job behind a notice that is the same for everybody; what was given rests sealed. */
export type ActivationRequestJob = (asked: ActivationOrder & { readonly id: string }) => NewJob;

const Sealed = z.object({ sealed: z.string() });

/**
 * `id` makes a request count once: the turn's id, or that of the old link. `delay`: a random time in milliseconds before
 * the look-up, as for a forgotten password.
 */
export function createActivationRequestJob(sealer: Sealer, delay: () => number = () => 0): ActivationRequestJob {
  return ({ id, ...order }) => {
    const jobId = `${ACTIVATION_REQUEST}:${id}`;
    const sealed = sealer.seal(JSON.stringify(order), jobId);
    return { id: jobId, kind: ACTIVATION_REQUEST, payload: { sealed }, dueAt: order.at + delay() };
  };
}

/** Opens the payload of such a job. Throws when it is not ours. */
export function openActivationOrder(sealer: Sealer, job: { id: string; payload: unknown }): ActivationOrder {
  const { sealed } = Sealed.parse(job.payload);
  return Order.parse(JSON.parse(openSealed(sealer, sealed, job.id)));
}
