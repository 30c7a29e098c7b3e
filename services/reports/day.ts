import { z } from 'zod';
import type { AuditBody } from '../audit/audit-job.ts';
import { bucketOf } from './histogram.ts';

/** Where something is counted: what it was, and the words that tell it apart from others of its kind. */
export type Key = readonly string[];

/** The figures of one day in Mexico City. No personal data: names of things, and how often. */
export const DayFigures = z.object({
  /** The entry of the audit chain up to which this day is counted. */
  upTo: z.number().int(),
  /** By `JSON.stringify(Key)`. */
  counts: z.record(z.string(), z.number()),
  durations: z.record(z.string(), z.record(z.string(), z.number())),
});
export type DayFigures = z.infer<typeof DayFigures>;

export const emptyDay: DayFigures = { upTo: 0, counts: {}, durations: {} };

/** What one event adds to the figures. */
export interface Increment {
  readonly counts: readonly Key[];
  readonly durations: readonly { readonly key: Key; readonly ms: number }[];
}

const dayFormat = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Mexico_City',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});
const hourFormat = new Intl.DateTimeFormat('en', {
  timeZone: 'America/Mexico_City',
  hour: 'numeric',
  hourCycle: 'h23',
});

/** `2026-11-21`, the day it is in Mexico City. */
export const dayOf = (at: number): string => dayFormat.format(at);

const REFUSALS: ReadonlySet<string> = new Set([
  'efirma.refused',
  'code.refused',
  'password.refused',
  'client.refused',
  'link.refused',
  'account.refused',
]);
/** How a case ends, by what happened to it. */
const OUTCOMES: Readonly<Record<string, string>> = {
  finish: 'done',
  reject: 'refused',
  refuse: 'refused',
  expire: 'expired',
  cancel: 'cancelled',
  freeze: 'frozen',
};

/** What an event of the audit chain adds. @param tookMs since the case was opened, where it ended well. Pure. */
export function incrementOf(event: AuditBody, tookMs?: number): Increment {
  const { name, portal = '', channel = '', procedure = '', reason = '', step = '', ms } = event;
  const hour = hourFormat.format(Date.parse(event.at));
  const counts: Key[] = [];
  const durations: { key: Key; ms: number }[] = [];
  switch (name) {
    case 'handoff.requested':
      counts.push(['requested', portal, channel, hour]);
      break;
    case 'handoff.claimed':
      counts.push(['claimed', portal, channel, hour]);
      if (ms !== undefined) durations.push({ key: ['waiting', portal, channel], ms });
      break;
    case 'handoff.replied':
      counts.push(['sla', portal, channel, reason.endsWith('sla-hit') ? 'hit' : 'missed']);
      if (ms !== undefined && reason.startsWith('first-'))
        durations.push({ key: ['first-reply', portal, channel], ms });
      break;
    case 'handoff.ended':
      counts.push(['ended', portal, channel, reason]);
      break;
    case 'case.opened':
      counts.push(['outcome', portal, procedure, 'opened', '']);
      break;
    case 'case.abandoned':
      counts.push(['outcome', portal, procedure, 'abandoned', step]);
      break;
    case 'case.moved':
    case 'case.refused': {
      const outcome = OUTCOMES[reason];
      if (outcome) counts.push(['outcome', portal, procedure, outcome, step]);
      if (tookMs !== undefined) durations.push({ key: ['recovery', portal, procedure], ms: tookMs });
      break;
    }
    case 'mail.sent':
    case 'notice.sent':
      counts.push(['mail', portal, 'sent']);
      break;
    case 'mail.suppressed':
      counts.push(['mail', portal, 'suppressed']);
      break;
    case 'mail.failed':
      counts.push(['mail', portal, 'failed']);
      break;
    default:
      if (REFUSALS.has(name)) counts.push(['refusal', portal, reason || name]);
  }
  return { counts, durations };
}

/** The day with what further entries add; those it has counted already are left out. Pure. */
export function withEntries(
  day: DayFigures,
  entries: readonly { readonly seq: number; readonly increment: Increment }[],
): DayFigures {
  const counts = { ...day.counts };
  const durations = { ...day.durations };
  let { upTo } = day;
  for (const { seq, increment } of entries) {
    if (seq <= day.upTo) continue;
    upTo = Math.max(upTo, seq);
    for (const key of increment.counts.map((parts) => JSON.stringify(parts))) counts[key] = (counts[key] ?? 0) + 1;
    for (const { key: parts, ms } of increment.durations) {
      const key = JSON.stringify(parts);
      const bucket = bucketOf(ms);
      durations[key] = { ...durations[key], [bucket]: (durations[key]?.[bucket] ?? 0) + 1 };
    }
  }
  return { upTo, counts, durations };
}
