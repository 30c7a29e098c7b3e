import type { Millis, NewJob } from '../store/store.ts';
import type { Account, KnownAccount } from './account.ts';
import type { Portal } from './portal.ts';

/**
 * The accounts of the portals: our own directory here, a connector to the institution's system elsewhere.
 *
 * Every change is one compare-and-swap on the account: new credentials, revoked sessions, the spent case or link
 * (`applied`), the notices to every contact old and new, and the audit event become true together or not at all.
 */
export interface Directory {
  get(accountId: string): Promise<KnownAccount | undefined>;
  /** By CURP, email or client number, in any spelling. */
  find(by: Lookup): Promise<KnownAccount | undefined>;
  /**
   * Replaces the password, and the email when one is given, on the strength of a complete proof. Safe to repeat: the
   * second time answers `already-applied`, which is success too.
   */
  changeCredentials(change: CredentialChange): Promise<Changed>;
  /** Adds client numbers, each proved by its own password, to an account with an email (`pase-association`). */
  associate(change: Association): Promise<Changed>;
  /** "No fui yo": no sign-in and no change until staff has looked. Safe to repeat. */
  freeze(freeze: Freeze): Promise<Changed>;
  /**
   * What the portal's own sign-in would answer. Unknown users cost the same time as wrong passwords. `origin`: who tries
   * (`services/limits/origin.ts`), so that the tries of others do not use up those of the owner.
   */
  signIn(portal: Portal, user: string, password: string, origin?: string): Promise<SignedIn>;
}

export type Lookup =
  | { readonly portal: Portal; readonly curp: string }
  | { readonly portal: Portal; readonly email: string }
  | { readonly portal: Portal; readonly clientNumber: string };

export interface CredentialChange {
  readonly accountId: string;
  /** The case, or the link, that gives the right to the change; applied at most once. */
  readonly applicationId: string;
  /** For audit and notices; the `applicationId` where absent. */
  readonly caseId?: string;
  /** The new address; the one on record stays where absent. */
  readonly email?: string;
  /** argon2id of the new password (`services/passwords`). */
  readonly passwordHash: string;
  /** Replaces the name on record (`pase-migration` asks for it). */
  readonly name?: string;
  /** `epoch` of the link that gives the right: the change is refused if the credentials have changed since. */
  readonly epoch?: number;
  /** Further work that becomes due with the change, in the same write. */
  readonly jobs?: readonly NewJob[];
  readonly at: Millis;
}

export interface Association {
  /** The account with the email. */
  readonly accountId: string;
  readonly applicationId: string;
  readonly caseId?: string;
  /** Accounts of the clients to take over; each has been proved by `signIn` with its number and password. */
  readonly clientAccountIds: readonly string[];
  readonly at: Millis;
}

export interface Freeze {
  readonly accountId: string;
  /** The disavowal link. */
  readonly applicationId: string;
  readonly caseId?: string;
  /** From which contact it was said, as the audit trail writes addresses. */
  readonly contactHash?: string | undefined;
  /** Further work that becomes due with the freeze, in the same write. @param frozen the account after it. */
  readonly jobs?: (frozen: Account) => readonly NewJob[];
  readonly at: Millis;
}

export type Changed =
  | { readonly ok: true; readonly outcome: 'changed' | 'already-applied'; readonly account: KnownAccount }
  | {
      readonly ok: false;
      /**
       * - `frozen`: somebody said "no fui yo"; only staff goes on from here.
       * - `email-taken`, `client-taken`: belongs to another account of the portal.
       * - `superseded`: the link is older than the present credentials.
       * - `unknown`: no such account.
       * - `conflict`: others kept changing the account; try again.
       */
      readonly reason: 'frozen' | 'email-taken' | 'client-taken' | 'superseded' | 'unknown' | 'conflict';
    };

export type SignedIn =
  | {
      readonly ok: true;
      readonly accountId: string;
      readonly name: string;
      /** PASE accounts with an email: the clients to choose from. */
      readonly clients?: readonly { readonly number: string; readonly name?: string | undefined }[];
    }
  | { readonly ok: false; readonly reason: 'refused' }
  /** Nothing was compared; `retryAt` says when it is again. */
  | { readonly ok: false; readonly reason: 'too-many-attempts'; readonly retryAt: Millis };
