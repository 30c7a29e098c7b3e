import type { Portal } from '../accounts/portal.ts';

export type Senders = Readonly<Record<Portal, string>>;

/** Who mails come from. ICSOE's address is fixed by the IMSS guide; the others are configured. */
export const sendersOf = (mailFrom: string): Senders => ({
  impi: mailFrom,
  pase: mailFrom,
  icsoe: 'ICSOE IMSS <icsoe@imss.gob.mx>',
});
