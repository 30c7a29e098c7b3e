import type { JobHandler } from '../jobs/handler.ts';
import type { Sealer } from '../seal/sealer.ts';
import type { Accepted } from '../store/store.ts';
import { type MoveEvent, messageIdOf, openMoveOrder } from './move-event.ts';

export interface MoveHandlerDeps {
  readonly sealer: Sealer;
  /** Puts an event into the inbox of a conversation; the same message id once, however often. */
  readonly accept: (conversationId: string, messageId: string, event: MoveEvent) => Promise<Accepted>;
}

/** Brings what a turn said to the other conversation. A state whose destination is gone comes back to where it was. */
export function createMoveHandler({ sealer, accept }: MoveHandlerDeps): JobHandler {
  const bring = (to: string, event: MoveEvent) => accept(to, messageIdOf(event), event);
  return {
    async run(jobs) {
      for (const job of jobs) {
        const { to, from, event } = openMoveOrder(sealer, job);
        const brought = await bring(to, event);
        if (brought.outcome !== 'unknown-conversation' || event.what !== 'arrived') continue;
        await bring(from, { what: 'returned', moveId: event.moveId, state: event.state });
      }
    },
  };
}
