/** One reason why a password is refused; the page and the chat have a sentence for each. */
export type RuleId =
  | 'min-length'
  | 'max-length'
  | 'upper'
  | 'lower'
  | 'letter'
  | 'digit'
  | 'special'
  | 'forbidden'
  | 'blank'
  | 'keyboard-run'
  | 'sequence'
  | 'repeated'
  | 'personal'
  | 'common';

export type PasswordPortal = 'impi' | 'pase' | 'icsoe';

/** What a portal asks of a password, as data: free of code and of node modules, so that pages show the same rules live. */
export interface PasswordPolicy {
  readonly portal: PasswordPortal;
  /** In characters (code points). */
  readonly minLength: number;
  readonly maxLength: number;
  /** Kinds of characters of which at least one must be there. */
  readonly needs: readonly ('upper' | 'lower' | 'letter' | 'digit' | 'special')[];
  /** The only characters allowed besides letters and digits. */
  readonly specials: string;
  /** This many neighbours of a keyboard row or column, in either direction, are a run; undefined: not looked at. */
  readonly keyboardRun?: number;
  /** This many consecutive letters or digits, in either direction, are a sequence. */
  readonly sequence?: number;
  /** This often the same character in a row is a repetition. */
  readonly repeated?: number;
}

/** Long enough for any pass phrase; a bound keeps a hash from being fed megabytes. NIST SP 800-63B asks for 64 at least. */
const MAX_LENGTH = 128;

/** The guide of ICSOE (IMSS, v1.0, August 2021): kinds of characters, list of specials, no runs, sequences, repetitions. */
const strict = {
  minLength: 8,
  maxLength: MAX_LENGTH,
  needs: ['upper', 'lower', 'digit', 'special'],
  specials: '-*?!@#$/()=.,:;',
  keyboardRun: 4,
  sequence: 4,
  repeated: 4,
} as const;

/** PASE takes letters and digits, and no special character at all. */
const alphanumeric = {
  minLength: 8,
  maxLength: MAX_LENGTH,
  needs: ['letter', 'digit'],
  specials: '',
} as const;

/** The policy of each portal. */
export const passwordPolicies: Readonly<Record<PasswordPortal, PasswordPolicy>> = {
  impi: { portal: 'impi', ...strict },
  icsoe: { portal: 'icsoe', ...strict },
  pase: { portal: 'pase', ...alphanumeric },
};
