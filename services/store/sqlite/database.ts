import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';
import { groupCommit } from './group-commit.ts';
import { isBehind, migrate } from './schema.ts';
import { lockForServing } from './serving-lock.ts';

export interface SqliteOptions {
  /** The database file; its folder is made when missing. `:memory:` for one that ends with the store. */
  readonly path: string;
  /** Claims the right to serve; a second process that does so is refused with `in-use`. Command line tools leave it. */
  readonly exclusive?: boolean;
  /** With `exclusive`: frees the leases of the process that served before, which is gone. */
  readonly freeLeases?: boolean;
  /** How long to wait for another process that is writing, in milliseconds. */
  readonly busyTimeoutMs?: number;
}

/** The open database as the interfaces of the store use it. */
export interface Database {
  prepare(sql: string): StatementSync;
  /** Runs a query at once. It sees whatever was committed, and nothing else. */
  read<T>(query: () => T): Promise<T>;
  /** Runs an operation in the next group commit; see `group-commit.ts` for what it may do. */
  write<T>(operation: () => T): Promise<T>;
  /** Calls back after each group commit. */
  onCommit(listener: () => void): void;
  /**
   * A `write` that deletes at most `limit` and answers how much. When nothing more is due, the write-ahead log, which still
   * has the old pages, is emptied into the main file: what was forgotten is gone from the disk. Not after each write of
   * many, since nobody can be served meanwhile.
   */
  erase(limit: number, operation: () => number): Promise<number>;
  close(): Promise<void>;
}

/** Opens the file, brings it to the present schema, and claims the serving lock when asked to. */
export function openDatabase({
  path,
  exclusive = false,
  freeLeases = false,
  busyTimeoutMs = 5_000,
}: SqliteOptions): Database {
  const onDisk = path !== ':memory:';
  if (onDisk) createPrivately(path);
  const lock = exclusive && onDisk ? lockForServing(path) : undefined;
  const db = openOrRelease(path, busyTimeoutMs, lock);
  if (lock !== undefined && freeLeases) db.exec(freeAllLeases);
  const commitListeners: (() => void)[] = [];
  const group = groupCommit(db, () => {
    for (const listener of commitListeners) listener();
  });
  let closed = false;
  let erased = false;

  function assertOpen(): void {
    if (closed) throw new StoreError('closed', 'the store is closed');
  }

  async function written<T>(operation: () => T): Promise<T> {
    try {
      return await group.write(operation);
    } catch (error) {
      throw storeErrorOf(error);
    }
  }

  function checkpoint(): void {
    // Without waiting: when another process is reading right now, the next one will do.
    db.exec(`PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = ${busyTimeoutMs}`);
  }

  return {
    prepare: (sql) => db.prepare(sql),
    async read(query) {
      assertOpen();
      return query();
    },
    async write(operation) {
      assertOpen();
      return written(operation);
    },
    onCommit: (listener) => commitListeners.push(listener),
    async erase(limit, operation) {
      assertOpen();
      const count = await written(operation);
      if (count > 0) erased = true;
      if (erased && count < limit && !closed) {
        erased = false;
        checkpoint();
      }
      return count;
    },
    async close() {
      if (closed) return;
      closed = true;
      group.flush();
      db.close();
      lock?.release();
    },
  };
}

/** Primary result codes of what may pass by itself: held by another process, no answer from the disk, no room on it. */
const passing: ReadonlySet<number> = new Set([5, 6, 10, 13]);

/** `unreachable` for a file that cannot be written at the moment; other errors pass. */
function storeErrorOf(error: unknown): unknown {
  const code = typeof error === 'object' && error !== null && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  if (!passing.has(code)) return error;
  return new StoreError(
    'unreachable',
    `the data cannot be written (SQLite ${code}): is the disk full, or held by others?`,
  );
}

/** SQLite gives its side files the mode of the main one; nobody else on the machine has to read people's data. */
function createPrivately(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // Only when it is new: closing a file drops the locks which SQLite may hold on it elsewhere in this process.
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
}

/** Who serves alone need not wait for the leases of a process that is gone. Attempts stay counted. */
const freeAllLeases = `
  UPDATE leases SET owner = NULL, until = 0;
  UPDATE jobs SET owner = NULL, lease_until = 0 WHERE done_at IS NULL AND owner IS NOT NULL;
`;

function openOrRelease(path: string, timeout: number, lock: { release(): void } | undefined): DatabaseSync {
  const db = new DatabaseSync(path, { timeout });
  try {
    // Before WAL, and for a new file only: most activities fit into a page of 8 KiB without a further one.
    // 32 MiB of them: the upper levels of the trees beside a million conversations, and the pages of who talks now.
    db.exec('PRAGMA page_size = 8192; PRAGMA cache_size = -32768;');
    // FULL: what was answered for is on the disk. secure_delete: what was deleted is overwritten, not only unlinked.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
    // Whoever serves from the file may know the present schema only: it is never changed under them.
    const alone = lock === undefined && path !== ':memory:' && isBehind(db) ? lockForServing(path) : undefined;
    try {
      migrate(db);
    } finally {
      alone?.release();
    }
    return db;
  } catch (error) {
    db.close();
    lock?.release();
    throw error;
  }
}
