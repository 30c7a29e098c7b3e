import { type BrowserSigner, base64url } from './browser-key.ts';

/** What the server answered: the body, or why not. `refused`: a reason with a sentence. */
export type Answer<Body> = { readonly ok: true; readonly body: Body } | Refusal;

export interface Refusal {
  readonly ok: false;
  /** 0: the server could not be reached. */
  readonly status: number;
  readonly refused: string;
  readonly id?: string | undefined;
}

/** Asks the desk's API, each request signed with the browser's key. */
export interface Api {
  get<Body>(path: string): Promise<Answer<Body>>;
  send<Body>(method: 'POST' | 'PUT', path: string, body: unknown): Promise<Answer<Body>>;
  /** The response as it comes, for streams and files. */
  open(path: string, init?: RequestInit): Promise<Response>;
  /** The token that changes need; known once somebody is signed in. */
  setCsrf(csrf: string): void;
  /** By how much the server's clock is ahead, in milliseconds. */
  setOffset(offsetMs: number): void;
}

export function createApi({ signer, now }: { signer: BrowserSigner | undefined; now: () => number }): Api {
  let csrf = '';
  let offset = 0;

  async function open(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (csrf !== '') headers.set('x-desk-csrf', csrf);
    if (signer !== undefined) headers.set('x-desk-proof', await proof(signer, init.method ?? 'GET', path));
    return fetch(path, { ...init, headers, credentials: 'same-origin', cache: 'no-store' });
  }

  async function proof({ sign }: BrowserSigner, method: string, path: string): Promise<string> {
    const at = String(Math.round(now() + offset)).padStart(13, '0');
    const id = base64url(crypto.getRandomValues(new Uint8Array(12)));
    return `${at}.${id}.${await sign(`recupera desk\n${method}\n${path}\n${at}\n${id}`)}`;
  }

  async function ask<Body>(path: string, init?: RequestInit): Promise<Answer<Body>> {
    const response = await open(path, init).catch(() => undefined);
    if (response === undefined) return { ok: false, status: 0, refused: 'offline' };
    const body = await response.json().catch(() => ({}));
    if (response.ok) return { ok: true, body };
    return { ok: false, status: response.status, refused: String(body.refused ?? body.error?.code ?? ''), id: body.id };
  }

  return {
    get: (path) => ask(path),
    send: (method, path, body) =>
      ask(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    open,
    setCsrf(token) {
      csrf = token;
    },
    setOffset(offsetMs) {
      offset = offsetMs;
    },
  };
}
