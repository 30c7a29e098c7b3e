import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import words from '../../../locales/es-MX/desk-sign-in.json' with { type: 'json' };
import type { Texts } from '../../../locales/texts.ts';
import { textsOf } from '../../../locales/texts.ts';
import type { Sealer } from '../../../services/seal/sealer.ts';
import { answerJson } from '../../http/answer.ts';
import { refuse } from '../../http/errors.ts';
import { readJson } from '../../http/json-body.ts';
import type { BodyLimits } from '../../http/read-body.ts';
import type { Route } from '../../http/route.ts';
import { answerPage } from '../../pages/plain/answer-page.ts';
import { html } from '../../pages/plain/html.ts';
import { fromOurPages } from '../../pages/plain/same-origin.ts';
import type { ReadStaffSession } from '../context.ts';
import { root } from '../context.ts';
import { changing } from '../guard.ts';
import type { StaffCookie } from './cookies.ts';
import { BrowserKey } from './proof.ts';
import type { Provider, Returned } from './provider.ts';
import { type Sessions, sessionIdOf } from './sessions.ts';

export interface SignInOptions {
  /** Absent in a demo without one: then only demo staff sign in. */
  readonly provider?: Provider | undefined;
  readonly sessions: Sessions;
  readonly staffSession: ReadStaffSession;
  readonly sealer: Sealer;
  readonly cookies: { readonly session: StaffCookie; readonly flow: StaffCookie };
  readonly now: () => number;
  readonly limits: BodyLimits;
  readonly times: SignInTimes;
  readonly log: { warn(fields: object, message: string): void };
}

export interface SignInTimes {
  readonly sessionMaxMs: number;
  /** How long somebody may take at the provider. */
  readonly flowMs: number;
  /** A proof that is asked for again may be no older. */
  readonly againMs: number;
}

const say: Texts<keyof typeof words> = textsOf(words);
const flowContext = 'desk-sign-in';

/** Where in the page to go on; never another address. */
const Place = z.string().regex(/^#[\w/=-]{0,120}$/);
const Begin = z.strictObject({ key: BrowserKey, again: z.boolean().optional(), place: Place.optional() });
const Flow = z.object({
  pending: z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), maxAgeSeconds: z.number() }),
  key: BrowserKey,
  place: z.string(),
  replaces: z.string().optional(),
  until: z.number(),
});

/** Signing in with the institution's provider, signing out, and staying. The page itself is `bot/pages/desk`. */
export function signInRoutes(options: SignInOptions): Route[] {
  const { sessions, staffSession, cookies, limits, now, provider } = options;
  return [
    {
      method: 'GET',
      path: '/desk/sign-in',
      handle: (_request, response) => answerJson(response, 200, { with: provider ? 'provider' : 'demo', now: now() }),
    },
    ...(provider ? providerRoutes(provider, options) : []),
    {
      method: 'POST',
      path: `${root}/session/here`,
      // Asking for the session was what counts as being there.
      handle: changing({ staffSession }, (_request, response) => answerJson(response, 200, {})),
    },
    {
      method: 'POST',
      path: `${root}/session/key`,
      handle: changing({ staffSession }, async (request, response, _params, { sessionId }) => {
        const body = await readJson(request, z.strictObject({ key: BrowserKey }), limits);
        if (!body.ok) return refuse(response, body.code);
        if (!(await sessions.bind(sessionId, body.value.key, request.headers['user-agent'])))
          return refuse(response, 'Conflict');
        answerJson(response, 200, {});
      }),
    },
    {
      method: 'POST',
      path: `${root}/session/end`,
      handle: changing({ staffSession }, async (_request, response, _params, { sessionId }) => {
        await sessions.end(sessionId);
        answerJson(response, 200, {}, { 'set-cookie': cookies.session.clear() });
      }),
    },
  ];
}

function providerRoutes(provider: Provider, options: SignInOptions): Route[] {
  const { sessions, sealer, cookies, limits, now, times, log } = options;

  async function begin(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!fromOurPages(request)) return refuse(response, 'OriginRefused');
    const body = await readJson(request, Begin, limits);
    if (!body.ok) return refuse(response, body.code);
    const { key, again = false, place = '' } = body.value;
    const secret = cookies.session.read(request);
    const maxAgeMs = again ? times.againMs : times.sessionMaxMs;
    const { location, pending } = await provider.begin({ again, maxAgeMs });
    const replaces = secret === undefined ? undefined : sessionIdOf(secret);
    const flow: z.infer<typeof Flow> = { pending, key, place, replaces, until: now() + times.flowMs };
    const sealed = sealer.seal(JSON.stringify(flow), flowContext);
    answerJson(response, 200, { location }, { 'set-cookie': cookies.flow.set(sealed, times.flowMs) });
  }

  async function finish(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const flow = flowOf(cookies.flow.read(request), sealer);
    if (flow === undefined || now() > flow.until) return answerFailed(response, 'expired');
    const returned = await provider.finish(searchOf(request), flow.pending);
    if (!returned.ok) {
      log.warn({ reason: returned.reason, error: returned.error }, 'a sign-in at the desk was refused');
      return answerFailed(response, returned.reason);
    }
    const { staff, authenticatedAt } = returned;
    const { key, replaces } = flow;
    const userAgent = request.headers['user-agent'];
    const { secret } = await sessions.open({ staff, authenticatedAt, userAgent, key, replaces });
    // A redirect would still count as coming from the provider's site, and the strict cookie would stay behind.
    answerSignedIn(response, `/desk${flow.place}`, [
      cookies.session.set(secret, times.sessionMaxMs),
      cookies.flow.clear(),
    ]);
  }

  function answerFailed(
    response: ServerResponse,
    reason: Extract<Returned, { ok: false }>['reason'] | 'expired',
  ): void {
    const body = html`<p>${say(`sign-in.${reason}`)}</p><p><a class="button" href="/desk">${say('sign-in.back')}</a></p>`;
    answerPage(response, 403, 'es-MX', { title: say('sign-in.failed'), body }, { 'set-cookie': cookies.flow.clear() });
  }

  return [
    { method: 'POST', path: '/desk/sign-in', handle: begin },
    { method: 'GET', path: '/desk/signed-in', handle: finish },
  ];
}

function answerSignedIn(response: ServerResponse, address: string, setCookies: string[]): void {
  const body = html`<p><a class="button" href="${address}">${say('sign-in.go-on')}</a></p>`;
  response.setHeader('set-cookie', setCookies);
  answerPage(response, 200, 'es-MX', { title: say('sign-in.done'), body }, { refresh: `0; url=${address}` });
}

function flowOf(sealed: string | undefined, sealer: Sealer): z.infer<typeof Flow> | undefined {
  const opened = sealed === undefined ? undefined : sealer.open(sealed, flowContext);
  if (!opened?.ok) return undefined;
  return Flow.parse(JSON.parse(opened.plaintext));
}

const searchOf = ({ url = '' }: IncomingMessage): string => (url.includes('?') ? url.slice(url.indexOf('?')) : '');
