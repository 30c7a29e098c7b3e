import { z } from 'zod';
import { Portal } from './portal.ts';

export { Portal };

/** A toll customer (TAG contract) of PASE. Several may hang under one email. */
const Client = z.object({ number: z.string(), name: z.string().optional() });
export type Client = z.infer<typeof Client>;

/** What was done to an account, without what it was done with. */
const Entry = z.object({
  at: z.number(),
  what: z.enum(['credentials', 'clients', 'frozen']),
  /** The case or link that did it. */
  by: z.string(),
});

/**
 * What a portal keeps about one account. Stored under kind `account`, with unique keys per portal for email, CURP and
 * client number (`accountKeys`).
 */
export const Account = z.object({
  portal: Portal,
  name: z.string(),
  curp: z.string().optional(),
  /** The address on record, canonical (`canonicalEmail`). Codes and links go here and nowhere else. */
  email: z.string().optional(),
  /**
   * Addresses that are told about changes besides `email`: earlier addresses, newest first. Never the destination of a
   * code or a link that gives access.
   */
  contacts: z.array(z.string()),
  /** When each of `contacts` was replaced; `contactsAfter` notes it. */
  replacedAt: z.record(z.string(), z.number()).optional(),
  clients: z.array(Client),
  /** PASE only: a SAED user, who signs in with the client number until the account is moved to an email. */
  legacyPasswordHash: z.string().optional(),
  /** argon2id, PHC string. */
  passwordHash: z.string().optional(),
  /** Sessions that began before this are dead. */
  sessionsRevokedAt: z.number().optional(),
  /** How often the credentials changed. A link carries the count at its birth, so links die together on success. */
  epoch: z.number().int(),
  frozen: z.object({ at: z.number(), by: z.string() }).optional(),
  /** Where the clients went when they were associated with another account. */
  movedTo: z.string().optional(),
  /** Ids of cases and links already applied; an id is applied once. */
  applied: z.array(z.string()),
  history: z.array(Entry),
});
export type Account = z.infer<typeof Account>;

/** An account with the id under which it is stored. */
export interface KnownAccount {
  readonly id: string;
  readonly account: Account;
}

/** The one form in which addresses are kept and compared: NFC, trimmed, lower case. */
export const canonicalEmail = (address: string): string => address.normalize('NFC').trim().toLowerCase();

/** A new account, without credentials unless given. */
export const newAccount = (given: Pick<Account, 'portal' | 'name'> & Partial<Account>): Account => ({
  contacts: [],
  clients: [],
  epoch: 0,
  applied: [],
  history: [],
  ...given,
});

/** Unique keys of an account within kind `account`. */
export function accountKeys(account: Account): string[] {
  if (account.movedTo !== undefined) return [];
  const clientKey = account.legacyPasswordHash === undefined ? ownedClientKey : legacyClientKey;
  const keys = account.clients.map((client) => clientKey(client.number));
  if (account.email !== undefined) keys.push(emailKey(account.portal, account.email));
  if (account.curp !== undefined) keys.push(curpKey(account.portal, account.curp));
  return keys;
}

export const emailKey = (portal: Portal, address: string): string => `${portal}:email:${canonicalEmail(address)}`;
export const curpKey = (portal: Portal, curp: string): string => `${portal}:curp:${curp.trim().toUpperCase()}`;

/**
 * A client number names the SAED user until that user is moved, and then the account with the email. Two keys, so that
 * an account can claim the number (and nobody else can) before the SAED user is retired.
 */
export const legacyClientKey = (number: string): string => `pase:legacy:${number.trim()}`;
export const ownedClientKey = (number: string): string => `pase:client:${number.trim()}`;
