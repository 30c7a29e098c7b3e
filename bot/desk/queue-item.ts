import type { BoardLine, HandoffRow } from '../../services/handoff/board.ts';
import { placeInQueue } from '../../services/handoff/board.ts';
import { type SlaTimes, slaOf } from '../../services/handoff/sla.ts';
import type { QueueItem } from './api-types.ts';

/** A hand-off as a line of the queue. @param lines the whole board, for the place in the queue. */
export function queueItem(
  { id, row }: BoardLine,
  { lines, now, sla }: { readonly lines: readonly BoardLine[]; readonly now: number; readonly sla: SlaTimes },
): QueueItem {
  const { rev, reserved, due, conversationId: _, toldPosition: __, ...shown } = row;
  return {
    id,
    version: rev,
    ...pick(shown),
    sla: slaOf(row, now, sla),
    ...(reserved && reserved.until > now && { reservedFor: reserved.to }),
    ...(due?.timer === 'wake' && { snoozedUntil: due.at }),
    ...(row.state === 'queued' && { position: placeInQueue(lines, id, row.requestedAt) }),
  };
}

const pick = ({
  state,
  channel,
  portal,
  procedure,
  step,
  folio,
  ticket,
  reason,
  requestedAt,
  waitingSince,
  assignee,
  endedAt,
  endReason,
}: Omit<HandoffRow, 'rev' | 'reserved' | 'due' | 'conversationId' | 'toldPosition'>) => ({
  state,
  channel,
  ...(portal && { portal }),
  ...(procedure && { procedure }),
  ...(step && { step }),
  ...(folio && { folio }),
  ...(ticket && { ticket }),
  reason,
  requestedAt,
  ...(waitingSince !== undefined && { waitingSince }),
  ...(assignee && { assignee }),
  ...(endedAt !== undefined && { endedAt }),
  ...(endReason && { endReason }),
});
