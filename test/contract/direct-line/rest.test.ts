import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sameOriginOnly } from '../../../bot/channels/web-chat/origin.ts';
import { sendRaw } from '../../support/raw-http.ts';
import { startWebChatServer, type TestServer } from '../../support/web-chat-server.ts';

/** The contract as any other client may use it: statuses, shapes and bounds. */
let server: TestServer;
let mine: Awaited<ReturnType<typeof open>>;
beforeAll(async () => {
  server = await startWebChatServer({ bodyTimeoutMs: 400 });
});
afterAll(() => server.stop());
beforeEach(async () => {
  server.clock.aheadMs = 0;
  mine = await open();
});

async function call(method: string, path: string, token?: string, body?: unknown) {
  const answer = await fetch(`${server.domain}${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: JSON.parse(text) };
}

async function open() {
  const generated = await call('POST', '/tokens/generate');
  const started = await call('POST', '/conversations', generated.body.token, { user: {}, locale: 'es-MX' });
  await server.door.idle();
  const { conversationId: id, token, streamUrl } = started.body;
  return { id, token, streamUrl, started, path: `/conversations/${id}` };
}

const history = async ({ path, token }: { path: string; token: string } = mine) =>
  (await call('GET', `${path}/activities`, token)).body.activities;
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

describe('tokens', () => {
  test('name the conversation and a new person, and last half an hour', async () => {
    const { status, body } = await call('POST', '/tokens/generate', undefined, {});
    const now = Math.floor(Date.now() / 1000);
    const claims = claimsOf(body.token);
    expect(status).toBe(200);
    expect(body).toEqual({ conversationId: claims.conv, token: expect.any(String), expires_in: 1800 });
    expect(claims.user).toMatch(/^dl_/);
    expect(Math.abs(claims.exp - now - 1800)).toBeLessThan(60);
  });

  test('can be refreshed for the same conversation and person until they expire', async () => {
    server.clock.aheadMs = 29 * 60_000;
    const { status, body } = await call('POST', '/tokens/refresh', mine.token);
    expect(status).toBe(200);
    expect(claimsOf(body.token)).toMatchObject({ conv: mine.id, user: claimsOf(mine.token).user });
    server.clock.aheadMs = 45 * 60_000;
    expect((await call('POST', '/tokens/refresh', mine.token)).body.error.code).toBe('TokenExpired');
    expect((await call('GET', `${mine.path}/activities`, body.token)).status).toBe(200);
  });

  const forge = (header: object, payload: object, key: string) => {
    const [head, body] = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    return `${head}.${body}.${createHmac('sha256', key).update(`${head}.${body}`).digest('base64url')}`;
  };
  test.each([
    ['nobody', () => undefined],
    ['nonsense', () => 'abc'],
    ['a very long word', () => 'a'.repeat(8_000)],
    ['a token of another key', () => forge({ alg: 'HS256' }, { ...claimsOf(mine.token) }, 'guess')],
    [
      'a token without signature',
      () =>
        `${forge({ alg: 'none' }, { ...claimsOf(mine.token) }, 'x')
          .split('.')
          .slice(0, 2)
          .join('.')}.`,
    ],
    [
      'a token whose last character was changed',
      () => `${mine.token.slice(0, -2)}${mine.token.endsWith('AA') ? 'BB' : 'AA'}`,
    ],
  ])('are not replaced by %s', async (_name, token) => {
    for (const [method, path] of [
      ['POST', '/conversations'],
      ['POST', '/tokens/refresh'],
      ['GET', mine.path],
      ['GET', `${mine.path}/activities`],
      ['POST', `${mine.path}/activities`],
      ['POST', `${mine.path}/upload`],
    ] as const) {
      const answer = await call(method, path, token());
      expect({ path, status: answer.status, code: answer.body.error.code }).toEqual({
        path,
        status: 403,
        code: 'TokenInvalid',
      });
    }
  });

  test('open no other conversation, and tell a missing one from a foreign one', async () => {
    const other = await open();
    expect((await call('GET', `${other.path}/activities`, mine.token)).status).toBe(403);
    expect((await call('POST', `${other.path}/activities`, mine.token, { type: 'message' })).status).toBe(403);
    expect((await call('GET', '/conversations/none/activities', mine.token)).status).toBe(404);
    expect((await call('GET', '/conversations/none', mine.token)).body.error.code).toBe('ConversationNotFound');
  });

  test('of a conversation that was never started find nothing', async () => {
    const { token, conversationId } = (await call('POST', '/tokens/generate')).body;
    const path = `/conversations/${conversationId}`;
    expect((await call('GET', path, token)).status).toBe(404);
    expect((await call('GET', `${path}/activities`, token)).status).toBe(404);
    expect((await call('POST', `${path}/activities`, token, { type: 'message', text: 'a' })).status).toBe(404);
  });
});

describe('conversations', () => {
  test('start once, are greeted once, and can be come back to', async () => {
    expect(mine.started.status).toBe(201);
    expect(mine.streamUrl).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/v3\/directline\/conversations\/[\w-]+\/stream\?t=/);
    const again = await call('POST', '/conversations', mine.token, {});
    expect(again.status).toBe(200);
    expect(again.body.conversationId).toBe(mine.id);
    await server.door.idle();
    expect(await history()).toHaveLength(1);
    const resumed = await call('GET', `${mine.path}?watermark=1`, mine.token);
    expect(resumed.status).toBe(200);
    expect(resumed.body.streamUrl).not.toBe(mine.streamUrl);
  });

  test('take the locale of their start, and Spanish where it makes no sense', async () => {
    const localeOf = async (locale: unknown) => {
      const { token } = (await call('POST', '/tokens/generate')).body;
      const { conversationId } = (await call('POST', '/conversations', token, { locale })).body;
      return (await server.store.conversations.get(conversationId))?.locale;
    };
    expect(await Promise.all(['en-US', undefined, '<script>', 7].map(localeOf))).toEqual([
      'en-US',
      'es-MX',
      'es-MX',
      'es-MX',
    ]);
  });

  test('answer the session id that some clients ask for', async () => {
    expect((await call('GET', '/session/getsessionid')).body).toEqual({ sessionId: '' });
  });
});

describe('activities', () => {
  const post = (activity: unknown, to = mine) => call('POST', `${to.path}/activities`, to.token, activity);

  test('are answered with the id of their echo', async () => {
    const { status, body } = await post({ type: 'message', text: 'hola', from: { id: 'otro' } });
    await server.door.idle();
    expect({ status, body }).toEqual({ status: 200, body: { id: `${mine.id}|0000002` } });
    expect(await history()).toMatchObject([
      { text: 'eco: hola', from: { role: 'bot' }, conversation: { id: mine.id } },
      { id: body.id, text: 'hola', from: { id: claimsOf(mine.token).user, role: 'user' } },
      { text: 'eco: hola', replyToId: body.id, timestamp: expect.stringMatching(/^\d{4}-.*Z$/) },
    ]);
  });

  test.each(['', '0', 'abc', '-1', '1e3', '99999999999999999999', "1' OR 1=1"])(
    'from the start for the watermark %p',
    async (watermark) => {
      const page = await call('GET', `${mine.path}/activities?watermark=${encodeURIComponent(watermark)}`, mine.token);
      expect(page.body).toMatchObject({ activities: [{ text: 'eco: hola' }], watermark: '1' });
    },
  );

  test('after a watermark, with the message they answer, even when that lies before', async () => {
    const { id } = (await post({ type: 'message', text: 'uno' })).body;
    await server.door.idle();
    const page = await call('GET', `${mine.path}/activities?watermark=2`, mine.token);
    expect(page.body).toMatchObject({ activities: [{ text: 'eco: uno', replyToId: id }], watermark: '3' });
    const empty = await call('GET', `${mine.path}/activities?watermark=3`, mine.token);
    expect(empty.body).toEqual({ activities: [], watermark: '3' });
  });

  test('come in pages that leave nothing out', async () => {
    for (let index = 0; index < 60; index++) await post({ type: 'message', text: `m${index}` });
    await server.door.idle();
    const ids: string[] = [];
    for (let watermark = '', more = true; more; ) {
      const page = (await call('GET', `${mine.path}/activities?watermark=${watermark}`, mine.token)).body;
      ids.push(...page.activities.map((activity: { id: string }) => activity.id));
      watermark = page.watermark;
      more = page.activities.length > 0;
    }
    expect(ids).toEqual(Array.from({ length: 121 }, (_, index) => `${mine.id}|${String(index + 1).padStart(7, '0')}`));
  });

  test('sent twice, also at once, are one', async () => {
    const activity = { type: 'message', text: 'una', channelData: { clientActivityID: 'x1' } };
    const ids = await Promise.all([1, 2, 3, 4].map(async () => (await post(activity)).body.id));
    await server.door.idle();
    expect(new Set(ids).size).toBe(1);
    expect(await history()).toHaveLength(3);
  });

  test.each(['typing', 'conversationUpdate'])('of type %s are taken and forgotten', async (type) => {
    const before = server.door.received.length;
    const { status, body } = await post({ type, membersAdded: [{ id: 'dl_x' }] });
    expect({ status, id: body.id }).toEqual({ status: 200, id: expect.stringContaining(mine.id) });
    expect(server.door.received).toHaveLength(before);
    expect(await history()).toHaveLength(1);
  });

  test('of unknown types reach the turn, marked as such', async () => {
    expect((await post({ type: 'telepathy', text: 'a' })).status).toBe(200);
    expect(server.door.received.at(-1)?.activity).toEqual({ type: 'telepathy', known: false, text: 'a' });
  });

  test.each([
    ['not an object', '7'],
    ['a list', '[]'],
    ['no type', '{"text":"a"}'],
    ['a type that is no text', '{"type":{"a":1}}'],
    ['a text that is no text', '{"type":"message","text":{"$ne":1}}'],
    ['half of JSON', '{"type":"mess'],
    ['nothing', ''],
    ['deep nesting cut short', '['.repeat(20_000)],
  ])('that are %s are refused', async (_name, body) => {
    const answer = await fetch(`${server.domain}${mine.path}/activities`, {
      method: 'POST',
      headers: { authorization: `Bearer ${mine.token}`, 'content-type': 'application/json' },
      body,
    });
    expect({ status: answer.status, code: (await answer.json()).error.code }).toEqual({
      status: 400,
      code: 'BadRequest',
    });
  });

  test('with __proto__ and other strange keys change nothing and pass nothing on', async () => {
    const body =
      '{"type":"message","text":"a","__proto__":{"isAdmin":true},"value":{"__proto__":{"x":1},"constructor":{"a":1},"$where":"1","password":"p"},"from":{"id":"dl_x"}}';
    const answer = await fetch(`${server.domain}${mine.path}/activities`, {
      method: 'POST',
      headers: { authorization: `Bearer ${mine.token}`, 'content-type': 'application/json' },
      body,
    });
    expect(answer.status).toBe(200);
    await answer.text();
    const { activity } = server.door.received.at(-1) ?? {};
    expect(activity).toEqual({ type: 'message', known: true, text: 'a', value: { password: 'p' } });
    expect(Object.getPrototypeOf(activity?.value)).toBe(Object.prototype);
    expect({}).not.toHaveProperty('isAdmin');
  });

  test('larger than the limit are refused, and those just below are cut for the turn', async () => {
    expect((await post({ type: 'message', text: 'a'.repeat(70_000) })).status).toBe(413);
    expect((await post({ type: 'message', text: 'a'.repeat(60_000) })).status).toBe(200);
    expect(server.door.received.at(-1)?.activity).toMatchObject({ text: 'a'.repeat(4_096), truncated: true });
  });

  test('that never arrive whole are given up', async () => {
    const head = `POST /v3/directline${mine.path}/activities HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${mine.token}\r\n`;
    const answer = await sendRaw(
      server.port,
      `${head}Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{"type":`,
    );
    expect(answer).toContain(' 408 ');
    expect(answer).toContain('"RequestTimeout"');
  });
});

test('too many conversations from one address are refused for a while', async () => {
  const asked: string[] = [];
  const limited = await startWebChatServer({
    startLimit: {
      async take(address) {
        asked.push(address);
        return { ok: false, retryAt: Date.now() + 90_000 };
      },
    },
  });
  const headers = { 'x-forwarded-for': '2001:db8:1:2:3::4' };
  const answer = await fetch(`${limited.domain}/tokens/generate`, { method: 'POST', headers });
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(60);
  expect(await answer.json()).toMatchObject({ error: { code: 'TooManyRequests' } });
  expect(asked).toEqual(['2001:db8:1:2::/64']);
  await limited.stop();
});

test.each([
  ['a client that is no browser', undefined, 200],
  ['our own page', 'self', 200],
  ['a page of another site', 'https://evil.example', 403],
  ['a page without an origin', 'null', 403],
])('%s asks for a token in demo mode', async (_name, origin, status) => {
  const headers = origin === undefined ? {} : { origin: origin === 'self' ? server.url : origin };
  expect((await fetch(`${server.domain}/tokens/generate`, { method: 'POST', headers })).status).toBe(status);
});

describe('in production', () => {
  const publicUrl = 'https://recupera.example';
  let production: TestServer;
  beforeAll(async () => {
    production = await startWebChatServer({ publicUrl, mayOpen: sameOriginOnly(publicUrl) });
  });
  afterAll(() => production.stop());

  test.each([
    ['our own page', publicUrl, 200],
    ['a client that is no browser', undefined, 403],
    ['another site', 'https://recupera.example.evil', 403],
    ['our address without encryption', 'http://recupera.example', 403],
    ['another port of our host', 'https://recupera.example:444', 403],
  ])('%s asks for a token', async (_name, origin, status) => {
    const headers = origin === undefined ? {} : { origin };
    const answer = await fetch(`${production.domain}/tokens/generate`, { method: 'POST', headers });
    expect(answer.status).toBe(status);
  });

  test('the stream lies at the public address, whatever the Host header says', async () => {
    const generated = await fetch(`${production.domain}/tokens/generate`, {
      method: 'POST',
      headers: { origin: publicUrl },
    });
    const { token } = await generated.json();
    const headers = { authorization: `Bearer ${token}` };
    const started = await fetch(`${production.domain}/conversations`, { method: 'POST', headers });
    expect((await started.json()).streamUrl).toMatch(/^wss:\/\/recupera\.example\/v3\/directline\/conversations\//);
  });
});
