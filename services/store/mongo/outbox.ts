import { mongo } from 'mongoose';
import type { Millis, NewJob } from '../store.ts';
import type { Database } from './connection.ts';
import { areDuplicates } from './driver-errors.ts';
import type { JobRecord, Models, OutboxJob, WithOutbox } from './records.ts';

/** How often a process looks for jobs that another one left behind. */
const SWEEP_MS = 5_000;
const PAGE = 100;

/** Where records with jobs are. */
export type Source = 'conversations' | 'documents';

/** The fields of a record that a write with jobs changes. */
export interface OutboxWrite {
  readonly jobs: readonly OutboxJob[];
  readonly token: mongo.ObjectId;
}

/**
 * Jobs are written into the document that causes them, in its one atomic update, and brought to the collection of jobs
 * afterwards: by the process that wrote them, at once, or by whoever finds them later. Doing it twice does it once.
 */
export interface Outbox {
  /** Brings these jobs to their collection, soon, and tells the listeners now. */
  relay(source: Source, id: string, write: OutboxWrite | undefined): void;
  /** Brings the jobs of records that were read. */
  settle(source: Source, records: readonly WithOutbox[]): Promise<void>;
  /** Writes jobs that belong to no record. */
  add(jobs: readonly NewJob[]): Promise<void>;
  /** Waits for what this process is bringing. */
  settled(): Promise<void>;
  /** Waits for that too, and from time to time looks for what others left. */
  collect(now: Millis): Promise<void>;
  onAdded(listener: () => void): () => void;
}

/** What a write of a record has to add for its jobs; undefined without any. */
export function outboxWrite(jobs: readonly NewJob[]): OutboxWrite | undefined {
  if (jobs.length === 0) return undefined;
  return {
    jobs: jobs.map(({ id, kind, payload, dueAt }) => ({
      id,
      kind,
      payload: JSON.stringify(payload),
      due: dueAt,
      order: new mongo.ObjectId(),
    })),
    token: new mongo.ObjectId(),
  };
}

/** For `$set` of the record's update. */
export function setToken(write: OutboxWrite | undefined) {
  return write ? { unrelayed: write.token } : {};
}

/** For `$push` of the record's update. */
export function pushJobs(write: OutboxWrite | undefined) {
  return write ? { outbox: { $each: [...write.jobs] } } : {};
}

interface Parcel extends OutboxWrite {
  readonly source: Source;
  readonly id: string;
}

export function mongoOutbox(database: Database, { jobs }: Models): Outbox {
  const records = {
    conversations: database.connection.collection<WithOutbox>('conversations'),
    documents: database.connection.collection<WithOutbox>('documents'),
  };
  const listeners = new Set<() => void>();
  let waiting: Parcel[] = [];
  let bringing: Promise<void> | undefined;
  let trip: Promise<unknown> = Promise.resolve();
  let queuedCount = 0;
  let broughtCount = 0;
  let sweptAt: number | undefined;

  function tell(): void {
    // Apart from the writer: a listener that throws must not look like a failed write.
    for (const listener of listeners) queueMicrotask(listener);
  }

  /** Waits for what was queued by now only: others may keep writing all the time. */
  async function settled(): Promise<void> {
    const queued = queuedCount;
    while (bringing && broughtCount < queued) await trip.catch(() => {});
  }

  /** One trip at a time: what is written meanwhile goes with the next one, together. */
  async function bringAll(): Promise<void> {
    try {
      while (waiting.length > 0) {
        const parcels = waiting;
        waiting = [];
        trip = database.finish(() => bringFully(parcels));
        await trip;
        broughtCount += parcels.length;
      }
    } catch (error) {
      waiting = [];
      broughtCount = queuedCount;
      sweptAt = undefined;
      throw error;
    } finally {
      bringing = undefined;
    }
  }

  async function bringFully(parcels: readonly Parcel[]): Promise<void> {
    const uncleared = Map.groupBy(await bring(parcels), (parcel) => parcel.source);
    for (const [source, group] of uncleared) await gatherAll(source, { _id: { $in: group.map(({ id }) => id) } });
  }

  /** Answers which records have other jobs, too, so that theirs could not be cleared. */
  async function bring(parcels: readonly Parcel[]): Promise<Parcel[]> {
    if (parcels.length === 0) return [];
    await insert(parcels.flatMap((parcel) => parcel.jobs));
    const uncleared: Parcel[] = [];
    for (const [source, group] of Map.groupBy(parcels, (parcel) => parcel.source)) {
      const { matchedCount } = await records[source].bulkWrite(
        group.map(({ id, token, jobs: { length } }) => ({
          // Jobs that came later have another token; jobs that were there before make them more.
          updateOne: {
            filter: { _id: id, unrelayed: token, outbox: { $size: length } },
            update: { $unset: { outbox: 1, unrelayed: 1 } },
          },
        })),
        { ordered: false },
      );
      if (matchedCount < group.length) uncleared.push(...group);
    }
    return uncleared;
  }

  /** Brings whatever jobs the records have, all of them or some. */
  async function gatherAll(source: Source, which: { _id?: { $in: string[] } } = {}): Promise<void> {
    while ((await gather(source, which)) === PAGE);
  }

  async function gather(source: Source, which: { _id?: { $in: string[] } }): Promise<number> {
    const left = await records[source]
      .find({ ...which, unrelayed: { $exists: true } }, { projection: { outbox: 1, unrelayed: 1 } })
      .limit(PAGE)
      .toArray();
    await bring(left.flatMap((record) => parcelOf(source, record)));
    return left.length;
  }

  async function insert(given: readonly OutboxJob[]): Promise<void> {
    const rows: JobRecord[] = given.map(({ id, ...rest }) => ({
      _id: id,
      ...rest,
      dueAt: rest.due,
      heldUntil: 0,
      attempts: 0,
    }));
    try {
      await jobs.insertMany(rows, { ordered: false, lean: true });
    } catch (error) {
      if (!areDuplicates(error)) throw error;
    }
  }

  return {
    relay(source, id, write) {
      if (!write) return;
      waiting.push({ source, id, ...write });
      queuedCount += 1;
      if (!bringing) {
        bringing = bringAll();
        database.background(() => bringing ?? Promise.resolve());
      }
      tell();
    },
    async settle(source, given) {
      await bring(given.flatMap((record) => parcelOf(source, record)));
    },
    async add(given) {
      const write = outboxWrite(given);
      if (!write) return;
      await insert(write.jobs);
      tell();
    },
    settled,
    async collect(now) {
      await settled();
      if (sweptAt !== undefined && Math.abs(now - sweptAt) < SWEEP_MS) return;
      await gatherAll('conversations');
      await gatherAll('documents');
      sweptAt = now;
    },
    onAdded(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function parcelOf(source: Source, record: WithOutbox): Parcel[] {
  const { _id: id, unrelayed: token, outbox: jobs = [] } = record;
  return token === undefined ? [] : [{ source, id, token, jobs }];
}
