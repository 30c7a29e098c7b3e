import mongoose, { type Connection } from 'mongoose';
import { StoreError } from '../errors.ts';
import { storeErrorOf } from './driver-errors.ts';
import { renewalOf } from './renewal.ts';

export interface MongoOptions {
  /** `mongodb://…` or `mongodb+srv://…`. Without a database in its path, `recupera` is used. */
  readonly url: string;
  /** How long to look for a server that takes writes before a call fails, in milliseconds; the URL may say otherwise. */
  readonly serverSelectionTimeoutMs?: number;
  /** For the second net of retention, which counts from what the server takes for now. */
  readonly clock?: () => number;
}

/** The database as the interfaces of the store use it. */
export interface Database {
  readonly connection: Connection;
  /** Runs an operation unless the store is closed; its errors become the product's. */
  run<T>(operation: () => Promise<T>): Promise<T>;
  /** The same for what is to be finished though the store is being closed. */
  finish<T>(operation: () => Promise<T>): Promise<T>;
  /** Runs something that nobody waits for. Its failure is told to nobody: what it leaves undone, others find and do. */
  background(operation: () => Promise<void>): void;
  /** Waits for what is under way, and lets go. */
  close(): Promise<void>;
}

/** Connects. Rejects with `StoreError` `unreachable` within seconds when there is nobody. */
export async function connect({ url, serverSelectionTimeoutMs = 5_000 }: MongoOptions): Promise<Database> {
  const connection = mongoose.createConnection();
  const underWay = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  try {
    await connection.openUri(url, settings(url, serverSelectionTimeoutMs));
  } catch (error) {
    await connection.destroy().catch(() => {});
    throw storeErrorOf(error);
  }

  const renewal = renewalOf(connection.getClient());

  function track<T>(operation: () => Promise<T>): Promise<T> {
    const promise = renewal.answerOf(operation());
    underWay.add(promise);
    const settled = () => underWay.delete(promise);
    promise.then(settled, settled);
    return promise;
  }

  async function told<T>(operation: () => Promise<T>): Promise<T> {
    try {
      return await track(operation);
    } catch (error) {
      throw storeErrorOf(error);
    }
  }

  async function end(): Promise<void> {
    while (underWay.size > 0) await Promise.allSettled(underWay);
    await renewal.end();
    await connection.close();
  }

  return {
    connection,
    async run(operation) {
      if (closing) throw new StoreError('closed', 'the store is closed');
      return told(operation);
    },
    finish: told,
    background(operation) {
      track(operation).catch(() => {});
    },
    close() {
      closing ??= end();
      return closing;
    },
  };
}

function settings(url: string, serverSelectionTimeoutMS: number): mongoose.ConnectOptions {
  const defaults = {
    serverSelectionTimeoutMS,
    connectTimeoutMS: 10_000,
    // As long a pause between two looks at a server as there must be: so a call that fails when connections end has the next
    // look wait for its time, and not happen in that very moment, in which the driver can be caught (see renewal.ts).
    heartbeatFrequencyMS: 1_000,
    minHeartbeatFrequencyMS: 1_000,
    // Longer than a write may wait for the majority.
    socketTimeoutMS: 20_000,
    waitQueueTimeoutMS: 5_000,
    appName: 'recupera',
  };
  const said = url.slice(url.indexOf('?') + 1).toLowerCase();
  const unsaid = Object.entries(defaults).filter(([name]) => !said.includes(`${name.toLowerCase()}=`));
  return {
    ...Object.fromEntries(unsaid),
    ...(hasDatabase(url) ? {} : { dbName: 'recupera' }),
    // What was answered for survives the loss of a server; and nothing is shown that could still be lost.
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: 10_000 },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    // A call that finds no database fails; it does not wait in memory for better times.
    bufferCommands: false,
    autoCreate: false,
    autoIndex: false,
  };
}

function hasDatabase(url: string): boolean {
  return /^[^:]+:\/\/[^/?]+\/[^?]/.test(url);
}
