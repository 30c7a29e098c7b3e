import type { z } from 'zod';
import { collection } from '../store/collection.ts';
import type { Documents, Millis } from '../store/store.ts';
import { Handoff, type KnownHandoff } from './handoff.ts';

/** One line of the board: a hand-off without anybody's words. */
export const HandoffRow = Handoff.omit({
  locale: true,
  facts: true,
  history: true,
  notes: true,
  said: true,
  lastSeq: true,
  outbox: true,
});
export type HandoffRow = z.infer<typeof HandoffRow>;

export interface BoardLine {
  readonly id: string;
  readonly row: HandoffRow;
}

/**
 * The hand-offs that are open or ended lately, to be listed without reading all there ever were. A copy, written after
 * each change of the record (`rev` says of which); whoever decides something decides it on the record.
 */
export interface Board {
  write(known: KnownHandoff): Promise<void>;
  list(): Promise<BoardLine[]>;
}

const KIND = 'handoff-board';
const PAGE = 500;

/** @param keepMs how long ended ones stay on the board. */
export function createBoard({ documents, keepMs }: { readonly documents: Documents; readonly keepMs: Millis }): Board {
  const rows = collection(documents, KIND, HandoffRow);
  return {
    async write({ id, handoff }) {
      const row = HandoffRow.parse(handoff);
      const options = row.endedAt === undefined ? {} : { expiresAt: row.endedAt + keepMs };
      const inserted = await rows.insert(id, row, options);
      if (inserted.ok) return;
      const changed = await rows.change(id, (before) =>
        before.rev < row.rev ? { value: row, ...options } : undefined,
      );
      if (!changed.ok && changed.reason === 'busy') throw new Error('a line of the board keeps changing');
    },
    async list() {
      const lines: BoardLine[] = [];
      for (let after: string | undefined; ; ) {
        const page = await documents.list(KIND, { ...(after !== undefined && { after }), limit: PAGE });
        for (const { id, value } of page) {
          // A copy in the shape of another version is written anew with the next change; it must not hide all others.
          const row = HandoffRow.safeParse(value);
          if (row.success) lines.push({ id, row: row.data });
        }
        after = page.at(-1)?.id;
        if (page.length < PAGE) return lines;
      }
    },
  };
}

/** Who waits, in the order in which they asked. */
export function queueOf(lines: readonly BoardLine[]): readonly BoardLine[] {
  return lines
    .filter(({ row }) => row.state === 'queued')
    .sort((a, b) => a.row.requestedAt - b.row.requestedAt || (a.id < b.id ? -1 : 1));
}

/** The place in the queue of somebody who asked at `requestedAt`; 1 is next. */
export function placeInQueue(lines: readonly BoardLine[], id: string, requestedAt: Millis): number {
  const isAhead = ({ id: other, row }: BoardLine) =>
    row.state === 'queued' && other !== id && row.requestedAt <= requestedAt;
  return lines.filter(isAhead).length + 1;
}
