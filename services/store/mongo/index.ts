import type { Store } from '../store.ts';
import { mongoArchive } from './archive.ts';
import { mongoChain } from './chain.ts';
import { connect, type MongoOptions } from './connection.ts';
import { mongoConversations } from './conversations.ts';
import { mongoCounters } from './counters.ts';
import { mongoDocuments } from './documents.ts';
import { storeErrorOf } from './driver-errors.ts';
import { mongoJobs } from './jobs.ts';
import { mongoOutbox } from './outbox.ts';
import { modelsOf } from './records.ts';
import { prepareSchema } from './schema.ts';

export type { MongoOptions } from './connection.ts';

/**
 * The store on a MongoDB, which any number of processes may share. Needs updates of single documents and unique indexes,
 * nothing else. Rejects with `StoreError` `unreachable`, `schema-newer` or `schema-unfit`.
 */
export async function openMongo(options: MongoOptions): Promise<Store> {
  const database = await connect(options);
  const models = modelsOf(database.connection);
  try {
    // Not by `run`: moving what an older version left may take long.
    await prepareSchema(database.connection, models);
  } catch (error) {
    await database.close();
    throw storeErrorOf(error);
  }
  const clock = options.clock ?? Date.now;
  const outbox = mongoOutbox(database, models);
  const archive = mongoArchive(database, models);

  return {
    conversations: mongoConversations(database, models, outbox, archive),
    documents: mongoDocuments(database, models, outbox, clock),
    jobs: mongoJobs(database, models, outbox),
    chain: mongoChain(database, models),
    counters: mongoCounters(database, models, clock),
    async ping() {
      await database.run(async () => {
        await models.conversations.db.db?.command({ ping: 1 });
      });
    },
    close: () => database.close(),
  };
}
