import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';

/**
 * Holds the right to serve from `path` until `release` or the end of the process, however it ends: the lock is the
 * operating system's, on a sibling file, so nothing has to be cleaned up after a crash.
 * Throws `in-use` when another process (or another store of this one) holds it.
 */
export function lockForServing(path: string): { release(): void } {
  const lock = new DatabaseSync(`${path}.lock`, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new StoreError(
      'in-use',
      `${path} is being served by another process: stop that one, or give this one its own DATA_DIR`,
    );
  }
  return { release: () => lock.close() };
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
