import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { eventually } from './eventually.ts';
import { judge, type TakenMessage } from './graph-double-rules.ts';

export interface GraphDoubleOptions {
  readonly now?: () => number;
  readonly phoneNumberId?: string;
  readonly token?: string;
  readonly appSecret?: string;
  readonly verifyToken?: string;
}

/** How the next message fares instead of being taken. */
export type Fault =
  | { readonly status: number; readonly code?: number; readonly retryAfterSeconds?: number }
  | 'hang-up'
  /** It is taken, but the answer does not arrive. */
  | 'taken-then-hang-up';

export interface Out {
  readonly wamid: string;
  readonly message: TakenMessage;
  readonly at: number;
}

type Json = Record<string, unknown>;

const windowMs = 24 * 60 * 60_000;

/**
 * The WhatsApp Cloud API as its documentation describes it, for one number: takes and checks messages, hands out media
 * in two steps, keeps the 24-hour window, and brings signed webhooks, also twice, out of order or late.
 */
export async function startGraphDouble(options: GraphDoubleOptions = {}) {
  const now = options.now ?? Date.now;
  const phoneNumberId = options.phoneNumberId ?? '106540352242922';
  const token = options.token ?? 'test-graph-token';
  const appSecret = options.appSecret ?? 'test-app-secret';
  const verifyToken = options.verifyToken ?? 'test-verify-token';

  const sent: Out[] = [];
  const readMarks: { readonly wamid: string; readonly typing: boolean }[] = [];
  const refused: string[] = [];
  const faults: Fault[] = [];
  const media = new Map<string, { bytes: Buffer; mime: string; info?: Json }>();
  /** When each person last wrote, by any of their ids. */
  const wrote = new Map<string, number>();
  const seen: { method: string; path: string; authorization: string | undefined }[] = [];
  let webhookUrl = '';
  let copies = 1;
  let mediaFaults = 0;
  let statuses = true;
  const posts = new Set<Promise<unknown>>();

  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const origin = `http://127.0.0.1:${port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const path = (request.url ?? '').replace(/\?.*$/, '');
    seen.push({ method: request.method ?? '', path, authorization: request.headers.authorization });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.headers.authorization !== `Bearer ${token}`) return error(response, 401, 190);
    if (request.method === 'POST' && path === `/v25.0/${phoneNumberId}/messages`) {
      return takeMessage(JSON.parse(Buffer.concat(chunks).toString('utf8')), response);
    }
    const [, id = ''] = /^\/v25\.0\/([\w-]+)$/.exec(path) ?? [];
    const known = media.get(id);
    if (request.method === 'GET' && (known || path.startsWith('/files/')) && mediaFaults > 0) {
      mediaFaults -= 1;
      return error(response, 503, 2);
    }
    if (request.method === 'GET' && known) return json(response, 200, mediaInfo(id, known));
    const file = media.get(path.replace('/files/', ''));
    if (request.method === 'GET' && path.startsWith('/files/') && file) {
      response.writeHead(200, { 'content-type': file.mime });
      response.end(file.bytes);
      return;
    }
    error(response, 404, 100);
  }

  function mediaInfo(id: string, { bytes, mime, info }: { bytes: Buffer; mime: string; info?: Json }): Json {
    return {
      messaging_product: 'whatsapp',
      url: `${origin}/files/${id}?ext=1&hash=TEST`,
      mime_type: mime,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      file_size: String(bytes.length),
      id,
      ...info,
    };
  }

  function takeMessage(body: unknown, response: ServerResponse) {
    const judged = judge(body);
    if ('readMark' in judged) {
      const { message_id: wamid, typing_indicator } = judged.readMark;
      readMarks.push({ wamid, typing: typing_indicator !== undefined });
      return json(response, 200, { success: true });
    }
    const fault = faults.shift();
    if (fault === 'hang-up') {
      return response.destroy();
    }
    if (typeof fault === 'object') return error(response, fault.status, fault.code, fault.retryAfterSeconds);
    if ('wrong' in judged) {
      refused.push(judged.wrong);
      return error(response, 400, 100);
    }
    const { message } = judged;
    const person = message.to ?? message.recipient ?? '';
    if (message.type !== 'template' && now() > (wrote.get(person) ?? Number.NEGATIVE_INFINITY) + windowMs) {
      return error(response, 400, 131047);
    }
    const wamid = newWamid(person);
    sent.push({ wamid, message, at: now() });
    if (fault === 'taken-then-hang-up') {
      response.destroy();
      return;
    }
    json(response, 200, {
      messaging_product: 'whatsapp',
      contacts: [{ input: person, wa_id: person.replace('+', '') }],
      messages: [{ id: wamid }],
    });
    if (statuses) for (const status of ['sent', 'delivered'] as const) void bring([statusValue(wamid, status)]);
  }

  function error(response: ServerResponse, status: number, code?: number, retryAfterSeconds?: number) {
    const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
    const details = { messaging_product: 'whatsapp', details: 'as documented' };
    const body = { error: { message: `(#${code}) refused`, type: 'OAuthException', code, error_data: details } };
    return json(response, status, code === undefined ? { oops: true } : body, headers);
  }

  /** A change about our number, as it stands in a webhook. */
  const changeValue = (part: Json): Json => ({
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550783881', phone_number_id: phoneNumberId },
    ...part,
  });

  function statusValue(wamid: string, status: 'sent' | 'delivered' | 'read' | 'failed', code?: number): Json {
    const out = sent.find((other) => other.wamid === wamid);
    return changeValue({
      statuses: [
        {
          id: wamid,
          status,
          timestamp: String(Math.floor(now() / 1000)),
          recipient_id: out?.message.to ?? '',
          biz_opaque_callback_data: out?.message.biz_opaque_callback_data,
          pricing: { billable: true, pricing_model: 'PMP', category: 'service' },
          ...(code === undefined ? {} : { errors: [{ code, title: 'failed', message: 'failed' }] }),
        },
      ],
    });
  }

  const envelope = (values: readonly Json[]): Json => ({
    object: 'whatsapp_business_account',
    entry: values.map((value) => ({ id: '102290129340398', changes: [{ value, field: 'messages' }] })),
  });

  const sign = (body: string | Buffer) => `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;

  /** Posts a body as it is, signed; answers the statuses of all its copies. */
  async function post(body: string, headers: Record<string, string> = {}): Promise<number[]> {
    const all = Promise.all(
      Array.from({ length: copies }, async () => {
        const signed = { 'content-type': 'application/json', 'x-hub-signature-256': sign(body), ...headers };
        return (await fetch(webhookUrl, { method: 'POST', body, headers: signed })).status;
      }),
    );
    posts.add(all);
    try {
      return await all;
    } finally {
      posts.delete(all);
    }
  }

  /** Brings changes in one webhook. Meta escapes what is not ASCII, so the bytes differ from JSON.stringify. */
  const bring = async (values: readonly Json[]): Promise<number[]> => {
    if (webhookUrl === '') return [];
    return post(escaped(envelope(values))).catch(() => []);
  };

  /** A person with a phone. `waId` or `userId` may be missing, not both. */
  function phone({ waId, userId, name = 'Ana Pruebas' }: { waId?: string; userId?: string; name?: string }) {
    let heardUpTo = 0;
    const ids = [waId, userId].filter((id) => id !== undefined);
    const mine = () => sent.filter(({ message }) => ids.includes(message.to ?? message.recipient ?? ''));

    /** One message of theirs, as it stands in a webhook. */
    function value(message: Json, { at = now(), wamid = newWamid(waId ?? userId ?? '') } = {}): Json {
      for (const id of ids) wrote.set(id, Math.max(wrote.get(id) ?? 0, at));
      return changeValue({
        contacts: [{ profile: { name }, ...(waId && { wa_id: waId }), ...(userId && { user_id: userId }) }],
        messages: [
          {
            ...(waId && { from: waId }),
            ...(userId && { from_user_id: userId }),
            id: wamid,
            timestamp: String(Math.floor(at / 1000)),
            ...message,
          },
        ],
      });
    }

    const sends = (message: Json, when: { at?: number; wamid?: string } = {}) => bring([value(message, when)]);

    const waitFor = <Result>(find: () => Result | undefined, what: string): Promise<Result> =>
      eventually(find, () => `${what}; refused: ${refused.join('; ')}; last: ${JSON.stringify(mine().at(-1))}`);

    return {
      value,
      sends,
      say: (body: string, when: { at?: number; wamid?: string } = {}) => sends({ type: 'text', text: { body } }, when),
      /** Presses the newest button, or chooses the newest row, of this title. */
      async press(title: string) {
        const options = mine().flatMap(({ message }) => optionsOf(message));
        const option = options.findLast((candidate) => candidate.title === title || candidate.description === title);
        if (!option) throw new Error(`there is no "${title}" to press`);
        const reply = option.row
          ? { type: 'list_reply', list_reply: { id: option.id, title: option.title } }
          : { type: 'button_reply', button_reply: { id: option.id, title: option.title } };
        return sends({ type: 'interactive', interactive: reply });
      },
      /** Sends a file. `info` changes what Meta says of it. */
      async sendDocument(filename: string, bytes: Uint8Array, mime = 'application/octet-stream', info?: Json) {
        const id = String(900_000_000_000_000 + media.size);
        media.set(id, { bytes: Buffer.from(bytes), mime, ...(info && { info }) });
        const sha256 = createHash('sha256').update(bytes).digest('base64');
        return sends({ type: 'document', document: { id, filename, mime_type: mime, sha256 } });
      },
      /** All messages to this person. */
      messages: mine,
      /** What is new since the last time, once a message of this step of a turn is among it. */
      async hears(step: string): Promise<TakenMessage[]> {
        await waitFor(
          () =>
            mine()
              .slice(heardUpTo)
              .find(({ message }) => message.biz_opaque_callback_data?.endsWith(`|${step}`)),
          step,
        );
        const news = mine().slice(heardUpTo);
        heardUpTo += news.length;
        return news.map(({ message }) => message);
      },
      /** Waits for the newest message to be of this kind. */
      waitFor,
    };
  }

  return {
    origin,
    baseUrl: `${origin}/v25.0/${phoneNumberId}`,
    /** The settings of a product that talks to this double. */
    environment: {
      WHATSAPP_BASE_URL: `${origin}/v25.0/${phoneNumberId}`,
      WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
      WHATSAPP_TOKEN: token,
      WHATSAPP_APP_SECRET: appSecret,
      WHATSAPP_VERIFY_TOKEN: verifyToken,
    },
    sent,
    readMarks,
    /** Messages that broke a rule; a test that ends with any has found a defect. */
    refused,
    seen,
    media,
    sign,
    post,
    bring,
    statusValue,
    changeValue,
    phone,
    connect: (url: string) => {
      webhookUrl = `${url}/whatsapp/webhook`;
    },
    fail: (...next: Fault[]) => void faults.push(...next),
    /** The next requests for files fail, as when the servers are busy. */
    failMedia: (times: number) => {
      mediaFaults = times;
    },
    /** Every webhook comes this often, at the same time. */
    repeat: (times: number) => {
      copies = times;
    },
    withoutStatuses: () => {
      statuses = false;
    },
    /** Lets go of what was said before: the person's window is closed. */
    forgetWindow: (id: string) => void wrote.delete(id),
    async close() {
      await Promise.allSettled(posts);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type GraphDouble = Awaited<ReturnType<typeof startGraphDouble>>;
export type TestPhone = ReturnType<GraphDouble['phone']>;

/** The words of a message, whatever its kind. */
export function wordsOf(message: TakenMessage): string {
  switch (message.type) {
    case 'text':
      return message.text.body;
    case 'interactive':
      return message.interactive.body.text;
    case 'document':
      return message.document.caption ?? '';
    case 'template':
      return message.template.name;
  }
}

interface Option {
  readonly id: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly row: boolean;
}

/** What can be pressed in a message. */
export function optionsOf(message: TakenMessage): Option[] {
  if (message.type !== 'interactive') return [];
  const { interactive } = message;
  if (interactive.type === 'button') {
    return interactive.action.buttons.map(({ reply }) => ({ ...reply, row: false }));
  }
  if (interactive.type === 'list') {
    return interactive.action.sections.flatMap((section) => section.rows.map((row) => ({ ...row, row: true })));
  }
  return [];
}

/** Ids of Meta hold the number of the person, in base64. */
const newWamid = (person: string) =>
  `wamid.${Buffer.concat([Buffer.from(person), randomBytes(12)]).toString('base64')}`;

const escaped = (value: unknown) =>
  JSON.stringify(value).replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  return response.end(JSON.stringify(body));
}
