import type { Route } from '../../bot/http/route.ts';
import { createServer } from '../../bot/server.ts';

/** A server on a free port with the given routes. */
export async function serve(routes: readonly Route[]): Promise<{ url: string; close: () => Promise<void> }> {
  const errors: unknown[] = [];
  const server = createServer({ routes, log: { error: (fields) => errors.push(fields) } });
  const { port } = await server.listen(0, '127.0.0.1');
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      await server.close(0);
      if (errors.length > 0) throw new Error('a request failed', { cause: errors });
    },
  };
}

/** A browser without script: cookies, redirects, one form at a time. */
export function plainBrowser(url: string) {
  const cookies = new Map<string, string>();

  async function request(path: string, init: RequestInit = {}): Promise<Seen> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = new Headers(init.headers);
    headers.set('accept', 'text/html');
    if (cookie) headers.set('cookie', cookie);
    const target = new URL(path, url);
    const response = await fetch(target, { redirect: 'manual', ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (response.status === 303 && location) return request(new URL(location, target).href);
    return { status: response.status, url: target, headers: response.headers, html: await response.text() };
  }

  return {
    cookies,
    open: (path: string) => request(path),
    post: (path: string, fields: Record<string, string>) =>
      request(path, { method: 'POST', body: new URLSearchParams(fields) }),
  };
}

export interface Seen {
  readonly status: number;
  readonly url: URL;
  readonly headers: Headers;
  readonly html: string;
}
