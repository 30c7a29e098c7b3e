import { stat, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openSqlite } from '../../../../services/store/sqlite/index.ts';
import { lockForServing } from '../../../../services/store/sqlite/serving-lock.ts';
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

it('leaves a file of an earlier version as it is while somebody serves from it', async () => {
  await (await openSqlite({ path: folder.path })).close();
  const present = setVersion(1);
  const serving = lockForServing(folder.path);

  await expect(openSqlite({ path: folder.path })).rejects.toMatchObject({ code: 'in-use' });

  expect(setVersion(present)).toBe(1);
  const tool = await openSqlite({ path: folder.path });
  expect(await tool.counters.next('folio')).toBe(1);
  await tool.close();
  serving.release();
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
  await expect(store.counters.next('folio')).rejects.toMatchObject({ code: 'unreachable' });

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

it('takes over conversations of the first schema, with their log, the messages they know, and how they stand', async () => {
  const hour = 60 * 60_000;
  const store = await openSqlite({ path: folder.path });
  for (const [id, createdAt] of [
    ['first', 30 * hour],
    ['second', 31 * hour],
  ] as const) {
    await store.conversations.create({ id, channel: 'web-chat', person: 'p', locale: 'es-MX', createdAt });
    const at = createdAt + 1;
    const lease = { owner: 'w', leaseMs: 1_000 };
    const said = { messageId: '7', activity: {}, echo: { said: '7' }, at };
    const accepted = await store.conversations.accept(id, said, lease);
    if (accepted.outcome !== 'accepted' || !accepted.turn) throw new Error('not taken');
    const outcome = { state: { step: id }, awaiting: 'code', replies: [{ text: 'hola' }], jobs: [], at } as const;
    await store.conversations.commit(accepted.turn, outcome);
  }
  await store.close();
  const db = new DatabaseSync(folder.path);
  db.exec(firstSchemaAgain);
  db.close();
  setVersion(1);

  const { conversations, close } = await openSqlite({ path: folder.path });
  expect(await conversations.forget(30 * hour + 1, 10)).toBe(0);
  expect(await conversations.forget(31 * hour, 10)).toBe(1);
  const known = await conversations.get('second');
  expect(known).toMatchObject({ id: 'second', createdAt: 31 * hour, awaiting: 'code', lastSeq: 2 });
  expect(known).not.toHaveProperty('origin');
  expect((await conversations.log('second', 0)).map(({ activity }) => activity)).toEqual([
    { said: '7' },
    { text: 'hola' },
  ]);
  const again = { messageId: '7', activity: {}, echo: { said: '7' }, at: 32 * hour };
  expect(await conversations.accept('second', again)).toEqual({ outcome: 'duplicate', seq: 1 });
  await conversations.accept('second', { ...again, messageId: '8' });
  const turn = await conversations.take('second', { owner: 'w', now: 32 * hour, leaseMs: 1_000 });
  expect(turn).toMatchObject({ state: { step: 'second' }, version: 1, messageId: '8' });
  await close();
});

/** What the first schema had otherwise, made of the present one. */
const firstSchemaAgain = `
  CREATE TABLE states (conversation INTEGER PRIMARY KEY, state TEXT NOT NULL) STRICT;
  INSERT INTO states SELECT num, state FROM conversations;
  CREATE TABLE messages (
    conversation INTEGER NOT NULL, message_id TEXT NOT NULL, seq INTEGER, PRIMARY KEY (conversation, message_id)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO messages SELECT conversation, mark, ref FROM marks WHERE mark >= '';
  CREATE UNIQUE INDEX log_by_conversation ON log (conversation, seq);
  ALTER TABLE conversations ADD COLUMN last_seq INTEGER NOT NULL DEFAULT 0;
  UPDATE conversations SET last_seq = 2;
  ALTER TABLE conversations DROP COLUMN state;
  DROP TABLE marks;
  ALTER TABLE conversations DROP COLUMN origin;
  DROP INDEX conversations_by_hour;
  ALTER TABLE conversations RENAME COLUMN active_hour TO active_day;
  UPDATE conversations SET active_day = 1;
  CREATE INDEX conversations_by_day ON conversations (active_day);
`;

/** Answers the version there was. */
function setVersion(version: number): number {
  const db = new DatabaseSync(folder.path);
  const before = Number(db.prepare('SELECT version FROM schema_version').get()?.version);
  db.prepare('UPDATE schema_version SET version = ?').run(version);
  db.close();
  return before;
}
