import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { generate } from '../../support/stock-client.ts';
import { startWebChatServer, type TestServer } from '../../support/web-chat-server.ts';

let server: TestServer;
const sockets: WebSocket[] = [];
beforeEach(async () => {
  server = await startWebChatServer();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await server.stop();
});

async function start() {
  const { token } = await generate(server.domain);
  const headers = { authorization: `Bearer ${token}` };
  const { conversationId, streamUrl } = await (
    await fetch(`${server.domain}/conversations`, { method: 'POST', headers })
  ).json();
  const resume = async (watermark = '') =>
    (await (await fetch(`${server.domain}/conversations/${conversationId}?watermark=${watermark}`, { headers })).json())
      .streamUrl;
  const say = async (text: string) => {
    const json = { ...headers, 'content-type': 'application/json' };
    const body = JSON.stringify({ type: 'message', text });
    await (
      await fetch(`${server.domain}/conversations/${conversationId}/activities`, {
        method: 'POST',
        headers: json,
        body,
      })
    ).text();
  };
  return { conversationId, streamUrl, resume, say };
}

/** Opens a stream; answers it, or the status it was refused with. */
function open(
  url: string,
  options = {},
): Promise<{ socket: WebSocket; frames: string[]; closed: Promise<number> } | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, options);
    sockets.push(socket);
    const frames: string[] = [];
    socket.on('message', (data) => frames.push(String(data)));
    const closed = new Promise<number>((done) => socket.on('close', done));
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    socket.on('open', () => resolve({ socket, frames, closed }));
    socket.on('error', () => {});
  });
}

async function opened(url: string, options = {}) {
  const stream = await open(url, options);
  if (typeof stream === 'number') throw new Error(`refused with ${stream}`);
  return stream;
}

async function heard({ socket, frames }: { socket: WebSocket; frames: string[] }, text: string): Promise<string[]> {
  const all = () => frames.flatMap((frame) => JSON.parse(frame).activities).map((activity) => activity.text);
  while (!all().includes(text)) await new Promise((resolve) => socket.once('message', resolve));
  return all();
}

describe('a stream ticket', () => {
  test('opens one stream, also when it is used by many at once', async () => {
    const { streamUrl } = await start();
    const results = await Promise.all([1, 2, 3, 4].map(() => open(streamUrl)));
    expect(results.filter((result) => result === 403)).toHaveLength(3);
    expect(await open(streamUrl)).toBe(403);
  });

  test('is good for a minute', async () => {
    const { streamUrl } = await start();
    server.clock.aheadMs = 60_000;
    expect(await open(streamUrl)).toBe(403);
  });

  test.each<[string, (url: string) => string]>([
    ['is missing', (url) => url.replace(/\?.*/, '')],
    ['is empty', (url) => url.replace(/t=.*/, 't=')],
    ['is nonsense', (url) => url.replace(/t=.*/, 't=a.b.c')],
    ['was changed', (url) => url.replace('t=', 't=A')],
    ['lost its signature', (url) => url.replace(/\.[\w-]+$/, '.')],
    ['is of another conversation', (url) => url.replace(/conversations\/[^/]+/, 'conversations/other')],
  ])('that %s opens nothing', async (_name, change) => {
    const { streamUrl } = await start();
    expect(await open(change(streamUrl))).toBe(403);
    expect(server.logged).toEqual([]);
  });

  test('is not a token, nor a token a ticket', async () => {
    const { token, conversationId } = await generate(server.domain);
    const { streamUrl } = await start();
    const ticket = new URL(streamUrl).searchParams.get('t') ?? '';
    const asToken = await fetch(`${server.domain}/conversations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ticket}` },
    });
    expect(asToken.status).toBe(403);
    expect(
      await open(streamUrl.replace(/conversations\/.*/, `conversations/${conversationId}/stream?t=${token}`)),
    ).toBe(403);
  });
});

describe('a stream', () => {
  test('carries frames with activities and a watermark only, from the watermark on', async () => {
    const { streamUrl, resume, say } = await start();
    const first = await opened(streamUrl);
    await heard(first, 'eco: hola');
    await say('uno');
    await heard(first, 'eco: uno');
    const second = await opened(await resume('2'));
    await say('dos');
    expect(await heard(second, 'eco: dos')).toEqual(['eco: uno', 'dos', 'eco: dos']);
    for (const frame of [...first.frames, ...second.frames]) {
      expect(JSON.parse(frame)).toEqual({ activities: expect.any(Array), watermark: expect.stringMatching(/^\d+$/) });
    }
  });

  test('believes no watermark beyond the end of the log', async () => {
    const { resume, say } = await start();
    await server.door.idle();
    const stream = await opened(await resume('999999'));
    await say('sigo');
    expect(await heard(stream, 'eco: sigo')).toEqual(['sigo', 'eco: sigo']);
  });

  test('ignores what clients send, and cuts those that send a lot', async () => {
    const { streamUrl, say } = await start();
    const stream = await opened(streamUrl);
    for (const frame of ['', 'hola', '{"activities":[]}', '\u0000']) stream.socket.send(frame);
    await say('sigo');
    expect(await heard(stream, 'eco: sigo')).toEqual(['eco: hola', 'sigo', 'eco: sigo']);
    stream.socket.send('x'.repeat(5_000));
    expect(await stream.closed).toBe(1009);
  });

  test('is cut when it answers no ping, and kept when it does', async () => {
    const [dead, alive] = [await start(), await start()];
    const silent = await opened(dead.streamUrl, { autoPong: false });
    const answering = await opened(alive.streamUrl);
    const pinged = new Promise((resolve) => answering.socket.once('ping', resolve));
    server.stream.sweep();
    await pinged;
    // What the client says after its pong is read after its pong.
    await alive.say('sigo');
    await heard(answering, 'eco: sigo');
    server.stream.sweep();
    expect(await silent.closed).toBe(1006);
    expect(answering.socket.readyState).toBe(WebSocket.OPEN);
  });

  test('makes room for a newer one of the same conversation when there are too many', async () => {
    const { streamUrl, resume } = await start();
    const oldest = await opened(streamUrl);
    for (let index = 0; index < 8; index++) await opened(await resume());
    expect(await oldest.closed).toBe(1008);
  });

  test('is said goodbye when the server stops', async () => {
    const stream = await opened((await start()).streamUrl);
    server.stream.close();
    expect(await stream.closed).toBe(1001);
  });

  test('closes for another try when the log cannot be read', async () => {
    const { streamUrl } = await start();
    await server.door.idle();
    const { log } = server.store.conversations;
    Object.assign(server.store.conversations, { log: () => Promise.reject(new Error('gone')) });
    const stream = await opened(streamUrl);
    expect(await stream.closed).toBe(1013);
    Object.assign(server.store.conversations, { log });
    expect(server.logged).toEqual([{ error: new Error('gone') }]);
  });
});
