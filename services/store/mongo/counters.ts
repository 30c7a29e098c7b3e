import { StoreError } from '../errors.ts';
import type { Counters, Millis } from '../store.ts';
import type { Database } from './connection.ts';
import { isDuplicate } from './driver-errors.ts';
import type { Models } from './records.ts';

/** Each attempt that fails means that somebody else's succeeded. */
const ATTEMPTS = 100;

/** What a counter was is enough to know what it is. */
const BEFORE = { returnDocument: 'before', lean: true } as const;

export function mongoCounters({ run }: Database, { counters, sequences }: Models, clock: () => number): Counters {
  /** Counts in the window that is open; undefined when none is. */
  async function count(key: string, now: Millis, by: number) {
    const before = await counters.findOneAndUpdate(
      { _id: key, resetsAt: { $gt: now } },
      { $inc: { count: by } },
      BEFORE,
    );
    return before ? { count: before.count + by, resetsAt: before.resetsAt } : undefined;
  }

  /** Opens a window where none is open. Refused by the index of ids when another one was faster. */
  async function open(key: string, now: Millis, by: number, resetsAt: Millis) {
    const purgeAt = new Date(Math.max(resetsAt, clock()));
    const ended = { _id: key, resetsAt: { $lte: now } };
    await counters.updateOne(ended, { $set: { count: by, resetsAt, purgeAt } }, { upsert: true });
    return { count: by, resetsAt };
  }

  return {
    hit: (key, { now, windowMs, by = 1 }) =>
      run(() =>
        untilNobodyInterferes(async () => (await count(key, now, by)) ?? (await open(key, now, by, now + windowMs))),
      ),
    peek: (key, now) =>
      run(async () => {
        const found = await counters.findOne({ _id: key, resetsAt: { $gt: now } }).lean();
        return found === null ? undefined : { count: found.count, resetsAt: found.resetsAt };
      }),
    reset: (key) =>
      run(async () => {
        await counters.deleteOne({ _id: key });
      }),
    next: (name) =>
      run(() =>
        untilNobodyInterferes(async () => {
          const more = { $inc: { value: 1 } };
          const before = await sequences.findOneAndUpdate({ _id: name }, more, { ...BEFORE, upsert: true });
          return (before?.value ?? 0) + 1;
        }),
      ),
    forget: (now, limit) =>
      run(async () => {
        if (limit < 1) return 0;
        const ended = { resetsAt: { $lt: now } };
        const due = await counters.find(ended, { _id: 1 }).sort({ resetsAt: 1 }).limit(limit).lean();
        return (await counters.deleteMany({ _id: { $in: due.map(({ _id }) => _id) }, ...ended })).deletedCount;
      }),
  };
}

/** Tries again as long as a unique index refuses, which says that another one made the document first. */
async function untilNobodyInterferes<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = ATTEMPTS; left > 0; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }
  throw new StoreError('unreachable', 'a counter could not be written: others kept writing it');
}
