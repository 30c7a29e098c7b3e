import type { Job, Jobs, NewJob } from '../store.ts';
import type { Database } from './database.ts';
import { integer, LIMIT, type Row, text } from './rows.ts';

/** A job ready to be written: serialized before the transaction, so that nothing in it can fail on content. */
export interface JobRow {
  readonly id: string;
  readonly kind: string;
  readonly dueAt: number;
  readonly payload: string;
}

export interface SqliteJobs extends Jobs {
  /** For the other interfaces: writes jobs within their own operation. */
  insertRows(rows: readonly JobRow[]): void;
}

export function jobRows(jobs: readonly NewJob[]): JobRow[] {
  return jobs.map(({ id, kind, payload, dueAt }) => ({ id, kind, dueAt, payload: JSON.stringify(payload) }));
}

export function sqliteJobs(database: Database): SqliteJobs {
  const insert = database.prepare(
    'INSERT INTO jobs (id, kind, due_at, payload) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
  );
  const due = (which: string) =>
    database.prepare(
      `SELECT num, id, kind, due_at, attempts, payload FROM jobs
       WHERE done_at IS NULL AND due_at <= ? AND lease_until <= ? AND ${which} ORDER BY due_at, num ${LIMIT}`,
    );
  const dueOfOthers = due('kind NOT IN (SELECT value FROM json_each(?))');
  const dueOfKind = due('kind = ?');
  const hold = database.prepare('UPDATE jobs SET owner = ?, lease_until = ?, attempts = attempts + 1 WHERE num = ?');
  const held = 'id = ? AND attempts = ? AND owner = ? AND done_at IS NULL';
  const prolong = database.prepare(`UPDATE jobs SET lease_until = ? WHERE ${held}`);
  const finish = database.prepare(
    `UPDATE jobs SET done_at = ?, owner = NULL, lease_until = 0, payload = NULL, error = NULL WHERE ${held}`,
  );
  const giveBack = database.prepare(
    `UPDATE jobs SET due_at = ?, owner = NULL, lease_until = 0, error = ? WHERE ${held}`,
  );
  const depth = database.prepare('SELECT count(*) AS waiting, min(due_at) AS oldest FROM jobs WHERE done_at IS NULL');
  const forget = database.prepare(
    `DELETE FROM jobs WHERE num IN (SELECT num FROM jobs WHERE done_at < ? ORDER BY done_at ${LIMIT})`,
  );
  const listeners = new Set<() => void>();
  let added = false;

  database.onCommit(() => {
    if (!added) return;
    added = false;
    // Apart from the writers: a listener that throws must not look like a failed write.
    for (const listener of listeners) queueMicrotask(listener);
  });

  function insertRows(rows: readonly JobRow[]): void {
    for (const row of rows) {
      if (insert.run(row.id, row.kind, row.dueAt, row.payload).changes !== 0) added = true;
    }
  }

  return {
    insertRows,
    async add(jobs) {
      const rows = jobRows(jobs);
      if (rows.length > 0) await database.write(() => insertRows(rows));
    },
    claim: ({ owner, now, leaseMs, limit, atMost = {} }) =>
      database.write(() => {
        const others = dueOfOthers.all(now, now, JSON.stringify(Object.keys(atMost)), limit);
        const capped = Object.entries(atMost).flatMap(([kind, most]) =>
          dueOfKind.all(now, now, kind, Math.max(0, most)),
        );
        const rows = capped.length === 0 ? others : [...others, ...capped].sort(byAge).slice(0, limit);
        for (const { num } of rows) hold.run(owner, now + leaseMs, integer(num));
        return rows.map(jobOf);
      }),
    renew: (claims, { owner, now, leaseMs }) =>
      database.write(() =>
        claims
          .filter(({ id, attempts }) => prolong.run(now + leaseMs, id, attempts, owner).changes !== 0)
          .map(({ id }) => id),
      ),
    done: (claims, owner, at) =>
      database.write(
        () => claims.filter(({ id, attempts }) => finish.run(at, id, attempts, owner).changes !== 0).length,
      ),
    async retry({ id, attempts }, owner, dueAt, error) {
      await database.write(() => {
        giveBack.run(dueAt, error, id, attempts, owner);
      });
    },
    onAdded(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    depth: () =>
      database.read(() => {
        const row = depth.get();
        const waiting = integer(row?.waiting);
        return waiting === 0 ? { waiting } : { waiting, oldestDueAt: integer(row?.oldest) };
      }),
    forget: (before, limit) => database.erase(limit, () => Number(forget.run(before, limit).changes)),
  };
}

const byAge = (a: Row, b: Row): number => integer(a.due_at) - integer(b.due_at) || integer(a.num) - integer(b.num);

/** The job of a row as it was before it was claimed. */
function jobOf(row: Row): Job {
  return {
    id: text(row.id),
    kind: text(row.kind),
    payload: JSON.parse(text(row.payload)),
    dueAt: integer(row.due_at),
    attempts: integer(row.attempts) + 1,
  };
}
