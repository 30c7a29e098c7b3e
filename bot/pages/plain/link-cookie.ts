import type { IncomingMessage } from 'node:http';
import { looksLikeToken } from '../../../services/links/create-links.ts';
import { readCookie } from '../../http/cookie.ts';

/** Long enough to read a page and choose a password; a person who comes later opens the mail again. */
const MAX_AGE_SECONDS = 30 * 60;

/**
 * Where the token of a mailed link goes as soon as it arrives, so that it leaves the address bar, the history and every
 * later request's URL. `Lax`, because the person comes from a mail page on another site; a form posted from another site
 * comes without it.
 */
export interface LinkCookie {
  set(token: string): { 'set-cookie': string };
  clear(): { 'set-cookie': string };
  /** The token of the request, if it has the shape of one. */
  read(request: IncomingMessage): string | undefined;
}

export function linkCookie(options: { name: string; path: string; https: boolean }): LinkCookie {
  const { name, path, https } = options;
  const write = (value: string, maxAge: number) => ({
    'set-cookie': `${name}=${value}; Path=${path}; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${https ? '; Secure' : ''}`,
  });
  return {
    set: (token) => write(token, MAX_AGE_SECONDS),
    clear: () => write('', 0),
    read(request) {
      const value = readCookie(request, name);
      return value !== undefined && looksLikeToken(value) ? value : undefined;
    },
  };
}
