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
}

/** `GET /desk/sign-in`. */
export interface SignInInfo {
  readonly with: 'demo' | 'provider';
  readonly now: number;
}

const clockToleranceMs = 5_000;

/** @param offsetMs by how much the server's clock is ahead. */
export function createApi(deps: {
  readonly signer: BrowserSigner | undefined;
  readonly now: () => number;
  readonly offsetMs: number;
}): Api {
  const { signer, now } = deps;
  let csrf = '';
  let offset = deps.offsetMs;

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

  /** A clock that was set, or a computer that slept, makes good signatures look old. Answers whether it was that. */
  async function setClock(): Promise<boolean> {
    const before = offset;
    const response = await fetch('/desk/sign-in', { cache: 'no-store' });
    const body: SignInInfo = await response.json();
    offset = body.now - now();
    return Math.abs(offset - before) > clockToleranceMs;
  }

  /** Like `open`; once more when the clock was what was wrong. */
  async function reach(path: string, init?: RequestInit): Promise<Response> {
    const response = await open(path, init);
    return response.status === 401 && signer !== undefined && (await setClock()) ? open(path, init) : response;
  }

  async function ask<Body>(path: string, init?: RequestInit): Promise<Answer<Body>> {
    const response = await reach(path, init).catch(() => undefined);
    if (response === undefined) return { ok: false, status: 0, refused: 'offline' };
    const body = await response.json().catch(() => ({}));
    if (response.ok) return { ok: true, body };
    return { ok: false, status: response.status, refused: String(body.refused ?? body.error?.code ?? ''), id: body.id };
  }

  return {
    get: (path) => ask(path),
    send: (method, path, body) =>
      ask(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    open: reach,
    setCsrf(token) {
      csrf = token;
    },
  };
}
