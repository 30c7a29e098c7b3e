import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

export type BackedUp =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'source-missing' | 'target-exists' | 'damaged' };

/** How long to wait for a writer, in milliseconds. */
const BUSY_MS = 10_000;

/**
 * Writes what a database file holds at this moment into a new file, for its owner only, while others go on writing. The copy
 * is checked and on the disk when this answers; `damaged` says that one of the two is not sound.
 */
export function backupSqlite(path: string, target: string): BackedUp {
  if (!existsSync(path)) return { ok: false, reason: 'source-missing' };
  if (existsSync(target)) return { ok: false, reason: 'target-exists' };
  closeSync(openSync(target, 'wx', 0o600));
  const source = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    source.prepare('VACUUM INTO ?').run(target);
  } finally {
    source.close();
  }
  syncToDisk(target);
  return isSound(target) ? { ok: true } : { ok: false, reason: 'damaged' };
}

function isSound(path: string): boolean {
  const copy = new DatabaseSync(path, { readOnly: true });
  try {
    return copy.prepare('PRAGMA integrity_check').get()?.integrity_check === 'ok';
  } finally {
    copy.close();
  }
}

function syncToDisk(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}
