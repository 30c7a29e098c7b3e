import { z } from 'zod';
import { openSealed } from '../seal/open-sealed.ts';
import type { Sealer } from '../seal/sealer.ts';
import type { NewJob } from '../store/store.ts';

export const RESET_REQUEST = 'reset-request';

/**
 * Somebody asks for a link to a new password. What was given says whose account is meant, and never where the link goes.
 *
 * - `curp`: ICSOE knows a person by CURP and wants the registered email as well.
 * - `email`: PASE knows an account by its email.
 * - `account`: the holder of an old link asks for another one.
 */
export const ResetRequest = z.discriminatedUnion('by', [
  z.object({ by: z.literal('curp'), portal: z.literal('icsoe'), curp: z.string(), email: z.string() }),
  z.object({ by: z.literal('email'), portal: z.literal('pase'), email: z.string() }),
  z.object({ by: z.literal('account'), accountId: z.string() }),
]);
export type ResetRequest = z.infer<typeof ResetRequest>;

const Order = z.object({ request: ResetRequest, locale: z.enum(['es-MX', 'en']), at: z.number() });
export type ResetOrder = z.infer<typeof Order>;

/** Makes the job behind the notice that is the same for everybody; what was given rests sealed. */
export type ResetRequestJob = (asked: ResetOrder & { readonly id: string }) => NewJob;

const Sealed = z.object({ sealed: z.string() });

/**
 * `id` makes a request count once; the turn's id, or that of the old link. `delay`: a random time in milliseconds before
 * the look-up, so that its work does not fall on whatever message the same person sends next, where a stopwatch would see
 * it.
 */
export function createResetRequestJob(sealer: Sealer, delay: () => number): ResetRequestJob {
  return ({ id, ...order }) => {
    const jobId = `${RESET_REQUEST}:${id}`;
    const sealed = sealer.seal(JSON.stringify(order), jobId);
    return { id: jobId, kind: RESET_REQUEST, payload: { sealed }, dueAt: order.at + delay() };
  };
}

/** Opens the payload of such a job. Throws when it is not ours. */
export function openResetOrder(sealer: Sealer, job: { id: string; payload: unknown }): ResetOrder {
  const { sealed } = Sealed.parse(job.payload);
  return Order.parse(JSON.parse(openSealed(sealer, sealed, job.id)));
}
