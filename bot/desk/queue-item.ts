import type { BoardLine, HandoffRow } from '../../services/handoff/board-line.ts';
import { type SlaTimes, slaOf } from '../../services/handoff/sla.ts';
import type { QueueItem } from './api-types.ts';

/** A hand-off as a line of the queue. `place`: in the queue, as long as it is in it. */
export function queueItem(
  { id, row }: BoardLine,
  { place, now, sla }: { readonly place: number | undefined; readonly now: number; readonly sla: SlaTimes },
): QueueItem {
  const { rev, reserved, due, conversationId: _, toldPosition: __, ...shown } = row;
  return {
    id,
    version: rev,
    ...pick(shown),
    sla: slaOf(row, now, sla),
    ...(reserved && reserved.until > now && { reservedFor: reserved.to }),
    ...(due?.timer === 'wake' && { snoozedUntil: due.at }),
    ...(row.state === 'queued' && place !== undefined && { position: place }),
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
