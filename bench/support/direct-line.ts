import { WebSocket } from 'ws';
import { z } from 'zod';
import { type Channel, type Conversation, Inbox, Reply } from './channel.ts';
import { createHttpClient } from './http-client.ts';

const Started = z.object({ conversationId: z.string(), token: z.string(), streamUrl: z.string() });
const Generated = z.object({ token: z.string() });
const Frame = z.object({ activities: z.array(Reply) });

/**
 * Direct Line 3.0 as a browser speaks it: a token, a conversation, its WebSocket, and a POST for each message. Each person
 * comes from an address of their own, as behind a proxy, so that the limits per address hold and still let all in.
 */
export function directLine(url: string, connections: number, { greets }: { greets: boolean }): Channel {
  const client = createHttpClient(`${url}/v3/directline`, connections);

  async function post(path: string, headers: Record<string, string>, body: unknown): Promise<unknown> {
    const answer = await client.call('POST', path, { headers, body });
    if (answer.status >= 300) throw new Error(`${answer.status} for a POST of ${path.replace(/[\w-]{20,}/, '…')}`);
    return JSON.parse(answer.body);
  }

  async function open(number: number): Promise<Conversation> {
    const headers = { 'x-forwarded-for': addressOf(number) };
    const generated = Generated.parse(await post('/tokens/generate', headers, {}));
    const bearer = (token: string) => ({ ...headers, authorization: `Bearer ${token}` });
    const started = Started.parse(await post('/conversations', bearer(generated.token), { locale: 'es-MX' }));
    const inbox = new Inbox();
    const socket = new WebSocket(started.streamUrl, { perMessageDeflate: false });
    socket.on('message', (data) => {
      for (const activity of Frame.parse(JSON.parse(String(data))).activities) inbox.take(activity);
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const path = `/conversations/${started.conversationId}/activities`;
    return {
      greeting: greets ? inbox.greeting : undefined,
      async say(activity) {
        const [replies] = await Promise.all([
          inbox.next(),
          post(path, bearer(started.token), { type: 'message', locale: 'es-MX', ...activity }),
        ]);
        return replies;
      },
      close() {
        inbox.close();
        socket.close();
      },
    };
  }

  return { open, close: async () => client.close() };
}

/** A different address in 10.0.0.0/8 for each number. */
const addressOf = (number: number) => `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
