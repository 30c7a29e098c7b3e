import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

interface DoubleMessage {
  id: number;
  content: string;
  message_type: 0 | 1;
  private: boolean;
  sender: { id: number; name: string; type: string } | null;
}

interface DoubleConversation {
  id: number;
  source: string;
  status: string;
  custom_attributes: Record<string, unknown>;
  assignee: { id: number; name: string; type: string } | undefined;
  messages: DoubleMessage[];
}

/**
 * Chatwoot as far as its API channel goes: contacts, conversations and messages of an inbox, status, private notes, and
 * webhooks signed as it signs them. It takes a message twice, as Chatwoot does.
 */
export async function startChatwoot({ secret, token }: { secret: string; token: string }) {
  const conversations: DoubleConversation[] = [];
  const contacts = new Map<string, string>();
  let lastId = 100;
  const trouble = { failNext: 0, loseAnswers: 0 };

  const server = createServer(async (request, response) => {
    const body = JSON.parse((await read(request)) || '{}');
    const answer = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    if (trouble.failNext > 0) {
      trouble.failNext -= 1;
      return answer(500, {});
    }
    const [path = ''] = (request.url ?? '').split('?');
    const after = Number(new URL(request.url ?? '', 'http://x').searchParams.get('after') ?? 0);
    const value = handle(request.method ?? '', path, body, request.headers.api_access_token === token, after);
    if (request.method === 'POST' && trouble.loseAnswers > 0) {
      trouble.loseAnswers -= 1;
      return void response.destroy();
    }
    if (value === undefined) return answer(404, {});
    if (value === 'unauthorized') return answer(401, {});
    return answer(200, value);
  });

  function handle(
    method: string,
    path: string,
    body: Record<string, unknown>,
    authorized: boolean,
    after: number,
  ): unknown {
    const inbox =
      /^\/public\/api\/v1\/inboxes\/box\/contacts(?:\/([^/]+)\/conversations(?:\/(\d+)\/(messages|toggle_typing))?)?$/;
    const [publicPath, source = '', number, part] = inbox.exec(path) ?? [];
    if (publicPath) {
      if (!source) {
        const identifier = String(body.identifier);
        contacts.set(identifier, String(body.source_id));
        return { source_id: contacts.get(identifier) };
      }
      const own = conversations.filter((conversation) => conversation.source === decodeURIComponent(source));
      if (!number) {
        if (method === 'GET') return own;
        lastId += 1;
        const conversation: DoubleConversation = {
          id: lastId,
          source: decodeURIComponent(source),
          status: 'pending',
          custom_attributes: { ...attributesOf(body) },
          assignee: undefined,
          messages: [],
        };
        conversations.push(conversation);
        return conversation;
      }
      const conversation = own.find(({ id }) => id === Number(number));
      if (!conversation) return undefined;
      if (part === 'toggle_typing') return {};
      if (method === 'GET') return conversation.messages.filter((message) => !message.private);
      return add(conversation, { content: String(body.content), message_type: 0, private: false, sender: null });
    }
    const [, id, act] =
      /^\/api\/v1\/accounts\/1\/conversations\/(\d+)(?:\/(messages|toggle_status))?$/.exec(path) ?? [];
    const conversation = conversations.find((candidate) => candidate.id === Number(id));
    if (!conversation) return undefined;
    if (!authorized) return 'unauthorized';
    if (act === 'toggle_status') {
      conversation.status = String(body.status);
      return {};
    }
    if (act === 'messages' && method === 'POST') {
      const bot = { id: 9, name: 'Recupera', type: 'agent_bot' };
      return add(conversation, {
        content: String(body.content),
        message_type: 1,
        private: body.private === true,
        sender: bot,
      });
    }
    if (act === 'messages') return { payload: conversation.messages.filter((message) => message.id > after) };
    return { status: conversation.status, meta: { assignee: conversation.assignee ?? null } };
  }

  function add(conversation: DoubleConversation, message: Omit<DoubleMessage, 'id'>): DoubleMessage {
    lastId += 1;
    const added = { id: lastId, ...message };
    conversation.messages.push(added);
    return added;
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const only = () => {
    const [conversation] = conversations;
    if (!conversation || conversations.length > 1) throw new Error(`${conversations.length} conversations`);
    return conversation;
  };

  return {
    baseUrl: `http://127.0.0.1:${port}`,
    conversations,
    trouble,
    only,
    /** An agent writes to the person, or among colleagues. */
    agentSays(content: string, { hidden = false, agent = { id: 7, name: 'Raúl', type: 'user' } } = {}) {
      return add(only(), { content, message_type: 1, private: hidden, sender: agent });
    },
    /** What agents see: incoming messages without their marks, and notes. */
    shown: () =>
      only().messages.map(
        ({ content, private: hidden }) => `${hidden ? '(nota) ' : ''}${content.replace(/\u2060.*$/su, '')}`,
      ),
    /** A webhook as Chatwoot sends it; `at` in milliseconds. */
    webhook(event: string, at: number, more: Record<string, unknown> = {}) {
      const body = JSON.stringify({
        event,
        conversation: { custom_attributes: only().custom_attributes },
        ...more,
      });
      const timestamp = String(Math.floor(at / 1_000));
      const signature = `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
      return {
        body,
        headers: {
          'content-type': 'application/json',
          'x-chatwoot-signature': signature,
          'x-chatwoot-timestamp': timestamp,
        },
      };
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

const attributesOf = ({ custom_attributes: given }: Record<string, unknown>): object =>
  typeof given === 'object' && given !== null ? given : {};
