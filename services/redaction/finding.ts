/** What was found and hidden; `failed`: the text could not be examined and was hidden whole. */
export type Finding = 'password' | 'code' | 'curp' | 'rfc' | 'card' | 'key' | 'failed';

export interface Redacted {
  /** Fit to be stored and shown: secrets are `<oculto>`, CURP and RFC masked. */
  readonly text: string;
  readonly found: readonly Finding[];
}

/** Stands where something was hidden. */
export const HIDDEN = '<oculto>';

/** A CURP or an RFC that was masked before. */
export const MASKED = /[\p{L}&]{3}[\p{L}\d&]\*{8,9}(?:[\p{L}\d]{4}(?![\p{L}\d]))?/gu;

/** One pass over the text; tells `note` what it hid. */
export type Pass = (text: string, note: (finding: Finding) => void) => string;
