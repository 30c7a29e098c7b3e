import type { Portal } from '../accounts/portal.ts';
import type { Counters, Millis } from '../store/store.ts';

const year = new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: 'America/Mexico_City' });

/** The next folio of a portal in the year it is in Mexico City: `IMPI-2026-000123`. Numbers may be left out, never repeated. */
export async function folioFor(counters: Counters, portal: Portal, at: Millis): Promise<string> {
  const series = `${portal.toUpperCase()}-${year.format(at)}`;
  const number = await counters.next(`folio:${series}`);
  return `${series}-${String(number).padStart(6, '0')}`;
}
