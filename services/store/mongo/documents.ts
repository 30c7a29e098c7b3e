import type { Documents, Stored, WriteOptions } from '../store.ts';
import type { Database } from './connection.ts';
import { endOf, idOf, namesOf } from './document-names.ts';
import { isDuplicate } from './driver-errors.ts';
import { type Outbox, outboxWrite, pushJobs, setToken } from './outbox.ts';
import type { DocumentRecord, Models } from './records.ts';

const CONTENT = { version: 1, value: 1 } as const;

export function mongoDocuments(
  { run }: Database,
  { documents }: Models,
  outbox: Outbox,
  clock: () => number,
): Documents {
  return {
    get: (kind, id) => run(async () => storedOf(await documents.findOne({ _id: idOf(kind, id) }, CONTENT).lean())),
    byKey: (kind, key) => run(async () => storedOf(await documents.findOne({ keys: idOf(kind, key) }, CONTENT).lean())),
    insert: (kind, id, value, options = {}) =>
      run(async () => {
        const _id = idOf(kind, id);
        const { jobs, keys, expiry } = prepared(kind, options, clock);
        try {
          await documents.insertMany(
            [
              {
                _id,
                version: 1,
                value: JSON.stringify(value),
                ...(keys?.length ? { keys } : {}),
                ...expiry,
                ...(jobs ? { outbox: jobs.jobs, unrelayed: jobs.token } : {}),
              },
            ],
            { lean: true },
          );
        } catch (error) {
          if (!isDuplicate(error)) throw error;
          const exists = await documents.exists({ _id });
          return { ok: false, reason: exists ? 'exists' : 'key-taken' };
        }
        outbox.relay('documents', _id, jobs);
        return { ok: true, version: 1 };
      }),
    replace: (kind, id, version, value, options = {}) =>
      run(async () => {
        const _id = idOf(kind, id);
        const { jobs, keys, expiry } = prepared(kind, options, clock);
        const next = version + 1;
        try {
          const { matchedCount } = await documents.updateOne(
            { _id, version },
            {
              $set: {
                version: next,
                value: JSON.stringify(value),
                ...(keys?.length ? { keys } : {}),
                ...expiry,
                ...setToken(jobs),
              },
              $unset: {
                ...(keys?.length === 0 ? { keys: 1 } : {}),
                ...(expiry ? {} : { expiresAt: 1, purgeAt: 1 }),
              },
              ...(jobs ? { $push: pushJobs(jobs) } : {}),
            },
          );
          if (matchedCount === 0) return { ok: false, reason: 'changed' };
        } catch (error) {
          if (!isDuplicate(error)) throw error;
          return { ok: false, reason: 'key-taken' };
        }
        outbox.relay('documents', _id, jobs);
        return { ok: true, version: next };
      }),
    list: (kind, { after, limit }) =>
      run(async () => {
        if (limit < 1) return [];
        const range = { $gt: idOf(kind, after ?? ''), $lt: endOf(kind) };
        const found = await documents.find({ _id: range }, CONTENT).sort({ _id: 1 }).limit(limit).lean();
        return found.map(readStored);
      }),
    forget: (now, limit) =>
      run(async () => {
        if (limit < 1) return 0;
        const expired = { expiresAt: { $lt: now } };
        const due = await documents
          .find(expired, { outbox: 1, unrelayed: 1 })
          .sort({ expiresAt: 1 })
          .limit(limit)
          .lean();
        await outbox.settle('documents', due);
        const ids = { $in: due.map(({ _id }) => _id) };
        return (await documents.deleteMany({ _id: ids, ...expired, unrelayed: { $exists: false } })).deletedCount;
      }),
  };
}

function prepared(kind: string, { keys, jobs = [], expiresAt }: WriteOptions, clock: () => number) {
  return {
    jobs: outboxWrite(jobs),
    keys: keys && [...new Set(keys)].map((key) => idOf(kind, key)),
    expiry: expiresAt === undefined ? undefined : { expiresAt, purgeAt: new Date(Math.max(expiresAt, clock())) },
  };
}

type Content = Pick<DocumentRecord, '_id' | 'version' | 'value'>;

function storedOf(record: Content | null): Stored | undefined {
  return record === null ? undefined : readStored(record);
}

function readStored({ _id, value, version }: Content): Stored {
  return { id: namesOf(_id)[1], value: JSON.parse(value), version };
}
