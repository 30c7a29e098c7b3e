import type { Documents, Stored, WriteOptions } from '../store.ts';
import type { Database } from './database.ts';
import { jobRows, type SqliteJobs } from './jobs.ts';
import { integer, LIMIT, type Row, text } from './rows.ts';

export function sqliteDocuments(database: Database, jobs: SqliteJobs): Documents {
  const byId = database.prepare('SELECT num, id, version, value FROM documents WHERE kind = ? AND id = ?');
  const byKey = database.prepare(
    `SELECT d.id, d.version, d.value FROM document_keys k JOIN documents d ON d.num = k.document
     WHERE k.kind = ? AND k.key = ?`,
  );
  const keyHolder = database.prepare('SELECT document FROM document_keys WHERE kind = ? AND key = ?');
  const insert = database.prepare(
    'INSERT INTO documents (kind, id, version, expires_at, value) VALUES (?, ?, 1, ?, ?)',
  );
  const replace = database.prepare('UPDATE documents SET version = ?, expires_at = ?, value = ? WHERE num = ?');
  const insertKey = database.prepare('INSERT INTO document_keys (kind, key, document) VALUES (?, ?, ?)');
  const dropKeys = database.prepare('DELETE FROM document_keys WHERE document = ?');
  const list = database.prepare(
    `SELECT id, version, value FROM documents WHERE kind = ? AND id > ? ORDER BY id ${LIMIT}`,
  );
  const expired = database.prepare(`SELECT num FROM documents WHERE expires_at < ? ORDER BY expires_at ${LIMIT}`);
  const remove = database.prepare('DELETE FROM documents WHERE num = ?');

  /** Whether a document other than `num` has one of the keys. */
  function anyTaken(kind: string, keys: ReadonlySet<string>, num?: number): boolean {
    for (const key of keys) {
      const holder = keyHolder.get(kind, key)?.document;
      if (holder !== undefined && holder !== num) return true;
    }
    return false;
  }

  function writeKeys(kind: string, keys: ReadonlySet<string>, num: number): void {
    for (const key of keys) insertKey.run(kind, key, num);
  }

  return {
    get: (kind, id) => database.read(() => storedOf(byId.get(kind, id))),
    byKey: (kind, key) => database.read(() => storedOf(byKey.get(kind, key))),
    async insert(kind, id, value, options = {}) {
      const json = JSON.stringify(value);
      const { keys = new Set(), rows, expiresAt } = prepared(options);
      return database.write(() => {
        if (byId.get(kind, id) !== undefined) return { ok: false, reason: 'exists' };
        if (anyTaken(kind, keys)) return { ok: false, reason: 'key-taken' };
        const num = Number(insert.run(kind, id, expiresAt, json).lastInsertRowid);
        writeKeys(kind, keys, num);
        jobs.insertRows(rows);
        return { ok: true, version: 1 };
      });
    },
    async replace(kind, id, version, value, options = {}) {
      const json = JSON.stringify(value);
      const { keys, rows, expiresAt } = prepared(options);
      return database.write(() => {
        const current = byId.get(kind, id);
        if (current?.version !== version) return { ok: false, reason: 'changed' };
        const num = integer(current.num);
        if (keys !== undefined) {
          if (anyTaken(kind, keys, num)) return { ok: false, reason: 'key-taken' };
          dropKeys.run(num);
          writeKeys(kind, keys, num);
        }
        replace.run(version + 1, expiresAt, json, num);
        jobs.insertRows(rows);
        return { ok: true, version: version + 1 };
      });
    },
    list: (kind, { after = '', limit }) => database.read(() => list.all(kind, after, limit).map(readStored)),
    async forget(now, limit) {
      return database.erase(limit, () => {
        const rows = expired.all(now, limit);
        for (const row of rows) {
          const num = integer(row.num);
          dropKeys.run(num);
          remove.run(num);
        }
        return rows.length;
      });
    },
  };
}

function prepared({ keys, jobs, expiresAt }: WriteOptions) {
  return {
    ...(keys === undefined ? {} : { keys: new Set(keys) }),
    rows: jobRows(jobs ?? []),
    expiresAt: expiresAt ?? null,
  };
}

function storedOf(row: Row | undefined): Stored | undefined {
  return row === undefined ? undefined : readStored(row);
}

function readStored(row: Row): Stored {
  return { id: text(row.id), value: JSON.parse(text(row.value)), version: integer(row.version) };
}
