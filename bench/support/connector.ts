import { createServer } from 'node:http';
import { type Channel, type Conversation, Inbox, Reply } from './channel.ts';
import { createHttpClient } from './http-client.ts';

/**
 * The protocol between the Bot Framework service and a bot: messages are posted to the bot, which posts its replies back
 * to the `serviceUrl`. The service is played by this process.
 */
export async function connector(url: string, connections: number): Promise<Channel> {
  const inboxes = new Map<string, Inbox>();
  const service = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"id":"1"}');
      const [, conversation = ''] = /^\/v3\/conversations\/([^/]+)\/activities/.exec(request.url ?? '') ?? [];
      inboxes.get(conversation)?.take(Reply.parse(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
    });
  });
  service.keepAliveTimeout = 60_000;
  const port = await new Promise<number>((resolve) => {
    service.listen(0, '127.0.0.1', () => {
      const address = service.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const client = createHttpClient(url, connections);

  async function post(body: unknown): Promise<void> {
    const answer = await client.call('POST', '/api/messages', { body });
    if (answer.status >= 300) throw new Error(`${answer.status} for a message: ${answer.body}`);
  }

  async function open(number: number): Promise<Conversation> {
    const id = `conversation-${number}`;
    const inbox = new Inbox();
    inboxes.set(id, inbox);
    let sent = 0;
    return {
      greeting: undefined,
      async say(activity) {
        sent += 1;
        const body = {
          type: 'message',
          id: `${id}-${sent}`,
          timestamp: new Date().toISOString(),
          channelId: 'webchat',
          serviceUrl: `http://127.0.0.1:${port}`,
          conversation: { id },
          from: { id: `person-${number}`, name: 'Persona', role: 'user' },
          recipient: { id: 'bot', name: 'Bot', role: 'bot' },
          locale: 'es-MX',
          ...activity,
        };
        const [replies] = await Promise.all([inbox.next(), post(body)]);
        return replies;
      },
      close() {
        inbox.close();
        inboxes.delete(id);
      },
    };
  }

  return {
    open,
    async close() {
      client.close();
      service.closeAllConnections();
      await new Promise((resolve) => service.close(resolve));
    },
  };
}
