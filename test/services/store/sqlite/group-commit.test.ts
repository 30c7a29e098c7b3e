import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type GroupCommit, groupCommit } from '../../../../services/store/sqlite/group-commit.ts';

let db: DatabaseSync;
let group: GroupCommit;
let commits: number;

beforeEach(() => {
  db = new DatabaseSync(':memory:');
  db.exec(`
    CREATE TABLE parents (n INTEGER PRIMARY KEY);
    CREATE TABLE numbers (n INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED);
  `);
  commits = 0;
  group = groupCommit(db, () => {
    commits += 1;
  });
});
afterEach(() => db.close());

function add(n: number, parent: number | null = null): Promise<number> {
  return group.write(() => {
    db.prepare('INSERT INTO numbers (n, parent) VALUES (?, ?)').run(n, parent);
    return n;
  });
}

function stored(): unknown[] {
  return db
    .prepare('SELECT n FROM numbers ORDER BY n')
    .all()
    .map(({ n }) => n);
}

it('writes what was queued in one turn of the event loop in one transaction', async () => {
  expect(await Promise.all([add(1), add(2), add(3)])).toEqual([1, 2, 3]);
  expect(commits).toBe(1);

  await add(4);
  expect(commits).toBe(2);
});

it('resolves nothing before the commit', async () => {
  const writing = add(1);
  let resolved = false;
  void writing.then(() => {
    resolved = true;
  });
  await Promise.resolve();
  expect([resolved, stored()]).toEqual([false, []]);

  await writing;
  expect(db.isTransaction).toBe(false);
  expect(stored()).toEqual([1]);
});

it('fails only the operation that throws, with everything it wrote undone', async () => {
  const half = group.write(() => {
    db.prepare('INSERT INTO numbers (n) VALUES (7)').run();
    throw new Error('half done');
  });
  const settled = await Promise.allSettled([add(1), half, add(2), add(1), add(3)]);

  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
  expect(settled[1]).toMatchObject({ reason: new Error('half done') });
  expect(stored()).toEqual([1, 2, 3]);
});

it('rejects all of a batch whose COMMIT fails, and goes on with the next', async () => {
  db.exec('PRAGMA foreign_keys = ON');

  const settled = await Promise.allSettled([add(1), add(2, 99), add(3)]);

  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(stored()).toEqual([]);
  expect(commits).toBe(0);
  expect(await add(4)).toBe(4);
});

it('rejects all of a batch whose transaction cannot begin, and goes on with the next', async () => {
  db.exec('BEGIN');
  const settled = await Promise.allSettled([add(1), add(2)]);
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);

  expect(await add(3)).toBe(3);
  expect(stored()).toEqual([3]);
});

it('writes at once when flushed', async () => {
  const writing = add(1);
  group.flush();
  expect(stored()).toEqual([1]);
  expect(await writing).toBe(1);
});
