import type { Counters, Millis } from '../store/store.ts';

const year = new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: 'America/Mexico_City' });

/** The next folio of a promise to write: `ATN-2026-000123`. Numbers may be left out, never repeated. */
export async function nextTicket(counters: Pick<Counters, 'next'>, at: Millis): Promise<string> {
  const series = `ATN-${year.format(at)}`;
  return `${series}-${String(await counters.next(`folio:${series}`)).padStart(6, '0')}`;
}
