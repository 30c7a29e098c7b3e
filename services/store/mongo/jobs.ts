import { mongo, type QueryFilter } from 'mongoose';
import type { Claim, Job, Jobs } from '../store.ts';
import type { Database } from './connection.ts';
import type { Outbox } from './outbox.ts';
import type { JobRecord, Models } from './records.ts';

type Found = Pick<JobRecord, '_id' | 'due' | 'order'>;
type Room = Readonly<Record<string, number>>;

export function mongoJobs({ run }: Database, { jobs }: Models, outbox: Outbox): Jobs {
  /** The oldest, `wanted` of them, and of a kind in `room` no more than that. */
  async function findOldest(free: QueryFilter<JobRecord>, wanted: number, room: Room): Promise<Found[]> {
    const kinds = Object.keys(room);
    const find = (which: QueryFilter<JobRecord>, limit: number) =>
      jobs
        .find({ ...free, ...which }, { due: 1, order: 1 })
        .sort({ due: 1, order: 1 })
        .limit(limit)
        .lean<Found[]>();
    const found = await Promise.all([
      find(kinds.length === 0 ? {} : { kind: { $nin: kinds } }, wanted),
      ...Object.entries(room).flatMap(([kind, most]) => (most < 1 ? [] : [find({ kind }, Math.min(wanted, most))])),
    ]);
    return found.flat().sort(byAge).slice(0, wanted);
  }

  return {
    add: (given) => run(() => outbox.add(given)),
    claim: ({ owner, now, leaseMs, limit, atMost = {} }) =>
      run(async () => {
        await outbox.collect(now);
        const free = { due: { $lte: now }, heldUntil: { $lte: now } };
        const mine: JobRecord[] = [];
        while (mine.length < limit) {
          const wanted = limit - mine.length;
          const found = await findOldest(free, wanted, roomLeft(atMost, mine));
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
    renew: (claims, { owner, now, leaseMs }) =>
      run(async () => {
        if (claims.length === 0) return [];
        const held = heldBy(claims, owner);
        await jobs.updateMany(held, { $set: { heldUntil: now + leaseMs } });
        return (await jobs.find(held, { _id: 1 }).lean()).map(({ _id }) => _id);
      }),
    done: (claims, owner, at) =>
      run(async () => {
        if (claims.length === 0) return 0;
        const { modifiedCount } = await jobs.updateMany(heldBy(claims, owner), {
          $set: { doneAt: at },
          $unset: { due: 1, order: 1, payload: 1, heldUntil: 1, owner: 1, claim: 1, error: 1 },
        });
        return modifiedCount;
      }),
    retry: (claim, owner, dueAt, error) =>
      run(async () => {
        await jobs.updateOne(heldBy([claim], owner), {
          $set: { due: dueAt, dueAt, heldUntil: 0, error },
          $unset: { owner: 1, claim: 1 },
        });
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

const roomLeft = (atMost: Room, mine: readonly JobRecord[]): Room =>
  Object.fromEntries(
    Object.entries(atMost).map(([kind, most]) => [kind, most - mine.filter((job) => job.kind === kind).length]),
  );

/** Jobs have no owner when they are done or given back, and more attempts when they were claimed again. */
const heldBy = (claims: readonly Claim[], owner: string): QueryFilter<JobRecord> => ({
  owner,
  $or: claims.map(({ id, attempts }) => ({ _id: id, attempts })),
});

function byAge(a: Found, b: Found): number {
  return (a.due ?? 0) - (b.due ?? 0) || String(a.order).localeCompare(String(b.order));
}

function jobOf({ _id, kind, payload = 'null', dueAt, attempts }: JobRecord): Job {
  return { id: _id, kind, payload: JSON.parse(payload), dueAt, attempts };
}
