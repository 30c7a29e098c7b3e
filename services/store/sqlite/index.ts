import type { Store } from '../store.ts';
import { sqliteChain } from './chain.ts';
import { sqliteConversations } from './conversations.ts';
import { sqliteCounters } from './counters.ts';
import { openDatabase, type SqliteOptions } from './database.ts';
import { sqliteDocuments } from './documents.ts';
import { sqliteJobs } from './jobs.ts';

export type { SqliteOptions } from './database.ts';

/**
 * The store on one SQLite file. Rejects with `StoreError` `in-use` when `exclusive` and another process serves from the
 * file, and `schema-newer` when the file was written by a later version of the product.
 */
export async function openSqlite(options: SqliteOptions): Promise<Store> {
  const database = openDatabase(options);
  const trivial = database.prepare('SELECT 1');
  const jobs = sqliteJobs(database);

  return {
    conversations: sqliteConversations(database, jobs),
    documents: sqliteDocuments(database, jobs),
    jobs,
    chain: sqliteChain(database),
    counters: sqliteCounters(database),
    async ping() {
      await database.read(() => trivial.get());
    },
    close: () => database.close(),
  };
}
