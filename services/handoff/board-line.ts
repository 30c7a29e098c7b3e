import type { z } from 'zod';
import type { Millis } from '../store/store.ts';
import { Handoff } from './handoff.ts';

/** One line of the board: a hand-off without anybody's words. */
export const HandoffRow = Handoff.omit({
  locale: true,
  facts: true,
  history: true,
  notes: true,
  said: true,
  lastWords: true,
  lastSeq: true,
  outbox: true,
});
export type HandoffRow = z.infer<typeof HandoffRow>;

export interface BoardLine {
  readonly id: string;
  readonly row: HandoffRow;
}

/** Who waits, in the order in which they asked. */
export const queueOf = (lines: readonly BoardLine[]): readonly BoardLine[] =>
  lines.filter(({ row }) => row.state === 'queued').sort((a, b) => (isBefore(a, b.id, b.row.requestedAt) ? -1 : 1));

/** The place in the queue of everybody who waits; 1 is next. */
export const placesOf = (lines: readonly BoardLine[]): ReadonlyMap<string, number> =>
  new Map(queueOf(lines).map(({ id }, index) => [id, index + 1]));

/** The place in the queue of somebody who asked at `requestedAt`; 1 is next. */
export function placeInQueue(lines: Iterable<BoardLine>, id: string, requestedAt: Millis): number {
  let place = 1;
  for (const line of lines) if (line.row.state === 'queued' && isBefore(line, id, requestedAt)) place += 1;
  return place;
}

const isBefore = ({ id, row }: BoardLine, other: string, requestedAt: Millis): boolean =>
  row.requestedAt < requestedAt || (row.requestedAt === requestedAt && id < other);
