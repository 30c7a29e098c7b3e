import type { ReservedShare } from '../limits/reserved-share.ts';
import type { KnownAccount } from './account.ts';
import type { Lookup, SignedIn } from './directory.ts';
import { lookupKeys } from './lookup-keys.ts';
import type { Portal } from './portal.ts';

export interface SignInOptions {
  /** Compares with an argon2id hash; without a hash it does the same work and answers false. */
  readonly verifyPassword: (password: string, hash: string | undefined) => Promise<boolean>;
  /** A keyed hash, so that counters name nobody. */
  readonly pseudonym: (text: string) => string;
  /** Attempts at one user before the portal stops comparing. */
  readonly attempts: ReservedShare;
}

/** An address has at most 254 characters, and no password of a portal comes near 256. */
const MAX_CHARS = 256;

/** The check a portal does at its door: the attempt is counted before it is compared, for unknown users as well. */
export function createSignIn(options: SignInOptions, find: (by: Lookup) => Promise<KnownAccount | undefined>) {
  return async function signIn(portal: Portal, user: string, password: string, origin?: string): Promise<SignedIn> {
    if (user.length > MAX_CHARS || password.length > MAX_CHARS) return { ok: false, reason: 'refused' };
    const by = lookupOf(portal, user);
    const whose = `${portal}:${options.pseudonym(lookupKeys(by)[0])}`;
    const allowed = await options.attempts.take(whose, origin);
    if (!allowed.ok) return { ok: false, reason: 'too-many-attempts', retryAt: allowed.retryAt };

    const known = await find(by);
    const isClient = portal === 'pase' && !user.includes('@');
    const hash = isClient ? known?.account.legacyPasswordHash : known?.account.passwordHash;
    const matches = await options.verifyPassword(password, hash);
    if (!matches || known === undefined || known.account.frozen !== undefined) return { ok: false, reason: 'refused' };

    await options.attempts.clear(whose, origin);
    const { name, clients } = known.account;
    return { ok: true, accountId: known.id, name, ...(portal === 'pase' ? { clients } : {}) };
  };
}

/** ICSOE signs in with the CURP, SAED users with the client number, everybody else with the email. */
function lookupOf(portal: Portal, user: string): Lookup {
  if (portal === 'icsoe') return { portal, curp: user };
  if (portal === 'pase' && !user.includes('@')) return { portal, clientNumber: user };
  return { portal, email: user };
}
