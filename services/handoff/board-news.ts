import { z } from 'zod';
import type { Documents, Millis } from '../store/store.ts';
import { type BoardLine, HandoffRow } from './board-line.ts';

const KIND = 'handoff-news';
const PAGE = 500;
/** Clocks of processes differ, and what is written first is not always there first. */
const OVERLAP_MS = 5_000;
const KEEP_MS = 60_000;

const News = z.object({ id: z.string(), row: HandoffRow });

/** What processes tell each other of the board: a document for each change, in the order of time, for a minute. */
export function createBoardNews(documents: Documents) {
  return {
    async tell({ id, row }: BoardLine, at: Millis): Promise<void> {
      await documents.insert(KIND, `${stamp(at)}:${id}:${row.rev}`, { id, row }, { expiresAt: at + KEEP_MS });
    },
    /** What changed since `at`, and some of what changed before. */
    async since(at: Millis): Promise<BoardLine[]> {
      const found: BoardLine[] = [];
      for (let after = stamp(at - OVERLAP_MS); ; ) {
        const page = await documents.list(KIND, { after, limit: PAGE });
        // News in the shape of another version are found with the whole board.
        found.push(...page.flatMap(({ value }) => News.safeParse(value).data ?? []));
        const last = page.at(-1);
        if (last === undefined || page.length < PAGE) return found;
        after = last.id;
      }
    },
  };
}

/** Times in the order of their text. */
const stamp = (at: Millis) => String(Math.max(0, Math.floor(at))).padStart(15, '0');
