import { z } from 'zod';
import { AuditBody } from '../audit/audit-job.ts';
import { collection } from '../store/collection.ts';
import type { Chain, ChainEntry, Documents } from '../store/store.ts';
import { DayFigures, dayOf, emptyDay, incrementOf, withEntries } from './day.ts';

/** The figures of the product, counted from the audit chain: what is chained once is counted once. */
export interface Figures {
  /** Counts what was chained since. Safe to do at the same time in several processes, and to break off anywhere. */
  update(): Promise<void>;
  /** The days from `from` to `to`, both included, without those on which nothing happened. */
  days(from: string, to: string): Promise<DayFigures[]>;
}

const PAGE = 500;
const DAY_MS = 24 * 60 * 60_000;
const Cursor = z.object({ seq: z.number().int() });
const Opened = z.object({ at: z.number() });

/** @param keepCasesMs how long the beginning of a case is remembered, for the time it took. */
export function createFigures(options: {
  readonly documents: Documents;
  readonly chain: Pick<Chain, 'read'>;
  readonly keepCasesMs: number;
}): Figures {
  const { documents, chain, keepCasesMs } = options;
  const days = collection(documents, 'figures', DayFigures);
  const cursors = collection(documents, 'figures-cursor', Cursor);
  const opened = collection(documents, 'figures-case', Opened);

  async function update(): Promise<void> {
    for (;;) {
      const seq = (await cursors.get('all'))?.value.seq ?? 0;
      const page = await chain.read(seq, PAGE);
      const last = page.at(-1);
      if (!last) return;
      await count(page);
      // Only now: whoever starts behind the cursor finds every entry before it counted.
      await moveCursor(last.seq);
      if (page.length < PAGE) return;
    }
  }

  async function count(page: readonly ChainEntry[]): Promise<void> {
    const entries: { seq: number; day: string; increment: ReturnType<typeof incrementOf> }[] = [];
    for (const { seq, body } of page) {
      const event = AuditBody.parse(JSON.parse(body));
      entries.push({ seq, day: dayOf(Date.parse(event.at)), increment: incrementOf(event, await tookMs(event)) });
    }
    for (const [day, group] of Map.groupBy(entries, (entry) => entry.day)) {
      await days.insert(day, emptyDay);
      const written = await days.change(day, (before) => {
        const value = withEntries(before, group);
        return value.upTo === before.upTo ? undefined : { value };
      });
      if (!written.ok && written.reason === 'busy') throw new Error('figures of a day keep changing');
    }
  }

  /** How long a case took that ends well with this event; notes when it began. */
  async function tookMs({ name, caseId, at, reason }: AuditBody): Promise<number | undefined> {
    if (caseId === undefined) return undefined;
    const when = Date.parse(at);
    if (name === 'case.opened') {
      await opened.insert(caseId, { at: when }, { expiresAt: when + keepCasesMs });
      return undefined;
    }
    if (name !== 'case.moved' || reason !== 'finish') return undefined;
    const begun = (await opened.get(caseId))?.value.at;
    return begun === undefined ? undefined : when - begun;
  }

  async function moveCursor(seq: number): Promise<void> {
    const made = await cursors.insert('all', { seq });
    if (!made.ok) await cursors.change('all', (before) => (before.seq < seq ? { value: { seq } } : undefined));
  }

  return {
    update,
    async days(from, to) {
      const found: DayFigures[] = [];
      for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) {
        const item = await days.get(new Date(at).toISOString().slice(0, 10));
        if (item) found.push(item.value);
      }
      return found;
    },
  };
}
