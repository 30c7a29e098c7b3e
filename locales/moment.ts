const format = new Intl.DateTimeFormat('es-MX', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'America/Mexico_City',
});

/** A moment as people say it, in the time of Mexico City: "21 de noviembre de 2026, 9:05 a.m.". */
export const inWords = (at: number): string => `${format.format(at)} (hora del centro)`;
