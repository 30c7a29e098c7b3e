import type { Portal } from '../../services/accounts/portal.ts';

/** Where each portal signs people in. */
export const signInPages: Readonly<Record<Portal, string>> = {
  impi: 'https://tucuentapase.impi.gob.mx',
  pase: 'https://www.pase.com.mx',
  icsoe: 'https://icsoe.imss.gob.mx',
};
