import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuse } from '../http/errors.ts';
import type { Handler, Params } from '../http/route.ts';
import { csrfHeader } from './api-types.ts';
import type { DeskContext, StaffSession } from './context.ts';

/** A handler that knows who asks. */
export type StaffHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  params: Params,
  session: StaffSession,
) => Promise<void> | void;

/** Lets staff of this browser read, from pages of ours. */
export function reading(context: Pick<DeskContext, 'staffSession'>, handle: StaffHandler): Handler {
  return async (request, response, params) => {
    if (isForeign(request)) return refuse(response, 'OriginRefused');
    const session = await context.staffSession(request);
    if (!session) return refuse(response, 'Unauthorized');
    return handle(request, response, params, session);
  };
}

/** Lets them change something: also the token of the session has to come along, which no other site can know. */
export function changing(context: Pick<DeskContext, 'staffSession'>, handle: StaffHandler): Handler {
  return reading(context, async (request, response, params, session) => {
    if (!isJson(request)) return refuse(response, 'UnsupportedMediaType');
    if (!sameToken(request.headers[csrfHeader], session.csrf)) return refuse(response, 'TokenInvalid');
    return handle(request, response, params, session);
  });
}

/** What the browser itself says about the page that asks; `Origin: null` is no page of ours. */
function isForeign({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const { origin } = headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== headers.host;
}

const isJson = ({ headers }: IncomingMessage) => /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');

function sameToken(given: string | string[] | undefined, expected: string): boolean {
  if (typeof given !== 'string' || expected === '') return false;
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
