import type { IncomingMessage } from 'node:http';
import type { RefusalCode } from './errors.ts';
import { refusalForBody } from './json-body.ts';
import { type BodyLimits, readBody } from './read-body.ts';

export type FormBody =
  | { readonly ok: true; readonly fields: URLSearchParams }
  | { readonly ok: false; readonly code: RefusalCode };

/** Reads what a plain HTML form posts. */
export async function readForm(request: IncomingMessage, limits: BodyLimits): Promise<FormBody> {
  const body = await readBody(request, limits);
  if (!body.ok) return { ok: false, code: refusalForBody(body) };
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return { ok: false, code: 'UnsupportedMediaType' };
  return { ok: true, fields: new URLSearchParams(body.bytes.toString('utf8')) };
}
