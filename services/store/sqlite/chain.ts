import type { Chain, ChainEntry } from '../store.ts';
import type { Database } from './database.ts';
import { integer, LIMIT, type Row, text } from './rows.ts';

export function sqliteChain(database: Database): Chain {
  const head = database.prepare('SELECT seq, id, body, hash FROM chain ORDER BY seq DESC LIMIT 1');
  const known = database.prepare('SELECT 1 FROM chain WHERE id = ?');
  const insert = database.prepare('INSERT INTO chain (seq, id, body, hash) VALUES (?, ?, ?, ?)');
  const after = database.prepare(`SELECT seq, id, body, hash FROM chain WHERE seq > ? ORDER BY seq ${LIMIT}`);

  return {
    head: () => database.read(() => entryOf(head.get())),
    async append(entries) {
      assertConsecutive(entries);
      const ids = new Set(entries.map(({ id }) => id));
      if (ids.size < entries.length) return { ok: false, reason: 'id-known' };
      return database.write(() => {
        if (entries.some(({ id }) => known.get(id) !== undefined)) return { ok: false, reason: 'id-known' };
        const expected = (entryOf(head.get())?.seq ?? 0) + 1;
        if (entries[0] !== undefined && entries[0].seq !== expected) return { ok: false, reason: 'seq-taken' };
        for (const { seq, id, body, hash } of entries) insert.run(seq, id, body, hash);
        return { ok: true };
      });
    },
    has: (id) => database.read(() => known.get(id) !== undefined),
    read: (afterSeq, limit) => database.read(() => after.all(afterSeq, limit).map(readEntry)),
  };
}

function assertConsecutive(entries: readonly ChainEntry[]): void {
  const first = entries[0]?.seq ?? 1;
  if (entries.some(({ seq }, index) => seq !== first + index))
    throw new RangeError('chain entries must be consecutive');
}

function entryOf(row: Row | undefined): ChainEntry | undefined {
  return row === undefined ? undefined : readEntry(row);
}

function readEntry(row: Row): ChainEntry {
  return { seq: integer(row.seq), id: text(row.id), body: text(row.body), hash: text(row.hash) };
}
