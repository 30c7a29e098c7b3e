import type { IncomingMessage } from 'node:http';
import type { ReadStaffSession } from '../context.ts';
import type { StaffCookie } from './cookies.ts';
import type { Proofs } from './proof.ts';
import type { Sessions } from './sessions.ts';

/**
 * Who asks, for the desk's API: the session of the cookie, if this browser opened it and its key signed this request.
 *
 * @param keyless whether sessions without a key are good: a demo over plain http, where browsers have none to give.
 */
export function createStaffSession(options: {
  readonly sessions: Sessions;
  readonly cookie: StaffCookie;
  readonly proofs: Proofs;
  readonly keyless: boolean;
}): ReadStaffSession {
  const { sessions, cookie, proofs, keyless } = options;
  /** A stream asks again and again about the request that began it, whose proof is good once. */
  const proven = new WeakMap<IncomingMessage, string>();

  return async (request) => {
    const secret = cookie.read(request);
    const known = secret === undefined ? undefined : await sessions.find(secret, request.headers['user-agent']);
    if (known === undefined) return undefined;
    const { id, session } = known;
    if (proven.get(request) !== id) {
      if (session.key === undefined ? !keyless : !(await proofs.holds(request, session.key))) return undefined;
      proven.set(request, id);
      if (request.method !== 'GET') await sessions.used(known);
    }
    const { staff, csrf, authenticatedAt } = session;
    return { staff, sessionId: id, csrf, authenticatedAt };
  };
}
