import type { DatabaseSync } from 'node:sqlite';

export interface GroupCommit {
  /** Queues an operation; resolves with its result after COMMIT has reached the disk. */
  write<T>(operation: () => T): Promise<T>;
  /** Writes at once what is queued. */
  flush(): void;
}

interface Queued {
  /** Runs the operation and answers how to settle its promise once the batch is committed. */
  run(): () => void;
  reject(error: unknown): void;
}

/**
 * Writes queued within one turn of the event loop share one transaction, and so one fsync. An operation must be a pure
 * function of the database: when one of a batch throws, the batch is rolled back and run again, each operation in its
 * own savepoint, so that only the one that throws fails. Savepoints are not used before that: they cost as much as a
 * small write, and operations answer expected outcomes without throwing. When COMMIT fails, all are rejected.
 */
export function groupCommit(db: DatabaseSync, onCommit: () => void): GroupCommit {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  let queue: Queued[] = [];

  function write<T>(operation: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      // setImmediate runs after the poll phase: all requests that arrived together are in the queue by then.
      if (queue.length === 0) setImmediate(flush);
      queue.push({
        run: () => {
          const value = operation();
          return () => resolve(value);
        },
        reject,
      });
    });
  }

  function flush(): void {
    if (queue.length === 0) return;
    const batch = queue;
    queue = [];
    try {
      const settled = runTogether(batch) ?? runApart(batch);
      for (const settle of settled) settle();
    } catch (error) {
      rollback();
      for (const queued of batch) queued.reject(error);
      return;
    }
    onCommit();
  }

  /** Undefined when one of the operations threw; nothing is written then. */
  function runTogether(batch: readonly Queued[]): (() => void)[] | undefined {
    begin.run();
    const settled: (() => void)[] = [];
    try {
      for (const queued of batch) settled.push(queued.run());
    } catch {
      rollback();
      return undefined;
    }
    commit.run();
    return settled;
  }

  function runApart(batch: readonly Queued[]): (() => void)[] {
    begin.run();
    const settled = batch.map((queued) => runInSavepoint(queued));
    commit.run();
    return settled;
  }

  function runInSavepoint(queued: Queued): () => void {
    db.exec('SAVEPOINT operation');
    try {
      const settle = queued.run();
      db.exec('RELEASE operation');
      return settle;
    } catch (error) {
      db.exec('ROLLBACK TO operation; RELEASE operation');
      return () => queued.reject(error);
    }
  }

  function rollback(): void {
    if (db.isTransaction) db.exec('ROLLBACK');
  }

  return { write, flush };
}
