import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { median } from './numbers.ts';
import { print } from './print.ts';
import { storedId } from './stored.ts';

const FEW = 1_000;
const MANY = 100_000;
const TURNS = 3_000;
const AT_ONCE = 16;

/**
 * What no schema can be below: one table of rows of a kilobyte and an index of their ids, with the settings of the store.
 * A turn changes one row twice, sixteen turns in a transaction, of all rows at random.
 */
export function measureBareTable(folder: string) {
  const few = bareTable(join(folder, 'bare-few.sqlite'), FEW);
  const many = bareTable(join(folder, 'bare-many.sqlite'), MANY);
  const pairs = Array.from({ length: 6 }, (_, repeat) => ({ few: few(repeat), many: many(repeat) })).slice(1);
  const result = {
    fewMs: median(pairs.map((pair) => pair.few)),
    manyMs: median(pairs.map((pair) => pair.many)),
    ratio: median(pairs.map((pair) => pair.many / pair.few)),
  };
  print(`\nA bare table, ${MANY} rows against ${FEW}, at random: ${JSON.stringify(result)}`);
  return result;
}

/** Answers the processor time of a turn, in milliseconds. */
function bareTable(path: string, size: number): (repeat: number) => number {
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA page_size = 8192; PRAGMA cache_size = -32768; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    PRAGMA secure_delete = ON;
    CREATE TABLE rows (num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, value TEXT NOT NULL) STRICT; BEGIN`);
  const insert = db.prepare('INSERT INTO rows (id, value) VALUES (?, ?)');
  const ids = Array.from({ length: size }, (_, number) => storedId(number));
  for (const id of ids) insert.run(id, value(0));
  db.exec('COMMIT');
  const update = db.prepare('UPDATE rows SET value = ? WHERE id = ?');
  return (repeat) => {
    const before = process.cpuUsage();
    for (let from = 0; from < TURNS; from += AT_ONCE) {
      for (const half of [1, 2]) {
        db.exec('BEGIN IMMEDIATE');
        for (let turn = from; turn < Math.min(TURNS, from + AT_ONCE); turn += 1) {
          update.run(value(half + turn), ids[(repeat * 7_919 + turn * 7_927) % size] ?? '');
        }
        db.exec('COMMIT');
      }
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000 / TURNS;
  };
}

const value = (number: number) => String(number).padEnd(1_000, 'x');
