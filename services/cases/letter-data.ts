import { z } from 'zod';
import type { Case } from './case.ts';

/** The procedure whose cases wait for a visit. */
export const LETTER_PROCEDURE = 'impi-letter';

/** What a letter case knows of its person, in `Case.data`. */
export const LetterData = z.object({
  curp: z.string(),
  fullName: z.string(),
  /** The address asked for, canonical. The only one that the link of an approved case may go to. */
  email: z.string(),
  /** The language the person was spoken to in. */
  locale: z.enum(['es-MX', 'en']),
});
export type LetterData = z.infer<typeof LetterData>;

/** The data of a letter case; undefined before it is filed, and for cases of other procedures. */
export function letterDataOf(given: Case): LetterData | undefined {
  if (given.procedure !== LETTER_PROCEDURE) return undefined;
  return LetterData.safeParse(given.data).data;
}

/**
 * What the page behind a `set-password` link may do: change the account of the link to this address. Undefined unless
 * two people have let the case through; the page then changes nothing.
 */
export function letterGrant(given: Case): { readonly email: string; readonly fullName: string } | undefined {
  if (given.state !== 'approved') return undefined;
  const data = letterDataOf(given);
  return data && { email: data.email, fullName: data.fullName };
}
