import { z } from 'zod';
import type { Payload } from './payload.ts';

/** Meta's API for one number, or a Solution Provider's in its place. */
export interface Graph {
  send(payload: Payload | ReadMark): Promise<Posted>;
  /** What Meta knows of a file, and where it is for five minutes. */
  media(id: string): Promise<Fetched<MediaInfo>>;
  /** The bytes at an address that `media` gave, never more than `maxBytes`. */
  download(url: URL, maxBytes: number): Promise<Fetched<Buffer>>;
}

/** Tells the person that we read their message, and that we are writing. */
export interface ReadMark {
  readonly messaging_product: 'whatsapp';
  readonly status: 'read';
  readonly message_id: string;
  readonly typing_indicator?: { readonly type: 'text' };
}

export type Posted =
  | { readonly ok: true; readonly ids: readonly string[] }
  /** `code` is Meta's; none when nobody answered in time, or not in Meta's words. */
  | { readonly ok: false; readonly status: number; readonly code?: number; readonly retryAfterMs?: number };

export type Fetched<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: 'too-large' | 'refused' | 'unavailable'; readonly code?: number };

const MediaInfo = z.object({
  url: z.url(),
  sha256: z.string().optional(),
  /** Comes as a string. */
  file_size: z.coerce.number().int().nonnegative().optional(),
});
export type MediaInfo = z.infer<typeof MediaInfo>;

const Taken = z.object({ messages: z.array(z.object({ id: z.string() })).default([]) });
const Refused = z.object({ error: z.object({ code: z.number().int() }) });

const answerMaxBytes = 256 * 1024;

export interface GraphOptions {
  /** All up to `/messages`, without a slash at the end. */
  readonly baseUrl: string;
  readonly phoneNumberId: string;
  readonly authorization: { readonly name: string; readonly value: string };
  readonly timeoutMs: number;
}

export function createGraph({ baseUrl, phoneNumberId, authorization, timeoutMs }: GraphOptions): Graph {
  const headers = { [authorization.name]: authorization.value };
  // Meta's media live beside the number, a provider's beside its `/messages`.
  const mediaBase = baseUrl.endsWith(`/${phoneNumberId}`) ? baseUrl.slice(0, -phoneNumberId.length - 1) : baseUrl;

  /** Undefined when nobody answers in time. Redirects are not followed: they could lead anywhere. */
  async function ask(url: string | URL, init: RequestInit, maxBytes: number): Promise<Answer | undefined> {
    try {
      const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs), ...init });
      return { response, bytes: await readUpTo(response, maxBytes) };
    } catch {
      return undefined;
    }
  }

  return {
    async send(payload) {
      const init = {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(payload),
      };
      const answer = await ask(`${baseUrl}/messages`, init, answerMaxBytes);
      if (!answer) return { ok: false, status: 0 };
      const { response } = answer;
      const json = jsonOf(answer.bytes);
      if (response.ok) return { ok: true, ids: Taken.safeParse(json).data?.messages.map(({ id }) => id) ?? [] };
      const code = Refused.safeParse(json).data?.error.code;
      const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
      return {
        ok: false,
        status: response.status,
        ...(code !== undefined && { code }),
        ...(seconds > 0 && { retryAfterMs: seconds * 1000 }),
      };
    },

    async media(id) {
      const answer = await ask(`${mediaBase}/${encodeURIComponent(id)}`, { headers }, answerMaxBytes);
      const json = answer && jsonOf(answer.bytes);
      if (!answer?.response.ok) return failed(answer, json);
      const info = MediaInfo.safeParse(json);
      return info.success ? { ok: true, value: info.data } : { ok: false, reason: 'refused' };
    },

    async download(url, maxBytes) {
      const answer = await ask(url, { headers }, maxBytes);
      if (!answer?.response.ok) return failed(answer, undefined);
      return answer.bytes ? { ok: true, value: answer.bytes } : { ok: false, reason: 'too-large' };
    },
  };
}

interface Answer {
  readonly response: Response;
  /** Undefined when there were more than allowed. */
  readonly bytes: Buffer | undefined;
}

function failed(answer: Answer | undefined, json: unknown): Fetched<never> {
  const code = Refused.safeParse(json).data?.error.code;
  const status = answer?.response.status ?? 0;
  const passing = status === 0 || status === 429 || status >= 500;
  return { ok: false, reason: passing ? 'unavailable' : 'refused', ...(code !== undefined && { code }) };
}

async function readUpTo(response: Response, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early cancels the body.
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function jsonOf(bytes: Buffer | undefined): unknown {
  try {
    return JSON.parse(bytes?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
}
