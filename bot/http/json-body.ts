import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import type { RefusalCode } from './errors.ts';
import { type Body, type BodyLimits, readBody } from './read-body.ts';

export type JsonBody<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: RefusalCode };

/**
 * Reads a JSON body and parses it with a schema. An absent body counts as `{}`, since Direct Line clients send none
 * where they have nothing to say.
 */
export async function readJson<T>(
  request: IncomingMessage,
  schema: z.ZodType<T>,
  limits: BodyLimits,
): Promise<JsonBody<T>> {
  const body = await readBody(request, limits);
  if (!body.ok) return { ok: false, code: refusalForBody(body) };
  if (body.bytes.length > 0 && !isJson(request.headers['content-type'])) {
    return { ok: false, code: 'UnsupportedMediaType' };
  }
  return parseJson(body.bytes, schema);
}

/** Parses bytes that should be JSON of the schema. */
export function parseJson<T>(bytes: Buffer, schema: z.ZodType<T>): JsonBody<T> {
  let value: unknown;
  try {
    value = bytes.length === 0 ? {} : JSON.parse(bytes.toString('utf8'));
  } catch {
    return { ok: false, code: 'BadRequest' };
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, code: 'BadRequest' };
}

/** The refusal for a body that could not be read. */
export function refusalForBody(body: Extract<Body, { ok: false }>): RefusalCode {
  if (body.reason === 'too-large') return 'TooLarge';
  return body.reason === 'timeout' ? 'RequestTimeout' : 'BadRequest';
}

const isJson = (contentType: string | undefined) => /^application\/json\s*(;|$)/i.test(contentType ?? '');
