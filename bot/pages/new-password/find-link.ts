import type { KnownAccount } from '../../../services/accounts/account.ts';
import type { Directory } from '../../../services/accounts/directory.ts';
import type { Link, Links } from '../../../services/links/link.ts';
import type { NewPasswordPurpose, Subject } from './purposes.ts';

interface Known {
  readonly id: string;
  readonly link: Link;
  readonly known: KnownAccount;
}

/**
 * What a mailed link stands for now. `used`: it has set a password. `superseded`: the credentials have changed since it
 * was sent, so it died with the others.
 */
export type FoundLink =
  | { readonly state: 'unknown' }
  | (Known & { readonly state: 'used' })
  | (Known & { readonly state: 'expired' | 'superseded' | 'frozen' })
  | UsableLink;
export type UsableLink = Known & { readonly state: 'usable'; readonly subject: Subject };

/** Looks at a link and its account. Changes nothing. */
export async function findLink(
  { accounts, links }: { accounts: Pick<Directory, 'get'>; links: Pick<Links, 'look'> },
  purpose: NewPasswordPurpose,
  token: string | undefined,
): Promise<FoundLink> {
  const seen = token === undefined ? undefined : await links.look(token, purpose.purpose);
  if (seen === undefined || (!seen.ok && seen.reason === 'unknown')) return { state: 'unknown' };
  const { id, link } = seen;
  const known = await accounts.get(link.accountId);
  if (known === undefined) return { state: 'unknown' };
  const { applied, frozen, movedTo, epoch } = known.account;
  const found = { id, link, known };
  if (applied.includes(id)) return { ...found, state: 'used' };
  if (frozen !== undefined) return { ...found, state: 'frozen' };
  if (!seen.ok) return { ...found, state: 'expired' };
  if (epoch !== link.epoch || movedTo !== undefined) return { ...found, state: 'superseded' };
  const subject = await purpose.subject(link, known);
  return subject === undefined ? { ...found, state: 'superseded' } : { ...found, state: 'usable', subject };
}
