import type { Millis } from '../store/store.ts';
import type { Account } from './account.ts';

/** How long an address that was replaced still counts. */
export interface EarlierContacts {
  /** …may stop the account when it is changed again. */
  readonly freezeMs: number;
  /** …is told about changes at all. */
  readonly toldMs: number;
}

/** Somebody who is told about a change. */
export interface Recipient {
  readonly to: string;
  /** Whether "no fui yo" is theirs to say. Without it, they are told and no more. */
  readonly mayFreeze: boolean;
}

/** Earlier addresses that are kept. */
const CONTACTS_KEPT = 5;

/**
 * Everybody who is told, each once: the addresses on record before the change and after it, and earlier ones for a while.
 * Whoever was on record long ago may no longer stop an account that is not theirs any more.
 */
export function recipientsOf(before: Account, after: Account, at: Millis, earlier: EarlierContacts): Recipient[] {
  const current = [before.email, after.email].filter((address) => address !== undefined);
  const others = [...before.contacts, ...after.contacts].filter((address) => !current.includes(address));
  const age = (address: string) => at - (before.replacedAt?.[address] ?? at);
  return [
    ...[...new Set(current)].map((to) => ({ to, mayFreeze: true })),
    ...[...new Set(others)]
      .filter((to) => age(to) <= earlier.toldMs)
      .map((to) => ({ to, mayFreeze: age(to) <= earlier.freezeMs })),
  ];
}

type Contacts = Pick<Account, 'contacts' | 'replacedAt'>;

/**
 * The earlier addresses of an account that is changed, each with the moment since which it is one: an address whose moment
 * nobody noted begins now. @param email the address on record from now on; the same one where absent.
 */
export function contactsAfter(account: Account, at: Millis, email = account.email): Contacts {
  const replaced = account.email === undefined || account.email === email ? [] : [account.email];
  const earlier = [...new Set([...replaced, ...account.contacts])].filter((address) => address !== email);
  const contacts = earlier.slice(0, CONTACTS_KEPT);
  const since = (address: string) => (replaced.includes(address) ? at : (account.replacedAt?.[address] ?? at));
  return { contacts, replacedAt: Object.fromEntries(contacts.map((address) => [address, since(address)])) };
}
