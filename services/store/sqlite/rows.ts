import type { SQLOutputValue } from 'node:sqlite';

/** A row as `node:sqlite` hands it out. */
export type Row = Record<string, SQLOutputValue>;

/** A column declared `TEXT NOT NULL`. */
export function text(value: SQLOutputValue | undefined): string {
  if (typeof value !== 'string') throw new TypeError(`expected text in a column, got ${typeof value}`);
  return value;
}

/** A column declared `INTEGER NOT NULL`. */
export function integer(value: SQLOutputValue | undefined): number {
  if (typeof value !== 'number') throw new TypeError(`expected an integer in a column, got ${typeof value}`);
  return value;
}

/**
 * `LIMIT` with a parameter. A bare `LIMIT ?` lets the planner look at the value, and so makes SQLite compile the
 * statement anew each time it is bound (5 to 15 µs); an expression does not.
 */
export const LIMIT = 'LIMIT (? + 0)';

const HOUR_MS = 60 * 60_000;

/** What `active_hour` holds for a time. */
export const hourOf = (at: number): number => Math.floor(at / HOUR_MS);
