import { z } from 'zod';
import type { Millis } from '../store/store.ts';

/**
 * A conversation on its way from one channel to another.
 *
 * - `offered`: a code was shown where the person is.
 * - `claimed`: it was typed somewhere else; the channel that is left has to confirm.
 * - `confirmed`: it did. What moves the state is the turn that confirms, not this record.
 * - `refused`: it did not.
 *
 * `expired` is never written: it follows from the time.
 */
export const Move = z.object({
  id: z.string(),
  fromChannel: z.string(),
  /** Keyed hash of the code. */
  code: z.string(),
  state: z.enum(['offered', 'claimed', 'confirmed', 'refused']),
  offeredAt: z.number(),
  expiresAt: z.number(),
  claim: z.object({ to: z.string(), toChannel: z.string(), by: z.string(), at: z.number() }).optional(),
  /** The turn that confirmed or refused; it alone gets the same answer again. */
  decidedBy: z.string().optional(),
});
export type Move = z.infer<typeof Move>;

/** A place a conversation can be at: an id of the store, and the channel it belongs to. */
export interface Place {
  readonly conversationId: string;
  readonly channel: string;
}

export type Offered =
  | { readonly ok: true; readonly moveId: string; readonly code: string; readonly expiresAt: Millis }
  /** Too many codes were asked for. */
  | { readonly ok: false; readonly reason: 'limit'; readonly retryAt: Millis };

export type Claimed =
  | { readonly ok: true; readonly moveId: string; readonly from: Place; readonly expiresAt: Millis }
  /**
   * `no-match`: a wrong code, one that expired, was superseded, was claimed by somebody else or belongs to this very
   * conversation; all look the same, so that nobody learns of codes by trying.
   */
  | { readonly ok: false; readonly reason: 'no-match' }
  | { readonly ok: false; readonly reason: 'limit'; readonly retryAt: Millis };

export type Decided =
  | { readonly ok: true; readonly moveId: string; readonly to: Place }
  /** There is nothing to decide: nobody claimed that code, it was decided before, another one followed, or it is too late. */
  | { readonly ok: false; readonly reason: 'none' };

/** Takes a conversation to another channel, with the consent of both. */
export interface Moves {
  /** The person asks to go on elsewhere; a code they were given before is void. `turnId`: a turn run again gets a new one. */
  offer(from: Place): Promise<Offered>;
  /**
   * A code was typed at another place. Counted, then compared. The same place gets the same answer again while nothing is
   * decided, the same turn (`turnId`) also after that, uncounted.
   */
  claim(claim: { to: Place; code: string; turnId: string }): Promise<Claimed>;
  /** The place that is left says yes or no to the move it was asked about. */
  decide(decision: { from: string; moveId: string; agree: boolean; turnId: string }): Promise<Decided>;
}
