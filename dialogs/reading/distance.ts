const maxChars = 40;

/**
 * How many slips of the finger lie between two words: a letter too many, too few, another, or two exchanged (optimal
 * string alignment). Answers `limit + 1` as soon as it is certain to be more than `limit`. Both words are cut at 40
 * characters, so that a call stays cheap whatever it is given.
 */
export function distance(first: string, second: string, limit = maxChars): number {
  const [a, b] = [first.slice(0, maxChars), second.slice(0, maxChars)];
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(at(previous, j) + 1, at(row, j - 1) + 1, at(previous, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, at(beforePrevious, j - 2) + 1);
      }
      row.push(best);
    }
    if (Math.min(...row) > limit) return limit + 1;
    [beforePrevious, previous] = [previous, row];
  }
  return Math.min(at(previous, b.length), limit + 1);
}

const at = (row: readonly number[], index: number) => row[index] ?? Number.POSITIVE_INFINITY;
