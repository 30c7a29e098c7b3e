import {
  type Generated,
  readEnded,
  readFrame,
  readGenerated,
  readOpened,
  readPosted,
  readToken,
  type Session,
} from './wire.ts';

/** Why a call did not do its work: nobody answered, the token is dead, the conversation is gone, or a plain no. */
export type Refusal = 'unreachable' | 'expired' | 'gone' | 'refused';
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: Refusal };

export interface Api {
  /** With `resume`, the way back into the conversation that this browser had, where there still is one. */
  generate(resume: boolean): Promise<Answer<Generated>>;
  /** Lets the browser forget its conversation. */
  endSession(): Promise<Answer<object>>;
  start(session: Session, locale: string): Promise<Answer<Opening>>;
  resume(session: Session, watermark: string): Promise<Answer<Opening>>;
  refresh(session: Session): Promise<Answer<{ token: string }>>;
  /** `body` is an activity, or a multipart form of the upload endpoint. */
  post(session: Session, body: object | FormData): Promise<Answer<{ id?: string | undefined }>>;
  poll(session: Session, watermark: string): Promise<Answer<NonNullable<ReturnType<typeof readFrame>>>>;
  /** Milliseconds by which the server's clock is ahead of ours, from its last answer. */
  clockOffset(): number;
}

export interface Opening {
  readonly conversationId: string;
  readonly token?: string | undefined;
  readonly streamUrl?: string | undefined;
}

/** Longer than a slow mobile network needs; the same message may be sent again because the server knows its id. */
const timeoutMs = 20_000;

/** The calls of Direct Line 3.0 that the page makes, below `base` (no trailing slash). */
export function createApi({
  base,
  fetch,
  now,
}: {
  base: string;
  fetch: typeof globalThis.fetch;
  now: () => number;
}): Api {
  let offset = 0;

  async function call<T>(
    read: (data: unknown) => T | undefined,
    path: string,
    init: RequestInit & { token?: string },
  ): Promise<Answer<T>> {
    const { token, ...rest } = init;
    const headers = new Headers(rest.headers);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), timeoutMs);
    try {
      const response = await fetch(base + path, { ...rest, headers, signal: abort.signal });
      const date = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(date)) offset = date - now();
      if (!response.ok) return { ok: false, reason: reasonOf(response.status) };
      const value = read(await response.json());
      return value === undefined ? { ok: false, reason: 'unreachable' } : { ok: true, value };
    } catch {
      return { ok: false, reason: 'unreachable' };
    } finally {
      clearTimeout(timer);
    }
  }

  const json = (body: object) => ({ body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  const path = (session: Session) => `/conversations/${encodeURIComponent(session.conversationId)}`;
  const after = (watermark: string) => `?watermark=${encodeURIComponent(watermark)}`;

  return {
    generate: (resume) => call(readGenerated, '/tokens/generate', { method: 'POST', ...json({ resume }) }),
    endSession: () => call(readEnded, '/session/end', { method: 'POST' }),
    start: ({ token }, locale) =>
      call(readOpened, '/conversations', { method: 'POST', token, ...json({ user: {}, locale }) }),
    resume: (session, watermark) => call(readOpened, path(session) + after(watermark), { token: session.token }),
    refresh: ({ token }) => call(readToken, '/tokens/refresh', { method: 'POST', token }),
    post: (session, body) =>
      body instanceof FormData
        ? call(readPosted, `${path(session)}/upload`, { method: 'POST', token: session.token, body })
        : call(readPosted, `${path(session)}/activities`, { method: 'POST', token: session.token, ...json(body) }),
    poll: (session, watermark) =>
      call(readFrame, `${path(session)}/activities${after(watermark)}`, { token: session.token }),
    clockOffset: () => offset,
  };
}

function reasonOf(status: number): Refusal {
  if (status === 401 || status === 403) return 'expired';
  if (status === 404) return 'gone';
  // Too many requests, or a server that is being started again: both pass.
  if (status === 408 || status === 429 || status >= 500) return 'unreachable';
  return 'refused';
}
