import type { IncomingMessage } from 'node:http';
import type { TeamsActivity } from '../wire-activity.ts';
import type { Verification } from './verify-token.ts';

/** Who stands behind a request. */
export type Admitted =
  /** `speaksFor` says whether an activity may be believed from this caller. */
  { readonly ok: true; speaksFor(activity: TeamsActivity): boolean } | { readonly ok: false; readonly reason: string };

export type Gate = (request: IncomingMessage) => Promise<Admitted>;

/** The Bot Connector, by its token. */
export function tokenGate(verify: (authorization: string | undefined) => Promise<Verification>): Gate {
  return async (request) => {
    const verified = await verify(request.headers.authorization);
    if (!verified.ok) return verified;
    const { serviceUrl, endorsements } = verified.token;
    return {
      ok: true,
      speaksFor: (activity) =>
        activity.serviceUrl === serviceUrl && (!endorsements?.length || endorsements.includes(activity.channelId)),
    };
  };
}

/**
 * Anybody on this machine, without a token: for the demo with a local playground. Never a browser, which names the page
 * behind a request, nor what a proxy on this machine passes on for others.
 */
export const loopbackGate: Gate = async ({ socket, headers }) => {
  const address = socket.remoteAddress ?? '';
  const local = address === '::1' || /^(::ffff:)?127\./.test(address);
  const passedOn = ['origin', 'forwarded', 'x-forwarded-for', 'via'].some((name) => headers[name] !== undefined);
  if (!local || passedOn) return { ok: false, reason: 'not-local' };
  return { ok: true, speaksFor: () => true };
};
