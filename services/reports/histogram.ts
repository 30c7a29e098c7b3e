/** How often durations of about the same length occurred, by the number of their bucket. */
export type Histogram = Readonly<Record<string, number>>;

/** Each bucket is 5 % longer than the one before: what is read from it is within 2.5 % of what was measured. */
const RATIO = 1.05;
const FIRST_MS = 1_000;

export const bucketOf = (ms: number): string =>
  String(ms <= FIRST_MS ? 0 : Math.round(Math.log(ms / FIRST_MS) / Math.log(RATIO)));

/** All buckets of several histograms. */
export function merged(histograms: readonly Histogram[]): Histogram {
  const sum: Record<string, number> = {};
  for (const histogram of histograms) {
    for (const [bucket, count] of Object.entries(histogram)) sum[bucket] = (sum[bucket] ?? 0) + count;
  }
  return sum;
}

/** The duration that `share` of all do not exceed, in milliseconds. Undefined without any. */
export function quantile(histogram: Histogram, share: number): number | undefined {
  const buckets = Object.entries(histogram)
    .map(([bucket, count]) => ({ bucket: Number(bucket), count }))
    .sort((a, b) => a.bucket - b.bucket);
  const wanted = share * countIn(histogram);
  let seen = 0;
  for (const { bucket, count } of buckets) {
    seen += count;
    if (seen >= wanted) return Math.round(FIRST_MS * RATIO ** bucket);
  }
  return undefined;
}

export const countIn = (histogram: Histogram): number =>
  Object.values(histogram).reduce((sum, count) => sum + count, 0);
