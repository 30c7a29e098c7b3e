import { type Connection, type Model, mongo } from 'mongoose';
import { StoreError } from '../errors.ts';
import { hourOf } from './conversation-views.ts';
import type { Models } from './records.ts';

/** Raised whenever older code could not work with what newer code writes. */
const VERSION = 2;

const MOVED_AT_ONCE = 500;

const NO_COLLECTION = 26;
const NO_INDEX = 27;

/**
 * Makes the collections and indexes that are missing, and checks that each index is there as it has to be: they carry
 * guarantees. Rejects with `StoreError` `schema-newer` or `schema-unfit`.
 */
export async function prepareSchema(connection: Connection, models: Models): Promise<void> {
  await checkVersion(connection);
  await Promise.all(Object.values(models).map((model: Model<never>) => prepare(model)));
  await moveToHours(connection);
}

/** Conversations of the first version know the day of their last activity only. Done again, or by two, it does the same. */
async function moveToHours(connection: Connection): Promise<void> {
  const conversations = connection.collection<{ _id: string; activeAt: number; activeHour?: number }>('conversations');
  // By what they lack: those that were moved leave the part of the index that is read.
  const old = { activeHour: { $exists: false } };
  for (;;) {
    const found = await conversations
      .find(old, { projection: { activeAt: 1 } })
      .limit(MOVED_AT_ONCE)
      .toArray();
    if (found.length === 0) break;
    await conversations.bulkWrite(
      found.map(({ _id, activeAt }) => ({
        updateOne: { filter: { _id }, update: { $max: { activeHour: hourOf(activeAt) }, $unset: { activeDay: 1 } } },
      })),
      { ordered: false },
    );
  }
  const indexes = await conversations.indexes();
  if (indexes.some(({ name }) => name === 'activeDay_1'))
    await conversations.dropIndex('activeDay_1').catch(ignoreMissing);
}

/** Another instance was faster. */
function ignoreMissing(error: unknown): void {
  if (!(error instanceof mongo.MongoServerError) || error.code !== NO_INDEX) throw error;
}

async function checkVersion(connection: Connection): Promise<void> {
  const versions = connection.collection<{ _id: string; version: number }>('schema');
  await versions.updateOne({ _id: 'schema' }, { $max: { version: VERSION } }, { upsert: true });
  const found = await versions.findOne({ _id: 'schema' });
  if (found && found.version > VERSION) {
    throw new StoreError(
      'schema-newer',
      `the data have schema ${found.version}, this version knows ${VERSION}: start the newer version, or restore a backup`,
    );
  }
}

async function prepare(model: Model<never>): Promise<void> {
  const name = model.collection.collectionName;
  const wanted = model.schema.indexes();
  let present = await indexesOf(model);
  const find = (fields: object) => present.find(({ key }) => JSON.stringify(key) === JSON.stringify(fields));
  if (present.length === 0 || wanted.some(([fields]) => !find(fields))) {
    await model.createCollection();
    await model.createIndexes().catch((error: unknown) => {
      throw error instanceof mongo.MongoServerError ? unfit(name, 'an index could not be made') : error;
    });
    present = await indexesOf(model);
  }
  for (const [fields, { unique = false, sparse = false }] of wanted) {
    const found = find(fields);
    if (!found) throw unfit(name, `the index on ${Object.keys(fields).join(', ')} is missing`);
    if (Boolean(found.unique) !== unique || Boolean(found.sparse) !== sparse) {
      throw unfit(name, `the index on ${Object.keys(fields).join(', ')} has other options`);
    }
  }
}

/** With the one on `_id`; none for a collection that is not there. */
async function indexesOf(model: Model<never>) {
  try {
    return await model.collection.indexes();
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === NO_COLLECTION) return [];
    throw error;
  }
}

function unfit(collection: string, what: string): StoreError {
  return new StoreError('schema-unfit', `collection ${collection}: ${what}; drop that index and start again`);
}
