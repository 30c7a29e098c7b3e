/**
 * The same waterfall without the connector: replies leave through the WebSocket of a Direct Line server in this process,
 * the least a web chat of one's own needs. Tokens are random words in a map, nothing is limited, redacted or kept. This is
 * cheaper than anything a user of botbuilder can install; it is here so that the transport is the same as ours.
 */
import { randomUUID } from 'node:crypto';
import { type Activity, ActivityTypes, BotAdapter, type ResourceResponse, TurnContext } from 'botbuilder-core';
import restify from 'restify';
import { type WebSocket, WebSocketServer } from 'ws';
import { waterfallBot } from './waterfall-bot.ts';

interface Chat {
  readonly id: string;
  readonly person: string;
  socket: WebSocket | undefined;
  sent: number;
}

const chats = new Map<string, Chat>();

function show(chat: Chat, activity: Partial<Activity>): string {
  chat.sent += 1;
  const id = `${chat.id}|${chat.sent}`;
  const timestamp = new Date().toISOString();
  chat.socket?.send(JSON.stringify({ activities: [{ ...activity, id, timestamp }], watermark: String(chat.sent) }));
  return id;
}

class SocketAdapter extends BotAdapter {
  async take(activity: Partial<Activity>, run: (context: TurnContext) => Promise<void>): Promise<void> {
    await this.runMiddleware(new TurnContext(this, activity), run);
  }

  override async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const chat = chats.get(context.activity.conversation.id);
    return activities.map((activity) => ({ id: chat === undefined ? '' : show(chat, activity) }));
  }

  override updateActivity(): Promise<never> {
    return Promise.reject(new Error('not used'));
  }

  override deleteActivity(): Promise<never> {
    return Promise.reject(new Error('not used'));
  }

  override continueConversation(): Promise<never> {
    return Promise.reject(new Error('not used'));
  }
}

const adapter = new SocketAdapter();
const run = waterfallBot();
const server = restify.createServer();
server.use(restify.plugins.bodyParser());

server.post('/v3/directline/tokens/generate', async (_request: restify.Request, response: restify.Response) => {
  const chat: Chat = { id: randomUUID(), person: `dl_${randomUUID()}`, socket: undefined, sent: 0 };
  chats.set(chat.id, chat);
  response.send(200, { conversationId: chat.id, token: chat.id, expires_in: 1800 });
});

server.post('/v3/directline/conversations', async (request: restify.Request, response: restify.Response) => {
  const chat = chatOf(request);
  const streamUrl = `ws://${request.headers.host}/stream/${chat.id}`;
  response.send(201, { conversationId: chat.id, token: chat.id, expires_in: 1800, streamUrl });
});

server.post(
  '/v3/directline/conversations/:id/activities',
  async (request: restify.Request, response: restify.Response) => {
    const chat = chatOf(request);
    const activity: Partial<Activity> = {
      ...request.body,
      type: ActivityTypes.Message,
      channelId: 'webchat',
      serviceUrl: 'urn:peer',
      conversation: { id: chat.id, isGroup: false, conversationType: 'personal', name: '' },
      from: { id: chat.person, name: '', role: 'user' },
      recipient: { id: 'bot', name: 'Bot', role: 'bot' },
    };
    activity.id = show(chat, activity);
    await adapter.take(activity, run);
    response.send(200, { id: activity.id });
  },
);

function chatOf(request: restify.Request): Chat {
  const chat = chats.get(request.headers.authorization?.slice('Bearer '.length) ?? '');
  if (chat === undefined) throw new Error('unknown token');
  return chat;
}

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
server.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (opened) => {
    const chat = chats.get(String(request.url).split('/').at(-1) ?? '');
    if (chat === undefined) return opened.close();
    chat.socket = opened;
    opened.on('close', () => {
      chat.socket = undefined;
    });
  });
});

server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`);
});
process.on('SIGTERM', () => process.exit(0));
