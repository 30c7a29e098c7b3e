import { z } from 'zod';
import { openSealed } from '../seal/open-sealed.ts';
import type { Sealer } from '../seal/sealer.ts';
import type { Json, NewJob } from '../store/store.ts';

/**
 * What a conversation hears of a move; enters its inbox under an id of the move, so that it is heard once.
 *
 * - `claimed`: somebody at `channel` typed the code; this conversation is asked whether that is the same person.
 * - `arrived`: the state of the other conversation, to go on with from where it was.
 * - `refused`: the other conversation said no.
 * - `returned`: the place the state was sent to is gone; here it is again.
 */
export const MoveEvent = z.discriminatedUnion('what', [
  z.object({ what: z.literal('claimed'), moveId: z.string(), channel: z.string() }),
  z.object({ what: z.literal('arrived'), moveId: z.string(), channel: z.string(), state: z.json() }),
  z.object({ what: z.literal('refused'), moveId: z.string() }),
  z.object({ what: z.literal('returned'), moveId: z.string(), state: z.json() }),
]);
export type MoveEvent = z.infer<typeof MoveEvent>;

export const MOVE = 'move';

/** To whom an event goes, and who gets the state back when they are gone. */
const Order = z.object({ to: z.string(), from: z.string(), event: MoveEvent });
export type MoveOrder = z.infer<typeof Order>;

const Sealed = z.object({ sealed: z.string() });

/** The id under which an event enters an inbox. */
export const messageIdOf = ({ what, moveId }: MoveEvent): string => `move:${moveId}:${what}`;

export type MoveJob = (order: MoveOrder, at: number) => NewJob;

/**
 * Makes the job that brings an event to the other conversation; belongs into the commit of the turn that causes it, so
 * that a state leaves its conversation in the same write in which that forgets it. The state rests sealed.
 */
export function createMoveJob(sealer: Sealer): MoveJob {
  return (order, at) => {
    const id = messageIdOf(order.event);
    return { id, kind: MOVE, payload: { sealed: sealer.seal(JSON.stringify(order), id) }, dueAt: at };
  };
}

/** Opens the payload of such a job. Throws when it is not ours. */
export function openMoveOrder(sealer: Sealer, job: { readonly id: string; readonly payload: Json }): MoveOrder {
  const { sealed } = Sealed.parse(job.payload);
  return Order.parse(JSON.parse(openSealed(sealer, sealed, job.id)));
}
