import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const CardAction = z.object({
  type: z.enum(['Action.Submit', 'Action.OpenUrl']),
  title: z.string(),
  url: z.string().optional(),
  data: z.looseObject({ msteams: z.looseObject({ type: z.string() }) }).optional(),
});
export type CardAction = z.infer<typeof CardAction>;

/** The parts of Adaptive Cards that Teams shows, and that this product may use: no inputs. */
const CardElement = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('RichTextBlock'),
    inlines: z.array(
      z.strictObject({
        type: z.literal('TextRun'),
        text: z.string(),
        weight: z.enum(['Bolder']).optional(),
        size: z.enum(['Small']).optional(),
        isSubtle: z.boolean().optional(),
      }),
    ),
    spacing: z.enum(['Small']).optional(),
  }),
  z.strictObject({ type: z.literal('ActionSet'), actions: z.array(CardAction).min(1).max(6) }),
]);

export const SentActivity = z.looseObject({
  type: z.enum(['message', 'typing']),
  text: z.string().optional(),
  textFormat: z.enum(['plain', 'markdown', 'xml']).optional(),
  summary: z.string().optional(),
  inputHint: z.string().optional(),
  channelData: z.object({ procedure: z.string(), step: z.string(), folio: z.string() }).partial().optional(),
  attachments: z
    .array(
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        content: z.object({
          type: z.literal('AdaptiveCard'),
          version: z.enum(['1.2', '1.3', '1.4', '1.5']),
          body: z.array(CardElement),
        }),
      }),
    )
    .optional(),
});
export type SentActivity = z.infer<typeof SentActivity>;

export interface ConnectorCall {
  readonly method: string;
  readonly conversation: string;
  readonly activityId: string | undefined;
  readonly authorization: string | undefined;
  readonly activity: SentActivity | undefined;
  readonly status: number;
}

export interface StoredMessage {
  readonly id: string;
  readonly activity: SentActivity;
}

interface Refusal {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly method: string;
  readonly type: string;
}

/** Counted as UTF-16, with everything in it. */
const messageMaxBytes = 28 * 1024;

/**
 * The Bot Connector's REST interface as documented ("Bot Connector API reference"): send, reply, update, delete; 401
 * without the bot's token, 413 over the size, 429 with `Retry-After`. Refuses with 400 what Teams could not show.
 */
export async function startTeamsConnector({ token }: { token?: string } = {}) {
  const calls: ConnectorCall[] = [];
  const conversations = new Map<string, StoredMessage[]>();
  const refusals: Refusal[] = [];
  let count = 0;
  let held: Promise<void> = Promise.resolve();

  const server = createServer(async (request, response) => {
    const [, conversation = '', encodedId] =
      /^\/amer\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(request.url ?? '') ?? [];
    const activityId = encodedId === undefined ? undefined : decodeURIComponent(encodedId);
    const body = await readBody(request);
    await held;
    const parsed = SentActivity.safeParse(body === '' ? undefined : JSON.parse(body));
    const id = decodeURIComponent(conversation);
    const answer = judge(request, body, parsed.data);
    if (answer.status === 0) return void request.socket.destroy();
    if (answer.status < 300 && parsed.success) keep(request.method, id, activityId, parsed.data, answer.body.id);
    const { authorization } = request.headers;
    const { method = '' } = request;
    calls.push({ method, conversation: id, activityId, authorization, activity: parsed.data, status: answer.status });
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body));
  });

  function judge({ method, headers }: IncomingMessage, body: string, activity: SentActivity | undefined) {
    const due = refusals.findIndex((refusal) => refusal.method === method && refusal.type === activity?.type);
    const [planned] = due < 0 ? [] : refusals.splice(due, 1);
    const refused = (status: number, code: string, extra: Record<string, string> = {}) => ({
      status,
      headers: extra,
      body: { id: '', error: { code, message: 'a long message of the service that nobody should see' } },
    });
    if (planned) return refused(planned.status, 'Planned', planned.headers);
    if (token !== undefined && headers.authorization !== `Bearer ${token}`) return refused(401, 'Unauthorized');
    if (method === 'DELETE') return refused(501, 'NotImplemented');
    if (body.length * 2 > messageMaxBytes) return refused(413, 'MessageSizeTooBig');
    if (!activity) return refused(400, 'BadSyntax');
    count += 1;
    return { status: method === 'PUT' ? 200 : 201, headers: {}, body: { id: `1:${count}` } };
  }

  function keep(
    method: string | undefined,
    id: string,
    activityId: string | undefined,
    activity: SentActivity,
    newId: string,
  ) {
    const messages = conversations.get(id) ?? [];
    conversations.set(id, messages);
    const index = messages.findIndex((message) => message.id === activityId);
    if (method === 'PUT' && index >= 0) messages[index] = { id: activityId ?? '', activity };
    else if (activity.type === 'message') messages.push({ id: newId, activity });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    serviceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/amer/`,
    calls,
    /** What stands in a conversation now, replaced messages as they are. */
    messagesOf: (conversation: string): readonly StoredMessage[] => conversations.get(conversation) ?? [],
    /** The next message of this method is refused; status 0 cuts the connection. */
    refuseNext(status: number, headers: Record<string, string> = {}, method = 'POST') {
      refusals.push({ status, headers, method, type: 'message' });
    },
    /** Nothing is answered any more, until what this gives back is called. */
    hold(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
export type TeamsConnector = Awaited<ReturnType<typeof startTeamsConnector>>;

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
