import type { Sealer } from './sealer.ts';

/** What should open cannot be opened: another key, another place, or altered. Says no more than that. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/** Opens what this product sealed for this context; throws `SealBroken` where that fails. */
export function openSealed(sealer: Sealer, sealed: string, context: string): string {
  const opened = sealer.open(sealed, context);
  if (!opened.ok) throw new SealBroken(`sealed text of ${context} could not be opened: ${opened.reason}`);
  return opened.plaintext;
}
