import type { MailOrder } from './mail.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** "21 de noviembre de 2026, 9:21 a.m." in the time of Mexico City. */
export function momentInWords(at: number, locale: MailOrder['locale'] = 'es-MX'): string {
  const format =
    formats.get(locale) ??
    new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'America/Mexico_City' });
  formats.set(locale, format);
  return format.format(at);
}
