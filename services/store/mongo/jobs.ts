import { mongo } from 'mongoose';
import type { Job, Jobs } from '../store.ts';
import type { Database } from './connection.ts';
import type { Outbox } from './outbox.ts';
import type { JobRecord, Models } from './records.ts';

export function mongoJobs({ run }: Database, { jobs }: Models, outbox: Outbox): Jobs {
  return {
    add: (given) => run(() => outbox.add(given)),
    claim: ({ owner, now, leaseMs, limit }) =>
      run(async () => {
        await outbox.collect(now);
        const free = { due: { $lte: now }, heldUntil: { $lte: now } };
        const mine: JobRecord[] = [];
        while (mine.length < limit) {
          const wanted = limit - mine.length;
          const found = await jobs.find(free, { _id: 1 }).sort({ due: 1, order: 1 }).limit(wanted).lean();
          if (found.length === 0) break;
          // Each job goes to the one whose update finds it free; the others look again.
          const ids = { _id: { $in: found.map(({ _id }) => _id) } };
          const claim = new mongo.ObjectId();
          const hold = { $set: { owner, claim, heldUntil: now + leaseMs }, $inc: { attempts: 1 } };
          const { modifiedCount } = await jobs.updateMany({ ...ids, ...free }, hold);
          if (modifiedCount > 0) mine.push(...(await jobs.find({ ...ids, claim }).lean()));
          if (modifiedCount === found.length && found.length < wanted) break;
        }
        return mine.sort(byAge).map(jobOf);
      }),
    done: (ids, owner, at) =>
      run(async () => {
        await jobs.updateMany(
          { _id: { $in: [...ids] }, owner },
          {
            $set: { doneAt: at },
            $unset: { due: 1, order: 1, payload: 1, heldUntil: 1, owner: 1, claim: 1, error: 1 },
          },
        );
      }),
    retry: (id, owner, dueAt, error) =>
      run(async () => {
        await jobs.updateOne(
          { _id: id, owner },
          { $set: { due: dueAt, dueAt, heldUntil: 0, error }, $unset: { owner: 1, claim: 1 } },
        );
      }),
    onAdded: outbox.onAdded,
    depth: () =>
      run(async () => {
        await outbox.settled();
        const open = { due: { $gte: Number.MIN_SAFE_INTEGER } };
        const [waiting, oldest] = await Promise.all([
          jobs.countDocuments(open),
          jobs.findOne(open, { due: 1 }).sort({ due: 1, order: 1 }).lean(),
        ]);
        return oldest?.due === undefined ? { waiting } : { waiting, oldestDueAt: oldest.due };
      }),
    forget: (before, limit) =>
      run(async () => {
        if (limit < 1) return 0;
        const finished = { doneAt: { $lt: before } };
        const due = await jobs.find(finished, { _id: 1 }).sort({ doneAt: 1 }).limit(limit).lean();
        return (await jobs.deleteMany({ _id: { $in: due.map(({ _id }) => _id) }, ...finished })).deletedCount;
      }),
  };
}

function byAge(a: JobRecord, b: JobRecord): number {
  return a.dueAt - b.dueAt || String(a.order).localeCompare(String(b.order));
}

function jobOf({ _id, kind, payload = 'null', dueAt, attempts }: JobRecord): Job {
  return { id: _id, kind, payload: JSON.parse(payload), dueAt, attempts };
}
