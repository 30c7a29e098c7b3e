import { z } from 'zod';

const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/);

/** When people answer, by the clock of Mexico City. */
export const OpeningHours = z.object({
  /** 1 is Monday, 7 is Sunday. */
  weekdays: z.array(z.number().int().min(1).max(7)),
  from: clock,
  /** Not included. `24:00` is midnight. */
  until: clock,
  /** Days on which nobody answers: `2026-12-25`. */
  holidays: z.array(z.string().regex(/^\d{4}-\d{2}-\d{2}$/)).default([]),
});
export type OpeningHours = z.infer<typeof OpeningHours>;

export type Opening =
  | { readonly open: true; readonly closesAt: number }
  /** `opensAt` is absent when no day of the next weeks is a working day. */
  | { readonly open: false; readonly opensAt?: number };

const DAY_MS = 24 * 60 * 60_000;
const MINUTE_MS = 60_000;
const DAYS_AHEAD = 60;
const day = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Mexico_City',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** Whether people answer at `at`, and until or from when. Pure. */
export function openingAt(hours: OpeningHours, at: number): Opening {
  const today = day.format(at);
  const now = (at - midnightOf(today)) / MINUTE_MS;
  const from = minutesOf(hours.from);
  const until = minutesOf(hours.until);
  const works = isWorkday(hours, today);
  if (works && now >= from && now < until) return { open: true, closesAt: midnightOf(today) + until * MINUTE_MS };
  for (let ahead = works && now < from ? 0 : 1; ahead <= DAYS_AHEAD && from < until; ahead += 1) {
    const date = day.format(midnightOf(today) + ahead * DAY_MS);
    if (isWorkday(hours, date)) return { open: false, opensAt: midnightOf(date) + from * MINUTE_MS };
  }
  return { open: false };
}

/** Mexico City has kept UTC−6 all year since the law on time zones of 2022-10-28. */
const midnightOf = (date: string): number => Date.parse(`${date}T00:00:00-06:00`);

function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

function isWorkday({ weekdays, holidays }: OpeningHours, date: string): boolean {
  const weekday = new Date(`${date}T12:00:00Z`).getUTCDay() || 7;
  return weekdays.includes(weekday) && !holidays.includes(date);
}
