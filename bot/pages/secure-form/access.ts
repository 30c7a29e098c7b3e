import type { IncomingMessage } from 'node:http';
import { looksLikeToken } from '../../../services/links/create-links.ts';
import { readCookie } from '../../http/cookie.ts';
import { queryOf } from '../../http/route.ts';
import { linkCookie } from '../plain/link-cookie.ts';

/** What a request proves: it holds the token of a form, and comes from a certain browser. */
export interface Access {
  readonly token: string;
  /** 128 random bits that only this browser has. */
  readonly browser: string;
  /** The page lies in a frame of Teams, where cookies do not work: both travel in the form itself. */
  readonly framed: boolean;
}

export const ENTRY = '/formulario';
const BROWSER = 'formulario-navegador';
const BROWSER_SHAPE = /^[A-Za-z0-9_-]{22}$/;
const BROWSER_BYTES = 16;
/** Longer than any form lives. */
const MAX_AGE_SECONDS = 30 * 60;

/** Reads and hands out what `Access` holds. */
export function accessKeeper(options: { readonly https: boolean; readonly randomBytes: (size: number) => Buffer }) {
  const { https, randomBytes } = options;
  const cookie = linkCookie({ name: 'formulario', path: ENTRY, https });
  const newBrowser = () => randomBytes(BROWSER_BYTES).toString('base64url');
  const browserIs = (secret: string, sameSite: string) =>
    `${BROWSER}=${secret}; Path=${ENTRY}; Max-Age=${MAX_AGE_SECONDS}; HttpOnly; SameSite=${sameSite}${https ? '; Secure' : ''}`;

  return {
    /** The headers with which a link that was opened leaves the address bar. A browser keeps the secret it has. */
    arrive(request: IncomingMessage, token: string | undefined): Record<string, string | string[]> {
      if (token === undefined) return cookie.clear();
      const secret = browserCookie(request) ?? newBrowser();
      return { 'set-cookie': [cookie.set(token)['set-cookie'], browserIs(secret, 'Lax')] };
    },

    /** Of a page opened inside Teams: the token is in its address. */
    framed(request: IncomingMessage): Access | undefined {
      const token = tokenOf(request);
      return token === undefined ? undefined : { token, browser: browserCookie(request) ?? newBrowser(), framed: true };
    },

    /**
     * For a page in a frame. Where browsers keep cookies for a frame apart from all others, a dialog that is closed and
     * opened again is the same browser; elsewhere it is a new one.
     */
    remember: ({ browser }: Access): Record<string, string> =>
      https ? { 'set-cookie': `${browserIs(browser, 'None')}; Partitioned` } : {},

    /** Of a request for a clean address, or of a form that was posted. */
    read(request: IncomingMessage, fields?: URLSearchParams): Access | undefined {
      if (fields?.get('in') === 'teams') return fromFields(fields);
      const [token, browser] = [cookie.read(request), browserCookie(request)];
      return token === undefined || browser === undefined ? undefined : { token, browser, framed: false };
    },
  };
}

/** The token of a link, if it has the shape of one. */
export function tokenOf(request: IncomingMessage): string | undefined {
  const token = queryOf(request, 't');
  return token !== undefined && looksLikeToken(token) ? token : undefined;
}

function browserCookie(request: IncomingMessage): string | undefined {
  const value = readCookie(request, BROWSER);
  return value !== undefined && BROWSER_SHAPE.test(value) ? value : undefined;
}

function fromFields(fields: URLSearchParams): Access | undefined {
  const [token = '', browser = ''] = [fields.get('t') ?? '', fields.get('b') ?? ''];
  return looksLikeToken(token) && BROWSER_SHAPE.test(browser) ? { token, browser, framed: true } : undefined;
}
