import { stat, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openSqlite } from '../../../../services/store/sqlite/index.ts';
import { type TemporaryFolder, temporaryFolder } from './temporary.ts';

let folder: TemporaryFolder;

beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

it('refuses data of a later version, leaves them as they are, and holds no lock on them', async () => {
  const store = await openSqlite({ path: folder.path, exclusive: true });
  await store.documents.insert('kind', 'id', {});
  await store.close();
  const present = setVersion(999);

  await expect(openSqlite({ path: folder.path, exclusive: true })).rejects.toMatchObject({ code: 'schema-newer' });

  setVersion(present);
  const again = await openSqlite({ path: folder.path, exclusive: true });
  expect(await again.documents.get('kind', 'id')).toBeDefined();
  await again.close();
});

it('refuses a file that is no database', async () => {
  await writeFile(folder.path, 'not a database, not at all'.repeat(100));

  await expect(openSqlite({ path: folder.path })).rejects.toThrow('not a database');
});

it('makes the folder it is asked to write to, and files nobody else may read', async () => {
  const path = `${folder.path}-folder/deeper/recupera.db`;
  const store = await openSqlite({ path });
  await store.counters.next('folio');

  for (const file of [path, `${path}-wal`]) expect((await stat(file)).mode & 0o077).toBe(0);
  await store.close();
});

it('rejects a write while another process holds the database for longer than it waits, and goes on after', async () => {
  const store = await openSqlite({ path: folder.path, busyTimeoutMs: 0 });
  const tool = new DatabaseSync(folder.path);
  tool.exec('BEGIN IMMEDIATE');
  await expect(store.counters.next('folio')).rejects.toThrow('locked');

  tool.exec('COMMIT');
  expect(await store.counters.next('folio')).toBe(1);
  tool.close();
  await store.close();
});

it('keeps a store in memory when asked to', async () => {
  const store = await openSqlite({ path: ':memory:', exclusive: true });
  expect(await store.counters.next('folio')).toBe(1);
  await store.close();
});

it('takes over conversations of the first schema, which knew neither the hour of their last activity nor an origin', async () => {
  const hour = 60 * 60_000;
  const store = await openSqlite({ path: folder.path });
  for (const [id, createdAt] of [
    ['first', 30 * hour],
    ['second', 31 * hour],
  ] as const) {
    await store.conversations.create({ id, channel: 'web-chat', person: 'p', locale: 'es-MX', createdAt });
  }
  await store.close();
  const db = new DatabaseSync(folder.path);
  db.exec(`ALTER TABLE conversations DROP COLUMN origin;
    DROP INDEX conversations_by_hour;
    ALTER TABLE conversations RENAME COLUMN active_hour TO active_day;
    UPDATE conversations SET active_day = 1;
    CREATE INDEX conversations_by_day ON conversations (active_day);`);
  db.close();
  setVersion(1);

  const again = await openSqlite({ path: folder.path });
  expect(await again.conversations.forget(30 * hour, 10)).toBe(0);
  expect(await again.conversations.forget(31 * hour, 10)).toBe(1);
  expect(await again.conversations.get('second')).toMatchObject({ id: 'second', createdAt: 31 * hour });
  expect(await again.conversations.get('second')).not.toHaveProperty('origin');
  await again.close();
});

/** Answers the version there was. */
function setVersion(version: number): number {
  const db = new DatabaseSync(folder.path);
  const before = Number(db.prepare('SELECT version FROM schema_version').get()?.version);
  db.prepare('UPDATE schema_version SET version = ?').run(version);
  db.close();
  return before;
}
