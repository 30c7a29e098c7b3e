import type { JobHandler } from '../jobs/handler.ts';
import { queueOf } from './board-line.ts';
import type { HandoffContext } from './handoffs.ts';

/** From here on every step forward is worth a message; before, only when the wait has halved. */
const NEAR = 3;

/**
 * Tells people in the queue that they have come forward, when it is worth saying. Who looks at all of them also sees those
 * without a timer, and has them end as others do.
 */
export function positionsHandler({ board, records, stir, now }: HandoffContext): JobHandler {
  return {
    async run() {
      const lines = await board.list();
      for (const { id, row } of lines) if (row.state === 'assigned' && row.due === undefined) await stir(id, now());
      const queue = queueOf(lines);
      for (const [index, { id, row }] of queue.entries()) {
        const position = index + 1;
        if (isNews(position, row.toldPosition)) await tell(id, position);
      }
    },
  };

  async function tell(id: string, position: number): Promise<void> {
    await records.change(id, (before) =>
      before.state === 'queued' && isNews(position, before.toldPosition)
        ? { ok: true, handoff: { ...before, toldPosition: position }, tell: [{ desk: { what: 'position', position } }] }
        : { ok: true, handoff: before, repeated: true },
    );
  }
}

const isNews = (position: number, told = Number.POSITIVE_INFINITY): boolean =>
  position < told && (position <= NEAR || position <= told / 2);
