import type { JobHandler } from '../jobs/handler.ts';
import type { DeskEvent, KnownHandoff } from './handoff.ts';
import type { HandoffContext } from './handoffs.ts';
import { idOf } from './records.ts';
import { nextTicket } from './ticket.ts';
import { reachableUntil } from './transition.ts';

/** A timer that comes later than this was waiting for a process to come back. */
const LATE_MS = 60_000;

/**
 * What happens when a timer's time has come. Everything is looked at again, on the record: a timer that is not the one
 * set now, or comes twice, does nothing.
 */
export function timerHandler(context: HandoffContext): JobHandler {
  return {
    async run(jobs) {
      for (const job of jobs) {
        const known = await context.records.get(idOf(job.payload));
        if (known) await fire(known, context);
      }
    },
  };
}

async function fire({ id, handoff }: KnownHandoff, context: HandoffContext): Promise<void> {
  const at = context.now();
  const { due } = handoff;
  if (due === undefined || due.at > at) return;
  switch (due.timer) {
    case 'assignment': {
      const ticket = handoff.ticket ?? (await nextTicket(context.counters, at));
      const told = {
        tell: [{ what: 'timed-out' }] as const,
        also: (after: KnownHandoff['handoff']) => ({ ...after, ticket }),
      };
      return settled(await context.happen(id, { type: 'assignment-timeout', at }, told));
    }
    case 'response': {
      const position = await context.records.place(id, handoff.requestedAt);
      const tell: DeskEvent[] = [{ what: 'position', position }];
      return settled(
        await context.happen(
          id,
          { type: 'agent-silent', at },
          { tell, also: (after) => ({ ...after, toldPosition: position }) },
        ),
      );
    }
    case 'promise':
      return settled(
        await context.happen(
          id,
          { type: 'promise-expired', at },
          { tell: [{ what: 'returned', reason: 'promise-expired' }] },
        ),
      );
    case 'idle': {
      // While nobody was here, nobody could be heard: what the person wrote then may be on its way.
      if (at - due.at > LATE_MS) return settled(await context.stir(id, at));
      const isReached = at < reachableUntil(handoff, context.times);
      const tell: DeskEvent[] = isReached ? [{ what: 'returned', reason: 'person-silent' }] : [];
      return settled(await context.happen(id, { type: 'person-silent', at }, { tell }));
    }
    case 'wake':
      return settled(await context.happen(id, { type: 'wake', at }));
  }
}

/** Refused is fine: somebody was faster. That nobody could write is to be tried again. */
function settled(changed: Awaited<ReturnType<HandoffContext['happen']>>): void {
  if (!changed.ok && changed.reason === 'busy') throw new Error('a hand-off keeps changing');
}
