/** The desk goes by one clock, as its opening hours and figures do. */
const timeZone = 'America/Mexico_City';
const clock = new Intl.DateTimeFormat('es-MX', { timeZone, hour: '2-digit', minute: '2-digit', hour12: false });
const day = new Intl.DateTimeFormat('es-MX', { timeZone, day: 'numeric', month: 'short' });
const dayAndClock = new Intl.DateTimeFormat('es-MX', {
  timeZone,
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

export const clockOf = (at: number): string => clock.format(at);
export const dayOf = (at: number): string => day.format(at);
export const momentOf = (at: number): string => dayAndClock.format(at);

/** Portals go by their initials. */
export const portalName = (portal: string): string => portal.toUpperCase();

/** 75 s → `1:15`, an hour and a half → `1 h 30`, two days → `2 d 3 h`. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  const hours = Math.floor(seconds / 3_600);
  if (hours < 24) return `${hours} h ${two(Math.floor((seconds % 3_600) / 60))}`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Milliseconds as seconds or minutes, for figures. */
export function inSeconds(ms: number | undefined): string {
  if (ms === undefined) return '—';
  return ms < 60_000 ? `${Math.round(ms / 1_000)} s` : span(ms);
}
