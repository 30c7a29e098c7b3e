import { z } from 'zod';
import type { AgentDesk, DeskMessage, DeskNews, DeskOpening } from '../agent-desk.ts';

export interface ChatwootOptions {
  /** `https://chatwoot.example`, without a slash at the end. */
  readonly baseUrl: string;
  readonly accountId: string;
  /** The identifier of the API inbox. */
  readonly inboxIdentifier: string;
  /** Of an agent bot or a user: status, private notes, reading. */
  readonly accessToken: string;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
}

const Contact = z.object({ source_id: z.string() });
const Conversation = z.object({
  id: z.number().int(),
  status: z.string().optional(),
  custom_attributes: z.record(z.string(), z.unknown()).nullish(),
});
const Person = z.object({ id: z.number().int(), name: z.string().nullish(), type: z.string().nullish() });
const Message = z.object({
  id: z.number().int(),
  content: z.string().nullish(),
  /** 0 incoming, 1 outgoing, 2 activity, 3 template; some versions answer words. */
  message_type: z.union([z.number(), z.string()]),
  private: z.boolean().nullish(),
  sender: Person.nullish(),
});
const Messages = z.object({ payload: z.array(Message) });
const Details = z.object({
  status: z.string(),
  meta: z.object({ assignee: Person.nullish() }).nullish(),
});
const ContactMessages = z.array(
  z.object({ content: z.string().nullish(), message_type: z.union([z.number(), z.string()]) }),
);

/**
 * Chatwoot through an inbox of its API channel. What the person and the assistant say goes in as incoming messages of a
 * contact; status, private notes and what agents wrote go through the application's API. The id of a conversation is
 * `SOURCE/NUMBER`.
 */
export function createChatwoot(options: ChatwootOptions): AgentDesk {
  const inbox = `/public/api/v1/inboxes/${encodeURIComponent(options.inboxIdentifier)}`;
  const account = `/api/v1/accounts/${encodeURIComponent(options.accountId)}`;

  async function call<T>(method: 'GET' | 'POST', path: string, schema: z.ZodType<T>, body?: unknown): Promise<T> {
    const response = await options.fetch(`${options.baseUrl}${path}`, {
      method,
      headers: { 'content-type': 'application/json', api_access_token: options.accessToken },
      signal: AbortSignal.timeout(options.timeoutMs),
      redirect: 'error',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // The path may hold ids of people; the status is enough to know what to do.
    if (!response.ok) throw new Error(`Chatwoot answered ${response.status}`);
    return schema.parse(await response.json());
  }

  /** One contact a conversation of ours, found again by its identifier. */
  const contactOf = ({ conversationId }: DeskOpening) =>
    call('POST', `${inbox}/contacts`, Contact, { identifier: conversationId, source_id: conversationId });

  async function open(opening: DeskOpening): Promise<string> {
    const { source_id: source } = await contactOf(opening);
    const path = `${inbox}/contacts/${encodeURIComponent(source)}/conversations`;
    const there = await call('GET', path, z.array(Conversation));
    const same = there.find(({ custom_attributes: attributes }) => attributes?.handoff === opening.handoffId);
    const { handoffId, conversationId: _, ...about } = opening;
    const attributes = { handoff: handoffId, ...about };
    const { id } = same ?? (await call('POST', path, Conversation, { custom_attributes: attributes }));
    return `${source}/${id}`;
  }

  const partsOf = (externalId: string) => {
    const end = externalId.lastIndexOf('/');
    return { source: externalId.slice(0, end), number: externalId.slice(end + 1) };
  };
  const messagesOf = (externalId: string) => {
    const { source, number } = partsOf(externalId);
    return `${inbox}/contacts/${encodeURIComponent(source)}/conversations/${number}/messages`;
  };
  const conversation = (externalId: string) => `${account}/conversations/${partsOf(externalId).number}`;

  /** Chatwoot takes the same message twice, so one that may be there is looked for by its mark. */
  async function message(externalId: string, { id, from, text, unsure }: DeskMessage): Promise<void> {
    const path = messagesOf(externalId);
    const content = `${from === 'assistant' ? '🤖 ' : ''}${text}${markOf(id)}`;
    if (unsure) {
      const there = await call('GET', path, ContactMessages);
      if (there.some((known) => known.content === content)) return;
    }
    await call('POST', path, z.unknown(), { content, echo_id: id });
  }

  const toggle = (externalId: string, status: 'open' | 'pending' | 'resolved') =>
    call('POST', `${conversation(externalId)}/toggle_status`, z.unknown(), { status });

  async function news(externalId: string, after: number): Promise<DeskNews> {
    const [{ payload }, { status, meta }] = await Promise.all([
      call('GET', `${conversation(externalId)}/messages?after=${after}`, Messages),
      call('GET', conversation(externalId), Details),
    ]);
    const said = payload
      .filter((given) => given.id > after && isForPerson(given))
      .sort((a, b) => a.id - b.id)
      .flatMap(({ id, content, sender }) => (content && sender ? [{ id, text: content, agent: agentOf(sender) }] : []));
    const assignee = meta?.assignee;
    return {
      messages: said,
      state: status === 'resolved' ? 'closed' : status === 'pending' ? 'assistant' : 'people',
      ...(assignee && { assignee: agentOf(assignee) }),
    };
  }

  return {
    id: 'chatwoot',
    open,
    message,
    news,
    async typing(externalId, typing) {
      const { source, number } = partsOf(externalId);
      const path = `${inbox}/contacts/${encodeURIComponent(source)}/conversations/${number}/toggle_typing`;
      await call('POST', path, z.unknown(), { typing_status: typing ? 'on' : 'off' });
    },
    async status(externalId, owner) {
      await toggle(externalId, owner === 'people' ? 'open' : 'pending');
    },
    async close(externalId) {
      await toggle(externalId, 'resolved');
    },
    async note(externalId, text) {
      const body = { content: text, private: true, message_type: 'outgoing' };
      await call('POST', `${conversation(externalId)}/messages`, z.unknown(), body);
    },
  };
}

/** An agent's word to the person: outgoing, no private note, and none of a bot. */
function isForPerson({ message_type: type, private: hidden, sender }: z.infer<typeof Message>): boolean {
  if (hidden === true || (type !== 1 && type !== 'outgoing')) return false;
  return sender?.type === undefined || sender.type === null || sender.type.toLowerCase() === 'user';
}

const agentOf = ({ id, name }: z.infer<typeof Person>) => ({ id: `chatwoot.${id}`, name: name || 'Agente' });

/** The number of an entry in characters that nobody sees, at the end of its text. */
function markOf(id: string): string {
  const seq = Number(id.slice(id.lastIndexOf(':') + 1));
  return `\u2060${seq.toString(2).replaceAll('0', '\u200b').replaceAll('1', '\u200c')}`;
}
