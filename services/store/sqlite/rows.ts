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
