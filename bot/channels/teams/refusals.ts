/** How often a reason was met since it was last told. */
export interface Refusals {
  readonly reason: string;
  readonly count: number;
}

const pauseMs = 60_000;

/** Tells of each reason at most once a minute, with its number: whoever knocks all day must not fill the log. */
export function createRefusalLog({ now, tell }: { now: () => number; tell: (refusals: Refusals) => void }) {
  const known = new Map<string, { until: number; untold: number }>();
  return (reason: string): void => {
    const at = now();
    const before = known.get(reason);
    if (before && at < before.until) {
      before.untold += 1;
      return;
    }
    known.set(reason, { until: at + pauseMs, untold: 0 });
    tell({ reason, count: 1 + (before?.untold ?? 0) });
  };
}
