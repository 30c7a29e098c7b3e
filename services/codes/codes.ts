import type { Millis } from '../store/store.ts';

/** One-time codes of six digits, sent by mail. They live and die with their case. */
export interface Codes {
  /**
   * A new code. Codes sent earlier stay valid for their own time, because a delayed mail is commoner than an attack
   * (reference, recovery-security, section 4, "resend").
   */
  issue(caseId: string): Promise<IssuedCode>;
  /**
   * Compares. The attempt is counted, atomically, before it is compared. `attemptId` (the id of the message that
   * brought the code) makes a repeated turn get the answer of the first time, without a second attempt.
   */
  check(guess: { caseId: string; code: string; attemptId: string }): Promise<CheckedCode>;
}

export type IssuedCode =
  | { readonly ok: true; readonly code: string; readonly expiresAt: Millis }
  | { readonly ok: false; readonly reason: 'too-many-sends'; readonly retryAt: Millis };

export type CheckedCode =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'wrong'; readonly left: number }
  /** `exhausted`: only a new code helps. `none`: no code was sent. */
  | { readonly ok: false; readonly reason: 'exhausted' | 'expired' | 'none' };
