import { z } from 'zod';
import type { KnownAccount } from '../accounts/account.ts';
import type { Millis } from '../store/store.ts';

/**
 * A SAED user's move to an email, agreed to after the proof (client number and its password). Nothing of it is in force
 * until the link mailed to that email is used: the SAED user keeps working, and others may be agreed to meanwhile.
 */
export const Migration = z.object({
  /** The case it was agreed to in. */
  caseId: z.string(),
  /** The account of the SAED user. */
  accountId: z.string(),
  /** The account's `epoch` at the proof: whatever changes the credentials first ends the others. */
  epoch: z.number().int(),
  /** Canonical; the user once it is activated. */
  email: z.string(),
  name: z.string(),
  clientNumber: z.string(),
  at: z.number(),
});
export type Migration = z.infer<typeof Migration>;

/** Why a migration gives no link any more. */
export type NotPending = 'frozen' | 'activated' | 'expired';

/** Whether a migration still waits, given its account as it is now. Undefined when it does. */
export function whyNotPending(
  migration: Pick<Migration, 'epoch' | 'at'>,
  known: KnownAccount | undefined,
  { now, pendingMs }: { now: Millis; pendingMs: Millis },
): NotPending | undefined {
  if (known === undefined) return 'activated';
  const { frozen, movedTo, epoch, legacyPasswordHash } = known.account;
  if (frozen !== undefined) return 'frozen';
  if (movedTo !== undefined || legacyPasswordHash === undefined || epoch !== migration.epoch) return 'activated';
  return now - migration.at > pendingMs ? 'expired' : undefined;
}
