import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { answerJson } from '../../bot/http/answer.ts';
import { refusals } from '../../bot/http/errors.ts';
import type { Route } from '../../bot/http/route.ts';
import { apologise } from '../../bot/pages/plain/apology.ts';
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

describe('a page that fails', () => {
  test.each([
    ['es-MX', '/store-away', 503, 'Espera un minuto'],
    ['en', '/throws', 500, 'Wait a minute'],
  ])('says so in %s, and nothing of why', async (language, path, status, words) => {
    const own = createServer({ routes, log: { error: () => {} }, showApology: apologise });
    const { port } = await own.listen(0, '127.0.0.1');
    const headers = { accept: 'text/html', 'accept-language': language };
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    const page = await answer.text();
    await own.close(0);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, '60']);
    expect(page).toContain(words);
    expect(page).not.toContain(secret);
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
