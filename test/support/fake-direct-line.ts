import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import busboy from 'busboy';
import { type WebSocket, WebSocketServer } from 'ws';
import type { PageRoute } from '../../bot/pages/layout.ts';

/** What a person sent, as the bot of a test reads it. */
export interface Said {
  readonly text?: string | undefined;
  readonly value?: Record<string, unknown> | undefined;
  readonly files?: readonly { name: string; bytes: Buffer }[] | undefined;
}

/** Parts of an activity; the server adds id, time and sender. */
export type BotMessage = Record<string, unknown> & { text?: string };

/** The bot of a test: what it says first, and what it answers. */
export interface FakeBot {
  greet(): readonly BotMessage[];
  answer(said: Said): readonly BotMessage[];
}

export interface FakeDirectLine {
  readonly url: string;
  /** Every request's method, path and body, in order, for looking for what must not be there. */
  readonly requests: { method: string; path: string; body: Buffer }[];
  /** Every message of the person, once each. */
  readonly said: Said[];
  readonly connections: number;
  /** Cuts every stream. */
  dropStreams(): void;
  /** Answers 503 to everything below Direct Line, and lets no stream in, until switched back. */
  setDown(isDown: boolean): void;
  /** Lets no stream in: clients have to poll. */
  refuseStreams(): void;
  /** Takes messages in and says nothing of them on streams that are open. */
  muteStreams(): void;
  /** No token is good any more. */
  expireTokens(): void;
  /** Shows that an agent of this name writes. */
  showTyping(name: string): void;
  /** Says something without having been asked. */
  say(...messages: BotMessage[]): void;
  close(): Promise<void>;
}

interface Conversation {
  readonly id: string;
  readonly log: object[];
  readonly seen: Map<string, string>;
  readonly streams: Set<WebSocket>;
}

/** Direct Line 3.0 as the page needs it, in memory, around a scripted bot; serves the given pages too. */
export async function startFakeDirectLine(
  bot: FakeBot,
  routesFor: (url: string) => Promise<readonly PageRoute[]>,
): Promise<FakeDirectLine> {
  const conversations = new Map<string, Conversation>();
  const tokens = new Map<string, string>();
  const requests: FakeDirectLine['requests'] = [];
  const said: Said[] = [];
  let isDown = false;
  let hasStreams = true;
  let isMute = false;
  let connections = 0;
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer((request, response) => {
    void respond(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const routes = new Map((await routesFor(url)).map((route) => [route.path, route]));

  function newToken(conversationId: string): string {
    const token = randomUUID();
    tokens.set(token, conversationId);
    return token;
  }

  function publish(conversation: Conversation, messages: readonly BotMessage[]): void {
    const from = conversation.log.length;
    for (const message of messages) {
      const id = `${conversation.id}|${String(conversation.log.length).padStart(7, '0')}`;
      const timestamp = new Date().toISOString();
      conversation.log.push({ type: 'message', from: { id: 'bot', role: 'bot' }, ...message, id, timestamp });
    }
    for (const stream of conversation.streams) sendFrom(stream, conversation, from);
  }

  function sendFrom(stream: WebSocket, { log }: Conversation, watermark: number): void {
    if (!isMute) stream.send(JSON.stringify({ activities: log.slice(watermark), watermark: String(log.length) }));
  }

  function opening(conversation: Conversation, watermark: number) {
    const query = `t=${randomUUID()}&c=${conversation.id}&w=${watermark}`;
    return {
      conversationId: conversation.id,
      token: newToken(conversation.id),
      expires_in: 1800,
      streamUrl: `${url.replace('http', 'ws')}/v3/directline/stream?${query}`,
    };
  }

  function take(conversation: Conversation, activity: Record<string, never>, files: Said['files']): string {
    const channelData = activity.channelData as { clientActivityID?: string } | undefined;
    const clientId = channelData?.clientActivityID ?? randomUUID();
    const before = conversation.seen.get(clientId);
    if (before !== undefined) return before;
    const { value, ...echo } = activity;
    publish(conversation, [{ ...(echo as BotMessage), from: { id: 'person', role: 'user' }, attachments: [] }]);
    const id = `${conversation.id}|${String(conversation.log.length - 1).padStart(7, '0')}`;
    conversation.seen.set(clientId, id);
    const heard: Said = { text: activity.text, value, files };
    said.push(heard);
    setTimeout(() => publish(conversation, bot.answer(heard)), 10);
    return id;
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    const body = await readBody(request);
    requests.push({ method: request.method ?? '', path: request.url ?? '', body });
    const page = routes.get(pathname);
    if (page !== undefined) {
      const answer = page.handle({ headers: request.headers });
      send(response, answer.status, answer.headers, answer.body);
      return;
    }
    const json = (status: number, data: object) =>
      send(response, status, { 'content-type': 'application/json' }, JSON.stringify(data));
    const path = pathname.replace('/v3/directline', '');
    if (path === pathname) return void json(404, {});
    if (isDown) return void json(503, {});
    if (path === '/tokens/generate') {
      const id = randomUUID();
      conversations.set(id, { id, log: [], seen: new Map(), streams: new Set() });
      return void json(200, { conversationId: id, token: newToken(id), expires_in: 1800 });
    }
    const conversation = conversations.get(tokens.get(request.headers.authorization?.slice(7) ?? '') ?? '');
    if (conversation === undefined) return void json(403, { error: { code: 'TokenExpired' } });
    if (path === '/tokens/refresh') return void json(200, { token: newToken(conversation.id) });
    if (path === '/conversations') {
      publish(conversation, bot.greet());
      return void json(201, opening(conversation, 0));
    }
    const watermark = Number(searchParams.get('watermark') ?? 0);
    if (path === `/conversations/${conversation.id}`) return void json(200, opening(conversation, watermark));
    if (request.method === 'GET') {
      const { log } = conversation;
      return void json(200, { activities: log.slice(watermark), watermark: String(log.length) });
    }
    const { activity, files } = await readMessage(request, body);
    if (activity.type !== 'message') return void json(200, { id: '' });
    json(200, { id: take(conversation, activity, files) });
  }

  server.on('upgrade', (request, socket, head) => {
    const { searchParams } = new URL(request.url ?? '/', url);
    const conversation = conversations.get(searchParams.get('c') ?? '');
    if (conversation === undefined || isDown || !hasStreams) return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (stream) => {
      connections += 1;
      conversation.streams.add(stream);
      stream.on('close', () => conversation.streams.delete(stream));
      sendFrom(stream, conversation, Number(searchParams.get('w')));
    });
  });

  const dropStreams = () => {
    for (const stream of sockets.clients) stream.terminate();
  };
  return {
    url,
    requests,
    said,
    get connections() {
      return connections;
    },
    dropStreams,
    setDown(next) {
      isDown = next;
      if (isDown) dropStreams();
    },
    refuseStreams() {
      hasStreams = false;
      dropStreams();
    },
    muteStreams() {
      isMute = true;
    },
    expireTokens: () => tokens.clear(),
    showTyping(name) {
      const typing = { type: 'typing', id: randomUUID(), from: { id: 'bot', role: 'bot', name } };
      for (const stream of sockets.clients) stream.send(JSON.stringify({ activities: [typing] }));
    },
    say(...messages) {
      for (const conversation of conversations.values()) publish(conversation, messages);
    },
    async close() {
      dropStreams();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** In two steps: restify, once loaded in this process, makes `writeHead` of every server answer nothing. */
function send(response: ServerResponse, status: number, headers: Record<string, string>, body: string | Uint8Array) {
  response.writeHead(status, headers);
  response.end(body);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

async function readMessage(request: IncomingMessage, body: Buffer) {
  const type = request.headers['content-type'] ?? '';
  if (type === 'application/json') return { activity: JSON.parse(body.toString()) };
  const parts: { name: string; bytes: Buffer }[] = [];
  const form = busboy({ headers: { 'content-type': type } });
  const done = new Promise((resolve, reject) => form.on('close', resolve).on('error', reject));
  form.on('file', (_field, stream, { filename }) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('close', () => parts.push({ name: filename ?? 'blob', bytes: Buffer.concat(chunks) }));
  });
  form.end(body);
  await done;
  const [first, ...files] = parts;
  return { activity: JSON.parse(first?.bytes.toString() ?? '{}'), files };
}
