import type { Millis } from '../store/store.ts';

/** What the letter says of a case. Everything else in it is fixed. */
export interface LetterFacts {
  readonly folio: string;
  readonly fullName: string;
  readonly curp: string;
  /** The address the person asks for. */
  readonly email: string;
  /** When the case began to wait for the visit; the date of the letter. */
  readonly filedAt: Millis;
  readonly deadlineAt: Millis;
}
