import { distance } from './distance.ts';

/** Where Mexican mailboxes are, the more frequent first. */
const COMMON = [
  'gmail.com',
  'hotmail.com',
  'outlook.com',
  'yahoo.com.mx',
  'yahoo.com',
  'icloud.com',
  'live.com.mx',
  'live.com',
  'hotmail.es',
  'outlook.es',
  'prodigy.net.mx',
  'protonmail.com',
  'msn.com',
];
/** Real providers that look like a slip of those. */
const REAL = new Set([
  ...COMMON,
  ...'gmx.com gmx.net gmx.es gmx.de mail.com email.com ymail.com rocketmail.com hotmail.com.mx hotmail.mx hotmail.fr hotmail.it'.split(
    ' ',
  ),
  ...'yahoo.es yahoo.mx yahoo.fr yahoo.com.ar yahoo.com.br yahoo.co.uk live.mx live.es outlook.fr outlook.mx outlook.com.mx me.com'.split(
    ' ',
  ),
  ...'mac.com aol.com proton.me pm.me zoho.com fastmail.com tutanota.com mail.ru ymail.com.mx icloud.mx'.split(' '),
]);
/** Endings that no domain has. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/\.(?:con|cmo|ocm|vom|xom|comm|coom|clm|cim|cpm|ckm)$/, '.com'],
  [/\.com\.(?:mz|mxx|mxn|nx|xm)$/, '.com.mx'],
  [/\.(?:mxx|mxn)$/, '.mx'],
  [/\.con\.mx$/, '.com.mx'],
];

/** The domain that was probably meant, when this one looks like a slip; undefined for real and for unlike ones. */
export function suggestDomain(domain: string): string | undefined {
  if (REAL.has(domain)) return undefined;
  const mended = ENDINGS.reduce((text, [wrong, right]) => text.replace(wrong, right), domain);
  if (REAL.has(mended)) return mended;
  const [nearest] = COMMON.map((common) => ({ common, slips: distance(mended, common, mostSlips) })).sort(
    (a, b) => a.slips - b.slips,
  );
  if (nearest !== undefined && nearest.slips <= slipsAllowed(mended, nearest.common)) return nearest.common;
  return mended === domain ? undefined : mended;
}

const mostSlips = 2;

/** Two slips only in long names that begin alike: short ones are near to too many real domains. */
function slipsAllowed(domain: string, common: string): number {
  if (common.length < 9) return domain[0] === common[0] ? 1 : 0;
  return domain[0] === common[0] ? 2 : 1;
}
