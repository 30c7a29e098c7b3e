/** What was found and hidden; `failed`: the text could not be examined and was hidden whole. */
export type Finding = 'password' | 'code' | 'curp' | 'rfc' | 'card' | 'key' | 'failed';

export interface Redacted {
  /** Fit to be stored and shown: secrets are `<oculto>`, CURP and RFC masked. */
  readonly text: string;
  readonly found: readonly Finding[];
}

/** Stands where something was hidden. */
export const HIDDEN = '<oculto>';

/** One pass over the text; tells `note` what it hid. */
export type Pass = (text: string, note: (finding: Finding) => void) => string;
