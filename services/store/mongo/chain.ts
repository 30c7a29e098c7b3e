import type { Chain, ChainEntry } from '../store.ts';
import type { Database } from './connection.ts';
import { isDuplicate } from './driver-errors.ts';
import type { Models } from './records.ts';

type Appended = Awaited<ReturnType<Chain['append']>>;

/**
 * What is appended together is one document, named by the seq of its first entry: it is there as a whole or not at all,
 * and of two who append after the same head one is refused by the index.
 */
export function mongoChain({ run }: Database, { chain }: Models): Chain {
  /** The last seq that was seen. Whoever follows it has its number for a name, so the index knows whether somebody did. */
  let seen: number | undefined;

  async function head(): Promise<ChainEntry | undefined> {
    const last = await chain
      .findOne({}, { entries: { $slice: -1 } })
      .sort({ _id: -1 })
      .lean();
    const entry = last?.entries.at(-1);
    seen = entry?.seq ?? 0;
    return entry;
  }

  const follows = async (seq: number) => seq === (seen ?? Number.NaN) + 1 || seq === ((await head())?.seq ?? 0) + 1;

  async function refused(ids: readonly string[]): Promise<Appended> {
    const known = await chain.exists({ ids: { $in: [...ids] } });
    return { ok: false, reason: known ? 'id-known' : 'seq-taken' };
  }

  return {
    head: () => run(head),
    append: (entries) =>
      run(async () => {
        assertConsecutive(entries);
        const [first] = entries;
        if (!first) return { ok: true };
        const ids = entries.map(({ id }) => id);
        if (new Set(ids).size < ids.length) return { ok: false, reason: 'id-known' };
        if (!(await follows(first.seq))) return refused(ids);
        try {
          await chain.insertMany([{ _id: first.seq, ids, entries: entries.map(bare) }], { lean: true });
        } catch (error) {
          if (!isDuplicate(error)) throw error;
          seen = undefined;
          return refused(ids);
        }
        seen = entries.at(-1)?.seq;
        return { ok: true };
      }),
    has: (id) => run(async () => (await chain.exists({ ids: id })) !== null),
    read: (afterSeq, limit) =>
      run(async () => {
        const start = await chain
          .findOne({ _id: { $lte: afterSeq + 1 } }, { _id: 1 })
          .sort({ _id: -1 })
          .lean();
        const batches = chain
          .find({ _id: { $gte: start?._id ?? 0 } }, { entries: 1 })
          .sort({ _id: 1 })
          .lean()
          .cursor();
        const found: ChainEntry[] = [];
        for await (const { entries } of batches) {
          if (found.length >= limit) break;
          found.push(...entries.filter(({ seq }) => seq > afterSeq));
        }
        return found.slice(0, limit);
      }),
  };
}

function bare({ seq, id, body, hash }: ChainEntry): ChainEntry {
  return { seq, id, body, hash };
}

function assertConsecutive(entries: readonly ChainEntry[]): void {
  const first = entries[0]?.seq ?? 1;
  if (entries.some(({ seq }, index) => seq !== first + index)) {
    throw new RangeError('chain entries must be consecutive');
  }
}
