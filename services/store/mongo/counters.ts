import { StoreError } from '../errors.ts';
import type { Counters } from '../store.ts';
import type { Database } from './connection.ts';
import { isDuplicate } from './driver-errors.ts';
import type { Models } from './records.ts';

/** Each attempt that fails means that somebody else's succeeded. */
const ATTEMPTS = 100;

export function mongoCounters({ run }: Database, { counters, sequences }: Models, clock: () => number): Counters {
  return {
    hit: (key, { now, windowMs, by = 1 }) =>
      run(() =>
        untilNobodyInterferes(async () => {
          const open = { _id: key, resetsAt: { $gt: now } };
          const counted = await counters
            .findOneAndUpdate(open, { $inc: { count: by } }, { returnDocument: 'after' })
            .lean();
          if (counted) return counted;
          const resetsAt = now + windowMs;
          const fresh = { count: by, resetsAt, purgeAt: new Date(Math.max(resetsAt, clock())) };
          // Refused by the index of ids when another one has opened a new window in the meantime.
          return await counters
            .findOneAndUpdate(
              { _id: key, resetsAt: { $lte: now } },
              { $set: fresh },
              { upsert: true, returnDocument: 'after' },
            )
            .lean();
        }).then(({ count, resetsAt }) => ({ count, resetsAt })),
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
        untilNobodyInterferes(() =>
          sequences
            .findOneAndUpdate({ _id: name }, { $inc: { value: 1 } }, { upsert: true, returnDocument: 'after' })
            .lean(),
        ).then(({ value }) => value),
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
async function untilNobodyInterferes<T>(attempt: () => Promise<T | null>): Promise<T> {
  for (let left = ATTEMPTS; left > 0; left -= 1) {
    try {
      const result = await attempt();
      if (result !== null) return result;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }
  throw new StoreError('unreachable', 'a counter could not be written: others kept writing it');
}
