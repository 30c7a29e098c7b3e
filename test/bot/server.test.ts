import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { answerJson } from '../../bot/http/answer.ts';
import { type RefusalPage, refusals, refuse } from '../../bot/http/errors.ts';
import { readForm } from '../../bot/http/form-body.ts';
import type { Route } from '../../bot/http/route.ts';
import { refusalPage } from '../../bot/pages/plain/refusal-page.ts';
import { fromOurPages } from '../../bot/pages/plain/same-origin.ts';
import { createServer } from '../../bot/server.ts';
import { StoreError } from '../../services/store/errors.ts';
import { sendRaw } from '../support/raw-http.ts';
import { startWebChatServer, type TestServer } from '../support/web-chat-server.ts';

const secret = 'SELECT password FROM accounts';
const routes: Route[] = [
  {
    method: 'GET',
    path: '/throws',
    handle: () => {
      throw new Error(secret);
    },
  },
  { method: 'GET', path: '/rejects', handle: () => Promise.reject(new TypeError(secret)) },
  { method: 'GET', path: '/store-away', handle: () => Promise.reject(new StoreError('unreachable', secret)) },
  { method: 'GET', path: '/rejects-nothing', handle: () => Promise.reject(undefined) },
  { method: 'GET', path: '/things/:name', handle: (_request, response, params) => answerJson(response, 200, params) },
];

let server: TestServer;
beforeAll(async () => {
  server = await startWebChatServer({ routes, bodyTimeoutMs: 150 });
});
afterAll(() => server.stop());

/** A server of its own with other routes. */
async function listening(own: readonly Route[], page?: RefusalPage) {
  const http = createServer({ routes: own, log: { error: () => {} }, ...(page && { refusalPage: page }) });
  const { port } = await http.listen(0, '127.0.0.1');
  return { port, url: `http://127.0.0.1:${port}`, close: () => http.close(0) };
}

async function call(method: string, path: string, init: RequestInit = {}) {
  const answer = await fetch(`${server.url}${path}`, { method, ...init });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

describe('health', () => {
  test('says that it lives and that its store answers', async () => {
    expect(await call('GET', '/healthz')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect(await call('GET', '/readyz')).toMatchObject({ status: 200, text: '{"status":"ready"}' });
  });

  test('keeps connections for longer than the proxy before it does', async () => {
    const request = (connection: string) => `GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: ${connection}\r\n\r\n`;
    const answers = await sendRaw(server.port, request('keep-alive') + request('close'));
    expect(answers).toMatch(/^keep-alive: timeout=75\r$/im);
  });

  test('is not ready while it stops, and still alive', async () => {
    server.health.stopping = true;
    expect(await call('GET', '/readyz')).toMatchObject({ status: 503 });
    expect(await call('GET', '/healthz')).toMatchObject({ status: 200 });
    server.health.stopping = false;
  });
});

describe('a person at a browser', () => {
  const limits = { maxBytes: 1_000, timeoutMs: 100 };
  const form: Route = {
    method: 'POST',
    path: '/form',
    async handle(request, response) {
      const read = await readForm(request, limits);
      if (!read.ok) return refuse(response, read.code);
      if (!fromOurPages(request)) return refuse(response, 'OriginRefused');
      throw new Error(secret);
    },
  };
  const failing: Route[] = ['GET', 'POST'].map((method) => ({
    method: method === 'GET' ? 'GET' : 'POST',
    path: '/store-away-here',
    handle: () => Promise.reject(new StoreError('unreachable', secret)),
  }));
  let pages: Awaited<ReturnType<typeof listening>>;
  beforeAll(async () => {
    pages = await listening([...routes, ...failing, form], refusalPage);
  });
  afterAll(() => pages.close());

  const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-language': 'es-MX' };
  const posted = (body: string, headers = {}) => ({
    method: 'POST',
    body,
    headers: { ...html, 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });

  test.each<[string, string, RequestInit, number, string]>([
    ['goes to a page that fails', '/throws', { headers: html }, 500, 'vuelve a cargar esta página'],
    ['goes to a page while the store is away', '/store-away-here', { headers: html }, 503, 'Espera un minuto'],
    ['speaks English', '/throws', { headers: { ...html, 'accept-language': 'en-US,en' } }, 500, 'Wait a minute'],
    ['goes to a page that is not there', '/cartas/IMPI-2026-0', { headers: html }, 404, 'incompleto'],
    ['goes where only forms are sent', '/form', { headers: html }, 405, 'incompleto'],
    ['goes to a broken address', '/%E0%A4%A', { headers: html }, 400, 'No entendimos'],
    ['sends a form of another site', '/form', posted('a=b', { 'sec-fetch-site': 'cross-site' }), 403, 'otra página'],
    ['sends too much', '/form', posted('x'.repeat(2_000)), 413, 'pesa demasiado'],
    ['sends what is no form', '/form', posted('{}', { 'content-type': 'application/json' }), 415, 'No entendimos'],
    ['sends a form that fails', '/form', posted('a=b'), 500, 'cuenta una sola vez'],
    ['sends a form while the store is away', '/store-away-here', posted('a=b'), 503, 'cuenta una sola vez'],
  ])('who %s reads a page', async (_name, path, init, status, words) => {
    const answer = await fetch(pages.url + path, init);
    const page = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
    expect(page).toContain(words);
    expect(page).not.toContain(secret);
    expect(answer.headers.get('content-security-policy')).toContain('style-src');
    expect(answer.headers.get('retry-after')).toBe(status >= 500 ? '60' : null);
  });

  test('whose form never ends reads that it was slow', async () => {
    const head = 'POST /form HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nContent-Length: 10\r\n\r\na=';
    expect(await sendRaw(pages.port, head)).toMatch(/^HTTP\/1\.1 408 [\s\S]*No nos lleg/);
  });

  test.each([undefined, '*/*', 'application/json', 'image/png'])(
    'a script that accepts %p gets JSON',
    async (accept) => {
      const answer = await fetch(`${pages.url}/nothing`, { headers: accept === undefined ? {} : { accept } });
      expect(await answer.json()).toMatchObject({ error: { code: 'NotFound' } });
    },
  );

  test.each([
    ['GET', '/throws/', '/throws'],
    ['GET', '/throws/?a=%2F&b', '/throws?a=%2F&b'],
    ['HEAD', '/throws/', '/throws'],
  ])('%s %s is sent to the address without the slash', async (method, path, address) => {
    const answer = await fetch(pages.url + path, { method, redirect: 'manual', headers: html });
    expect([answer.status, answer.headers.get('location')]).toEqual([308, address]);
  });

  test.each([
    ['GET', '/nothing/'],
    ['GET', '/throws//'],
    ['GET', '//throws/'],
    ['GET', '/form/'],
    ['POST', '/throws/'],
  ])('%s %s is nowhere', async (method, path) => {
    expect((await fetch(pages.url + path, { method, redirect: 'manual' })).status).toBe(404);
  });
});

describe('HEAD', () => {
  const endless: Route = { method: 'GET', path: '/endless', endless: true, handle: () => {} };
  const raw = (port: number, method: string, path: string) =>
    sendRaw(port, `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  let own: Awaited<ReturnType<typeof listening>>;
  beforeAll(async () => {
    own = await listening([...routes, endless], refusalPage);
  });
  afterAll(() => own.close());

  test.each(['/things/a', '/throws', '/nothing'])('of %s is the head of what GET answers', async (path) => {
    const got = await raw(own.port, 'GET', path);
    const head = (answer: string) => answer.slice(0, answer.indexOf('\r\n\r\n') + 4).replace(/^date:.*\r\n/im, '');
    const only = await raw(own.port, 'HEAD', path);
    expect(head(only)).toBe(head(got));
    expect(only.slice(only.indexOf('\r\n\r\n') + 4)).toBe('');
  });

  test('of a stream, which has no end, is not answered', async () => {
    expect(await raw(own.port, 'HEAD', '/endless')).toMatch(/^HTTP\/1\.1 405 /);
  });
});

describe('refusals', () => {
  const json = { 'content-type': 'application/json' };
  test.each<[string, string, string, RequestInit, keyof typeof refusals]>([
    ['an unknown path', 'GET', '/nothing', {}, 'NotFound'],
    ['an unknown path, asked for as a picture', 'GET', '/nothing', { headers: { accept: 'image/png' } }, 'NotFound'],
    [
      'an unknown path, asked for as a script',
      'GET',
      '/nothing?callback=x',
      { headers: { accept: 'application/javascript' } },
      'NotFound',
    ],
    ['an unknown path of an unknown version', 'GET', '/nothing', { headers: { 'accept-version': '9' } }, 'NotFound'],
    ['a wrong method', 'DELETE', '/healthz', {}, 'MethodNotAllowed'],
    ['OPTIONS, since nothing is for other sites', 'OPTIONS', '/v3/directline/conversations', {}, 'MethodNotAllowed'],
    ['an exception', 'GET', '/throws', {}, 'Internal'],
    ['a rejection', 'GET', '/rejects', {}, 'Internal'],
    ['a store that is away', 'GET', '/store-away', {}, 'Unavailable'],
    ['a rejection without a reason', 'GET', '/rejects-nothing', {}, 'Internal'],
    ['a path that does not decode', 'GET', '/things/%E0%A4%A', {}, 'BadRequest'],
    [
      'a compressed body',
      'POST',
      '/v3/directline/tokens/generate',
      { body: gzipSync('{}'), headers: { ...json, 'content-encoding': 'gzip' } },
      'UnsupportedMediaType',
    ],
    [
      'a body that only says it is compressed',
      'POST',
      '/v3/directline/tokens/generate',
      { body: '\x1f\x8bno', headers: { ...json, 'content-encoding': 'gzip' } },
      'UnsupportedMediaType',
    ],
    [
      'a compressed body nobody asked for',
      'POST',
      '/nothing',
      { body: 'x', headers: { 'content-encoding': 'br' } },
      'UnsupportedMediaType',
    ],
    [
      'a body of another type',
      'POST',
      '/v3/directline/tokens/generate',
      { body: '<a/>', headers: { 'content-type': 'text/xml' } },
      'UnsupportedMediaType',
    ],
    [
      'a body that is not JSON',
      'POST',
      '/v3/directline/tokens/generate',
      { body: '{"a":', headers: json },
      'BadRequest',
    ],
    [
      'a body that is too large',
      'POST',
      '/v3/directline/tokens/generate',
      { body: 'x'.repeat(5_000), headers: json },
      'TooLarge',
    ],
    [
      'a body that is far too large',
      'POST',
      '/v3/directline/tokens/generate',
      { body: 'x'.repeat(1_000_000), headers: json },
      'TooLarge',
    ],
  ])('%s', async (_name, method, path, init, code) => {
    const { status, text, headers } = await call(method, path, init);
    expect({ status, body: JSON.parse(text) }).toEqual({
      status: refusals[code].status,
      body: { error: { code, message: refusals[code].message } },
    });
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  test('are logged with what happened, which the client does not see', async () => {
    server.logged.length = 0;
    const { text } = await call('GET', '/throws?ticket=1');
    expect(text).not.toContain('SELECT');
    expect(server.logged).toEqual([{ error: new Error(secret), method: 'GET', route: '/throws' }]);
  });

  test.each([
    ['a Host that is no host', 'GET /healthz HTTP/1.1\r\nHost: a b[%\r\nConnection: close\r\n\r\n', 200],
    ['two slashes', 'GET //evil.example/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 404],
    ['an absolute target', 'GET http://evil.example:99999/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
    ['a star', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
    [
      'an upgrade to something else',
      'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n',
      200,
    ],
    [
      'a WebSocket where there is none',
      'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      404,
    ],
    ['no HTTP at all', 'hola\r\n\r\n', 400],
    [
      'a body that announces 10 GB',
      'POST /v3/directline/tokens/generate HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000000\r\n\r\n{',
      413,
    ],
    [
      'a body that never ends',
      'POST /v3/directline/tokens/generate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{',
      408,
    ],
  ])('survives %s', async (_name, bytes, status) => {
    const answer = await sendRaw(server.port, bytes);
    expect(answer.split('\r\n')[0]).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect((await call('GET', '/healthz')).status).toBe(200);
  });
});

test('a refusal leaves its connection usable', async () => {
  const refused = 'POST /v3/directline/conversations HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody';
  const answers = await sendRaw(server.port, `${refused}GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 403', 'HTTP/1.1 200']);
});

describe('every answer', () => {
  test.each([
    ['GET', '/healthz'],
    ['GET', '/nothing'],
    ['GET', '/throws'],
    ['PUT', '/healthz'],
    ['POST', '/v3/directline/conversations'],
  ])('%s %s says nothing of the server and forbids what it can', async (method, path) => {
    const { headers } = await call(method, path);
    expect(headers.get('server')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
  });

  test('asks for https only where the public address has it', async () => {
    expect((await call('GET', '/healthz')).headers.get('strict-transport-security')).toBeNull();
    const secure = createServer({ routes: [], https: true, log: { error: () => {} } });
    const { port } = await secure.listen(0, '127.0.0.1');
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=');
    await answer.text();
    await secure.close(0);
  });
});

test('parts of a path arrive decoded', async () => {
  expect((await call('GET', '/things/a%2Fb%20c')).text).toBe('{"name":"a/b c"}');
});

test('closing lets a request under way finish, and refuses new ones', async () => {
  const gate = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const slow: Route = {
    method: 'GET',
    path: '/slow',
    async handle(_request, response) {
      reached.resolve();
      await gate.promise;
      answerJson(response, 200, 'done');
    },
  };
  const own = createServer({ routes: [slow], log: { error: () => {} } });
  const { port } = await own.listen(0, '127.0.0.1');
  const answer = fetch(`http://127.0.0.1:${port}/slow`);
  await reached.promise;
  const closed = own.close(60_000);
  await expect(fetch(`http://127.0.0.1:${port}/slow`)).rejects.toThrow();
  gate.resolve();
  expect(await (await answer).json()).toBe('done');
  await closed;
});

test('a taken port is an error, not a crash', async () => {
  const other = createServer({ routes: [], log: { error: () => {} } });
  await expect(other.listen(server.port, '127.0.0.1')).rejects.toThrow('EADDRINUSE');
});
