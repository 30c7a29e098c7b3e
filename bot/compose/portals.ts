import type { Portal } from '../../services/accounts/portal.ts';

/** Where each portal signs people in. */
export const signInPages: Readonly<Record<Portal, string>> = {
  impi: 'https://tucuentapase.impi.gob.mx',
  pase: 'https://www.pase.com.mx',
  icsoe: 'https://icsoe.imss.gob.mx',
};

/** Where each institution answers people: an address to write to, or a page to type in. */
export const contacts: Readonly<Record<Portal, string>> = {
  impi: 'buzon@impi.gob.mx',
  pase: 'www.pase.com.mx',
  icsoe: 'icsoe@imss.gob.mx',
};
