import type { Counters, Millis } from '../store/store.ts';
import type { KnownAccount } from './account.ts';
import type { Lookup, SignedIn } from './directory.ts';
import type { Portal } from './portal.ts';

export interface SignInOptions {
  readonly counters: Counters;
  readonly now: () => Millis;
  /** Compares with an argon2id hash; without a hash it does the same work and answers false. */
  readonly verifyPassword: (password: string, hash: string | undefined) => Promise<boolean>;
  /** A keyed hash, so that counters name nobody. */
  readonly pseudonym: (text: string) => string;
  /** Attempts for one user within `signInWindowMs` before the portal stops comparing. */
  readonly signInMaxAttempts: number;
  readonly signInWindowMs: number;
}

/** An address has at most 254 characters, and no password of a portal comes near 256. */
const MAX_CHARS = 256;

/** The check a portal does at its door: the attempt is counted before it is compared, for unknown users as well. */
export function createSignIn(options: SignInOptions, find: (by: Lookup) => Promise<KnownAccount | undefined>) {
  return async function signIn(portal: Portal, user: string, password: string): Promise<SignedIn> {
    if (user.length > MAX_CHARS || password.length > MAX_CHARS) return { ok: false, reason: 'refused' };
    const counter = `sign-in:${portal}:${options.pseudonym(user.trim().toLowerCase())}`;
    const window = { now: options.now(), windowMs: options.signInWindowMs };
    const { count, resetsAt } = await options.counters.hit(counter, window);
    if (count > options.signInMaxAttempts) return { ok: false, reason: 'too-many-attempts', retryAt: resetsAt };

    const known = await find(lookupOf(portal, user));
    const isClient = portal === 'pase' && !user.includes('@');
    const hash = isClient ? known?.account.legacyPasswordHash : known?.account.passwordHash;
    const matches = await options.verifyPassword(password, hash);
    if (!matches || known === undefined || known.account.frozen !== undefined) return { ok: false, reason: 'refused' };

    await options.counters.reset(counter);
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
