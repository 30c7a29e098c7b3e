import { curpKey, emailKey, legacyClientKey, ownedClientKey } from './account.ts';
import type { Lookup } from './directory.ts';

/**
 * The keys under which an account is looked for, in this order. Whatever counts what is done to a user counts by them:
 * however the user is written, the same account has the same counter.
 */
export function lookupKeys(by: Lookup): [string, ...string[]] {
  if ('curp' in by) return [curpKey(by.portal, by.curp)];
  if ('email' in by) return [emailKey(by.portal, by.email)];
  return [legacyClientKey(by.clientNumber), ownedClientKey(by.clientNumber)];
}
