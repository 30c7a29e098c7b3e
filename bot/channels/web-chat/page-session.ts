import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Signer } from '../../../services/seal/signer.ts';
import { readCookie } from '../../http/cookie.ts';
import { root } from './context.ts';

/** Whose browser this is: the conversation that was opened in it, and its person. */
export interface Owner {
  readonly conversationId: string;
  readonly user: string;
}

/**
 * The way back for a person whose token died: a signed cookie of the browser that opened the conversation. It lives as
 * long as the browser's session, no script can read it, and no other site can make the browser send it.
 */
export interface PageSession {
  /** The header that lets the browser remember. */
  begin(owner: Owner): { 'set-cookie': string };
  /** The header that makes it forget. */
  end(): { 'set-cookie': string };
  /** Undefined without a cookie, and for one that we did not sign. */
  read(request: IncomingMessage): Owner | undefined;
}

const name = 'recupera-chat';
const purpose = 'page-session';
const maxCookieChars = 512;
const Payload = z.tuple([z.string(), z.string()]);

/** @param https whether the public address is https: then the cookie never travels without it. */
export function createPageSession(deps: { signer: Signer; https: boolean }): PageSession {
  const cookie = (value: string, more = '') => ({
    'set-cookie': `${name}=${value}; Path=${root}; HttpOnly; SameSite=Strict${deps.https ? '; Secure' : ''}${more}`,
  });
  return {
    begin({ conversationId, user }) {
      const payload = Buffer.from(JSON.stringify([conversationId, user])).toString('base64url');
      return cookie(`${payload}.${deps.signer.sign(purpose, payload)}`);
    },
    end: () => cookie('', '; Max-Age=0'),
    read(request) {
      const value = readCookie(request, name);
      if (value === undefined || value.length > maxCookieChars) return undefined;
      const [payload = '', signature = ''] = value.split('.');
      if (!deps.signer.verify(purpose, payload, signature)) return undefined;
      const [conversationId, user] = Payload.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
      return { conversationId, user };
    },
  };
}
