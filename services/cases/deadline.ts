import type { Millis } from '../store/store.ts';

const DAY_MS = 24 * 60 * 60_000;
const zone = { timeZone: 'America/Mexico_City' } as const;
const date = new Intl.DateTimeFormat('en-CA', { ...zone, year: 'numeric', month: '2-digit', day: '2-digit' });
const words = {
  'es-MX': new Intl.DateTimeFormat('es-MX', { ...zone, dateStyle: 'long' }),
  en: new Intl.DateTimeFormat('en', { ...zone, dateStyle: 'long' }),
} as const;

/** Reminders go out in the morning, 14 hours before the last second of a day. */
const MORNING_MS = 14 * 60 * 60_000;

/**
 * The last millisecond of the day that is `days` after `at`, in Mexico City, so that a date alone says it. The city has
 * kept UTC−6 all year since the law on time zones of 2022-10-28.
 */
export const endOfDayAfter = (at: Millis, days: number): Millis =>
  Date.parse(`${date.format(at)}T23:59:59.999-06:00`) + days * DAY_MS;

/** When to remind of a deadline: in the morning of the day that many days before it. */
export const reminderAt = (deadlineAt: Millis, daysBefore: number): Millis =>
  deadlineAt - daysBefore * DAY_MS - MORNING_MS;

/** "21 de diciembre de 2026", the day it is in Mexico City. */
export const dayInWords = (at: Millis, locale: keyof typeof words = 'es-MX'): string => words[locale].format(at);
