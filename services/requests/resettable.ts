import { canonicalEmail, type KnownAccount } from '../accounts/account.ts';
import type { Directory } from '../accounts/directory.ts';
import type { ResetRequest } from './reset-request.ts';

/** The account a request means, with the one address its link may go to, or why there is none. */
export type Resettable =
  | { readonly ok: true; readonly known: KnownAccount; readonly portal: 'icsoe' | 'pase'; readonly email: string }
  | {
      readonly ok: false;
      /** `pending`: nobody has set a password yet, so there is none to reset. */
      readonly reason: 'no-match' | 'frozen' | 'pending';
    };

/** Looks up whom a request means. The link goes to the address on record, whatever was given. */
export async function findResettable(
  accounts: Pick<Directory, 'get' | 'find'>,
  request: ResetRequest,
): Promise<Resettable> {
  const known = await lookUp(accounts, request);
  if (known === undefined || !matches(request, known)) return { ok: false, reason: 'no-match' };
  const { portal, email, frozen, movedTo, passwordHash } = known.account;
  if (email === undefined || portal === 'impi' || movedTo !== undefined) return { ok: false, reason: 'no-match' };
  if (frozen !== undefined) return { ok: false, reason: 'frozen' };
  if (passwordHash === undefined) return { ok: false, reason: 'pending' };
  return { ok: true, known, portal, email };
}

function lookUp(accounts: Pick<Directory, 'get' | 'find'>, request: ResetRequest): Promise<KnownAccount | undefined> {
  switch (request.by) {
    case 'curp':
      return accounts.find({ portal: request.portal, curp: request.curp });
    case 'email':
      return accounts.find({ portal: request.portal, email: request.email });
    case 'account':
      return accounts.get(request.accountId);
  }
}

function matches(request: ResetRequest, { account }: KnownAccount): boolean {
  return request.by === 'account' || account.email === canonicalEmail(request.email);
}
