import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { z } from 'zod';
import { eventually } from './eventually.ts';

const Reply = z.object({
  id: z.string(),
  text: z.string().default(''),
  inputHint: z.string().optional(),
  from: z.object({ role: z.string().optional() }),
  type: z.string(),
  suggestedActions: z.object({ actions: z.array(z.object({ title: z.string(), value: z.string() })) }).optional(),
  attachments: z
    .array(z.object({ contentType: z.string(), contentUrl: z.string().optional(), name: z.string().optional() }))
    .optional(),
  channelData: z
    .object({
      procedure: z.string().optional(),
      step: z.string().optional(),
      folio: z.string().optional(),
      form: z.object({ kind: z.string() }).optional(),
      challenge: z.string().optional(),
      challengeExpiresAt: z.number().optional(),
    })
    .default({}),
});
export type Reply = z.infer<typeof Reply>;

const Page = z.object({ activities: z.array(Reply), watermark: z.string() });
const Started = z.object({ conversationId: z.string(), token: z.string() });

export interface TestFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a person does in one turn. */
export type Said = string | { readonly value: Record<string, unknown> } | { readonly files: readonly TestFile[] };

/** A person in the web chat, over plain Direct Line. */
export async function enter(baseUrl: string, options: { locale?: string; address?: string } = {}) {
  const headers = { 'x-forwarded-for': options.address ?? `10.0.${random(255)}.${random(255)}` };
  const call = async (method: string, path: string, token?: string, body?: unknown) => {
    const isForm = body instanceof FormData;
    const response = await fetch(`${baseUrl}/v3/directline${path}`, {
      method,
      headers: {
        ...headers,
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body && !isForm ? { 'content-type': 'application/json' } : {}),
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const generated = Started.parse(await call('POST', '/tokens/generate', undefined, {}));
  const started = Started.parse(
    await call('POST', '/conversations', generated.token, { user: {}, locale: options.locale ?? 'es-MX' }),
  );
  const { conversationId } = started;
  let { token } = started;
  const path = `/conversations/${conversationId}`;
  let watermark = '';

  let greeting: Reply[] | undefined;

  /** What the bot says until it awaits an answer, or has ended; the first time, its greeting. */
  async function listen(until = endsTurn): Promise<Reply[]> {
    if (greeting) return takeGreeting(greeting);
    const heard: Reply[] = [];
    return eventually(async () => {
      const page = Page.parse(await call('GET', `${path}/activities?watermark=${watermark}`, token));
      watermark = page.watermark;
      heard.push(...page.activities.filter((activity) => activity.from.role === 'bot' && activity.type === 'message'));
      return until(heard) && heard;
    }, 'the end of what the bot says');
  }

  function takeGreeting(replies: Reply[]): Reply[] {
    greeting = undefined;
    return replies;
  }

  async function send(said: Said, messageId: string = randomUUID()): Promise<void> {
    const channelData = { clientActivityID: messageId };
    if (typeof said === 'object' && 'files' in said) {
      const form = new FormData();
      const activity = JSON.stringify({ type: 'message', channelData });
      form.append('activity', new Blob([activity], { type: 'application/vnd.microsoft.activity' }));
      for (const { name, bytes } of said.files) form.append('file', new Blob([new Uint8Array(bytes)]), name);
      await call('POST', `${path}/upload`, token, form);
      return;
    }
    const content = typeof said === 'string' ? { text: said } : said;
    await call('POST', `${path}/activities`, token, { type: 'message', channelData, ...content });
  }

  greeting = await listen((heard) => heard.length > 0);
  return {
    conversationId,
    get token() {
      return token;
    },
    call,
    listen: () => listen(),
    send,
    say: async (said: Said, messageId?: string) => {
      greeting = undefined;
      await send(said, messageId);
      return listen();
    },
    /** A new token for the old one, as clients fetch it while a chat stays open. */
    refresh: async () => {
      ({ token } = Started.parse(await call('POST', '/tokens/refresh', token)));
    },
    /** Everything the log holds, as text. */
    history: async () => JSON.stringify(await call('GET', `${path}/activities?watermark=`, token)),
  };
}
export type Person = Awaited<ReturnType<typeof enter>>;

/** Where the last message of a turn stands: `procedure/step`. */
export function placeOf(replies: readonly Reply[]): string {
  const { procedure, step } = replies.at(-1)?.channelData ?? {};
  return `${procedure}/${step}`;
}

export interface TestEfirma {
  readonly certificate: Buffer;
  readonly key: Buffer;
  readonly password: string;
}

/** Signs a challenge as the page does. */
export function signChallenge(challenge: string, { certificate, key, password }: TestEfirma) {
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8', passphrase: password });
  const signature = sign('sha256', Buffer.from(challenge, 'utf8'), privateKey).toString('base64');
  return { value: { certificate: certificate.toString('base64'), signature } };
}

const endsTurn = (heard: readonly Reply[]) =>
  ['expectingInput', 'acceptingInput'].includes(heard.at(-1)?.inputHint ?? '');

const random = (max: number) => Math.floor(Math.random() * max);

/** What somebody new hears last who has said all this. */
export async function hearAfter(baseUrl: string, said: readonly string[]): Promise<Reply[]> {
  const person = await enter(baseUrl);
  let replies = await person.listen();
  for (const words of said) replies = await person.say(words);
  return replies;
}
