/** The middle value, or the mean of the two in the middle; 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)] ?? 0;
  return ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** The smallest value that at least the share `p` (0 to 1) of all values do not exceed; 0 of none. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? 0;
}

/** The numbers of one column over several runs, as their medians. */
export function medians<Row extends Record<string, number>>(rows: readonly Row[]): Record<keyof Row, number> {
  const columns = Object.keys(rows[0] ?? {}) as (keyof Row)[];
  const pairs = columns.map((column) => [column, median(rows.map((row) => row[column]))] as const);
  return Object.fromEntries(pairs) as Record<keyof Row, number>;
}
