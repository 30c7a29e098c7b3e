import { any, type Signals } from './signals.ts';

/** An account system; "toll" is PASE of the toll tags. */
type Named = 'impi' | 'toll' | 'icsoe';

const denied =
  / (?:no|ni) (?:es|era|son|soy|somos|fue)(?: (?:la|el|lo|los|las|de|del|al|en|mi|un|una|cuenta|cuentas|portal|pase|registro)){0,5} (?:impi|marca|patente|tag|caseta|telepeaje|saed|icsoe|imss|capturista)(?= )/g;

/** A normalised text without the portals it says it is not about: "no es del impi", "no soy capturista". */
export const withoutDenied = (normalized: string): string => normalized.replace(denied, '');

/** The portals a sentence names beyond doubt. IMSS counts as ICSOE only where an account is spoken of. */
export function scopesOf(signals: Signals): Named[] {
  const named: Named[] = [];
  if (signals.has('impi')) named.push('impi');
  if (signals.has('toll')) named.push('toll');
  const imssAccount =
    signals.has('imss') && !signals.has('elsewhere') && any(signals, 'contrasena', 'access', 'account');
  if (signals.has('icsoe') || imssAccount) named.push('icsoe');
  // ICSOE and a PASE that may be either: all three stay open.
  if (named[0] === 'icsoe' && named.length === 1 && signals.has('pase')) named.push('impi', 'toll');
  return named;
}
