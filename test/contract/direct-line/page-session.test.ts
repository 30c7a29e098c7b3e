import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sameOriginOnly } from '../../../bot/channels/web-chat/origin.ts';
import { startWebChatServer, type TestServer } from '../../support/web-chat-server.ts';

/** The way back for a browser whose token died. */
const hourMs = 60 * 60_000;

let server: TestServer;
let taken: number;
let open: boolean;
beforeAll(async () => {
  const startLimit = {
    take: async () => {
      taken += 1;
      return open ? ({ ok: true } as const) : ({ ok: false, retryAt: Date.now() + 1_000 } as const);
    },
  };
  server = await startWebChatServer({ startLimit });
});
beforeEach(() => {
  taken = 0;
  open = true;
  server.clock.aheadMs = 0;
});
afterEach(() => server.door.idle());
afterAll(() => server.stop());

interface Asked {
  readonly cookie?: string;
  readonly origin?: string;
  readonly body?: unknown;
  readonly token?: string;
}

async function post(path: string, { cookie, origin, body, token }: Asked = {}, at = server) {
  const answer = await fetch(at.domain + path, {
    method: 'POST',
    headers: {
      ...(cookie !== undefined && { cookie }),
      ...(origin !== undefined && { origin }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const [setCookie = ''] = answer.headers.getSetCookie();
  return { status: answer.status, body: await answer.json(), setCookie, cookie: setCookie.split(';')[0] ?? '' };
}

const resume = { resume: true };

/** A browser whose conversation has begun. */
async function begun(at = server) {
  const generated = await post('/tokens/generate', {}, at);
  await post('/conversations', { token: generated.body.token, body: { user: {} } }, at);
  await at.door.idle();
  const { conversationId: id, token } = generated.body;
  return { id, token, cookie: generated.cookie };
}

const personOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).user;

describe('the page session', () => {
  test('is a cookie that no script, no other site and no other path gets, and that ends with the browser', async () => {
    const { setCookie } = await post('/tokens/generate');
    expect(setCookie).toMatch(/^recupera-chat=[\w-]+\.[\w-]+; Path=\/v3\/directline; HttpOnly; SameSite=Strict$/);
  });

  test('travels over https only where the product is public', async () => {
    const publicUrl = 'https://recupera.example';
    const secure = await startWebChatServer({ publicUrl });
    expect((await post('/tokens/generate', {}, secure)).setCookie).toMatch(/; Secure$/);
    await secure.stop();
  });

  test('gets a new token for the same conversation and person, long after the old one died', async () => {
    const mine = await begun();
    server.clock.aheadMs = 29 * 24 * hourMs;
    const back = await post('/tokens/generate', { cookie: mine.cookie, body: resume });
    expect(back.body).toMatchObject({ conversationId: mine.id, resumed: true, expires_in: 1_800 });
    expect(personOf(back.body.token)).toBe(personOf(mine.token));
    const history = await fetch(`${server.domain}/conversations/${mine.id}/activities?watermark=0`, {
      headers: { authorization: `Bearer ${back.body.token}` },
    });
    expect((await history.json()).activities[0].text).toBe('eco: hola');
  });

  test('opens a new conversation when nobody asks for the old one', async () => {
    const mine = await begun();
    const fresh = await post('/tokens/generate', { cookie: mine.cookie });
    expect(fresh.body.conversationId).not.toBe(mine.id);
    expect(fresh.body).not.toHaveProperty('resumed');
    expect(fresh.cookie).not.toBe(mine.cookie);
  });

  test.each<[string, (mine: { id: string; cookie: string }, other: { cookie: string }) => string]>([
    ['no cookie', () => ''],
    ['a cookie of nonsense', () => 'recupera-chat=x'],
    ['an empty one', () => 'recupera-chat='],
    ['one that is too long', () => `recupera-chat=${'a'.repeat(4_000)}.b`],
    ['one without its signature', ({ cookie }) => cookie.replace(/\..*/, '')],
    ['one with a changed signature', ({ cookie }) => cookie.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))],
    [
      'the conversation of one under the signature of another',
      ({ cookie }, other) => `${cookie.split('.')[0]}.${other.cookie.split('.')[1]}`,
    ],
    [
      'a conversation written into it without a signature of ours',
      ({ id }) => `recupera-chat=${Buffer.from(JSON.stringify([id, 'dl_x'])).toString('base64url')}.c2lnbmVk`,
    ],
  ])('%s leads to a new conversation', async (_name, forged) => {
    const [mine, other] = [await begun(), await begun()];
    const answer = await post('/tokens/generate', { cookie: forged(mine, other), body: resume });
    expect(answer.status).toBe(200);
    expect([mine.id, undefined]).not.toContain(answer.body.conversationId);
    expect(answer.body).not.toHaveProperty('resumed');
  });

  test('a token is no session, and neither is a stream ticket', async () => {
    const mine = await begun();
    const answer = await post('/tokens/generate', { cookie: `recupera-chat=${mine.token}`, body: resume });
    expect(answer.body).not.toHaveProperty('resumed');
  });

  test('leads nowhere when the conversation never began, was forgotten, or is too old', async () => {
    const unopened = await post('/tokens/generate');
    expect((await post('/tokens/generate', { cookie: unopened.cookie, body: resume })).body.resumed).toBeUndefined();
    const old = await begun();
    server.clock.aheadMs = 31 * 24 * hourMs;
    expect((await post('/tokens/generate', { cookie: old.cookie, body: resume })).body.resumed).toBeUndefined();
    server.clock.aheadMs = 0;
    const gone = await begun();
    await server.store.conversations.forget(Date.now() + hourMs, 1_000);
    expect((await post('/tokens/generate', { cookie: gone.cookie, body: resume })).body.resumed).toBeUndefined();
  });

  test('counts against the limit, and is refused to another site', async () => {
    const mine = await begun();
    taken = 0;
    await post('/tokens/generate', { cookie: mine.cookie, body: resume });
    expect(taken).toBe(1);
    const foreign = { cookie: mine.cookie, body: resume, origin: 'https://evil.example' };
    expect((await post('/tokens/generate', foreign)).status).toBe(403);
    open = false;
    expect((await post('/tokens/generate', { cookie: mine.cookie, body: resume })).status).toBe(429);
  });

  test('is ended by a page of ours, and by no other', async () => {
    const mine = await begun();
    const refused = await post('/session/end', { cookie: mine.cookie, origin: 'https://evil.example' });
    expect(refused).toMatchObject({ status: 403, setCookie: '' });
    const ended = await post('/session/end', { cookie: mine.cookie, origin: server.url });
    expect(ended.status).toBe(200);
    expect(ended.setCookie).toMatch(/^recupera-chat=; Path=\/v3\/directline; .*Max-Age=0/);
  });
});

describe('where a page session is needed', () => {
  const publicUrl = 'https://recupera.example';
  let production: TestServer;
  beforeAll(async () => {
    production = await startWebChatServer({ publicUrl, mayOpen: sameOriginOnly(publicUrl), needsPageSession: true });
  });
  afterAll(() => production.stop());

  const generate = () => post('/tokens/generate', { origin: publicUrl }, production);
  const start = (token: string, cookie?: string) =>
    post('/conversations', { token, body: { user: {} }, ...(cookie !== undefined && { cookie }) }, production);

  test('a conversation begins in the browser that got its token', async () => {
    const { body, cookie } = await generate();
    expect((await start(body.token, cookie)).status).toBe(201);
    await production.door.idle();
  });

  test('a token alone, or with the session of another conversation, begins none', async () => {
    const [mine, other] = [await generate(), await generate()];
    expect((await start(mine.body.token)).status).toBe(403);
    expect((await start(mine.body.token, other.cookie)).status).toBe(403);
    expect(await production.store.conversations.get(mine.body.conversationId)).toBeUndefined();
  });
});
