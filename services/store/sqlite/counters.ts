import type { Counters } from '../store.ts';
import type { Database } from './database.ts';
import { integer, LIMIT, type Row } from './rows.ts';

export function sqliteCounters(database: Database): Counters {
  const hit = database.prepare(
    `INSERT INTO counters (key, count, resets_at) VALUES (:key, :by, :end)
     ON CONFLICT (key) DO UPDATE SET
       count = CASE WHEN resets_at <= :now THEN excluded.count ELSE count + excluded.count END,
       resets_at = CASE WHEN resets_at <= :now THEN excluded.resets_at ELSE resets_at END
     RETURNING count, resets_at`,
  );
  const peek = database.prepare('SELECT count, resets_at FROM counters WHERE key = ? AND resets_at > ?');
  const reset = database.prepare('DELETE FROM counters WHERE key = ?');
  const next = database.prepare(
    `INSERT INTO sequences (name, value) VALUES (?, 1)
     ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value`,
  );
  const forget = database.prepare(
    `DELETE FROM counters WHERE key IN (SELECT key FROM counters WHERE resets_at < ? ORDER BY resets_at ${LIMIT})`,
  );

  return {
    hit: (key, { now, windowMs, by = 1 }) =>
      database.write(() => countOf(hit.get({ key, by, now, end: now + windowMs }) ?? {})),
    peek: (key, now) =>
      database.read(() => {
        const row = peek.get(key, now);
        return row === undefined ? undefined : countOf(row);
      }),
    async reset(key) {
      await database.write(() => {
        reset.run(key);
      });
    },
    next: (name) => database.write(() => integer(next.get(name)?.value)),
    forget: (now, limit) => database.erase(limit, () => Number(forget.run(now, limit).changes)),
  };
}

function countOf(row: Row): { count: number; resetsAt: number } {
  return { count: integer(row.count), resetsAt: integer(row.resets_at) };
}
