import { z } from 'zod';
import { EndReason } from '../handoff/handoff.ts';
import type { DayFigures, Key } from './day.ts';
import { countIn, type Histogram, merged, quantile } from './histogram.ts';

export interface ReportFilter {
  readonly from: string;
  readonly to: string;
  readonly portal?: string;
  /** Only what has to do with the desk knows its channel; figures of cases and mails are those of all channels. */
  readonly channel?: string;
}

const Parts = z.array(z.string());

/** The figures of several days, as supervisors read them. Pure. */
export function reportOf(days: readonly DayFigures[], filter: ReportFilter) {
  const counts = sum(days.flatMap((day) => Object.entries(day.counts)));
  const durations = [
    ...Map.groupBy(
      days.flatMap((day) => Object.entries(day.durations)),
      ([key]) => key,
    ),
  ].map(([key, group]) => ({
    key: Parts.parse(JSON.parse(key)),
    histogram: merged(group.map(([, histogram]) => histogram)),
  }));
  const ofPortal = (portal = '') => filter.portal === undefined || filter.portal === portal;
  const ofDesk = ([, portal, channel]: Key) =>
    ofPortal(portal) && (filter.channel === undefined || filter.channel === channel);
  const at = (kind: string, wanted: (key: Key) => boolean) =>
    counts.filter(({ key }) => key[0] === kind && wanted(key));
  const total = (found: readonly { count: number }[]) => found.reduce((all, { count }) => all + count, 0);
  const lasting = (kind: string, wanted: (key: Key) => boolean) =>
    merged(durations.filter(({ key }) => key[0] === kind && wanted(key)).map(({ histogram }) => histogram));
  const inPortal = ([, portal]: Key) => ofPortal(portal);

  const groups = [
    ...new Set(counts.filter(({ key }) => isDesk(key) && ofDesk(key)).map(({ key }) => `${key[1]}\n${key[2]}`)),
  ];
  const procedures = [...new Set(at('outcome', inPortal).map(({ key }) => key[2] ?? ''))].sort();
  return {
    from: filter.from,
    to: filter.to,
    load: Array.from({ length: 24 }, (_, hour) => {
      const inHour = (key: Key) => ofDesk(key) && Number(key[3]) === hour;
      return { hour, requested: total(at('requested', inHour)), claimed: total(at('claimed', inHour)) };
    }),
    waiting: lengths(lasting('waiting', ofDesk)),
    firstReply: lengths(lasting('first-reply', ofDesk)),
    recovery: procedures.flatMap((procedure) => {
      const histogram = lasting('recovery', (key) => inPortal(key) && key[2] === procedure);
      return countIn(histogram) === 0 ? [] : [{ procedure, ...lengths(histogram) }];
    }),
    outcomes: at('outcome', inPortal).map(({ key: [, , procedure = '', outcome = '', step], count }) => ({
      procedure,
      outcome,
      ...(step && { step }),
      count,
    })),
    refusals: grouped(at('refusal', inPortal), 2).map(([reason, count]) => ({ reason, count })),
    mails: {
      sent: total(at('mail', (key) => inPortal(key) && key[2] === 'sent')),
      suppressed: total(at('mail', (key) => inPortal(key) && key[2] === 'suppressed')),
      failed: total(at('mail', (key) => inPortal(key) && key[2] === 'failed')),
    },
    sla: {
      hit: total(at('sla', (key) => ofDesk(key) && key[3] === 'hit')),
      missed: total(at('sla', (key) => ofDesk(key) && key[3] === 'missed')),
    },
    handoffs: grouped(at('ended', ofDesk), 3).map(([reason, count]) => ({ endReason: EndReason.parse(reason), count })),
    groups: groups.sort().map((group) => {
      const [portal = '', channel = ''] = group.split('\n');
      const here = (key: Key) => key[1] === portal && key[2] === channel;
      const { medianMs, p95Ms } = lengths(lasting('waiting', here));
      return {
        portal,
        channel,
        requested: total(at('requested', here)),
        claimed: total(at('claimed', here)),
        slaHit: total(at('sla', (key) => here(key) && key[3] === 'hit')),
        slaMissed: total(at('sla', (key) => here(key) && key[3] === 'missed')),
        ...(medianMs !== undefined && { waitingMedianMs: medianMs }),
        ...(p95Ms !== undefined && { waitingP95Ms: p95Ms }),
      };
    }),
  };
}

const DESK: ReadonlySet<string> = new Set(['requested', 'claimed', 'sla', 'ended']);
const isDesk = ([kind = '']: Key) => DESK.has(kind);

function sum(entries: readonly (readonly [string, number])[]): { key: Key; count: number }[] {
  const all = new Map<string, number>();
  for (const [key, count] of entries) all.set(key, (all.get(key) ?? 0) + count);
  return [...all].map(([key, count]) => ({ key: Parts.parse(JSON.parse(key)), count }));
}

/** Counts by one part of their keys, the most frequent first. */
function grouped(found: readonly { key: Key; count: number }[], part: number): [string, number][] {
  const all = new Map<string, number>();
  for (const { key, count } of found) all.set(key[part] ?? '', (all.get(key[part] ?? '') ?? 0) + count);
  return [...all].sort((a, b) => b[1] - a[1]);
}

function lengths(histogram: Histogram) {
  const medianMs = quantile(histogram, 0.5);
  const p95Ms = quantile(histogram, 0.95);
  return {
    count: countIn(histogram),
    ...(medianMs !== undefined && { medianMs }),
    ...(p95Ms !== undefined && { p95Ms }),
  };
}
