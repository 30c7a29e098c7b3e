import type { IncomingMessage } from 'node:http';
import { refusalForBody } from '../../http/json-body.ts';
import { readBody } from '../../http/read-body.ts';
import { plainName } from '../activity.ts';
import type { UploadedFile } from '../channel.ts';

export type RawFile =
  | { readonly ok: true; readonly file: UploadedFile }
  | { readonly ok: false; readonly code: ReturnType<typeof refusalForBody> };

/**
 * The name of the file that a request is, where Direct Line's form for a single one is used: the file's own content type,
 * its name in `Content-Disposition`, and nothing but its bytes as the body. Undefined for every other request.
 */
export function rawFileName({ headers }: IncomingMessage): string | undefined {
  const type = headers['content-type'] ?? '';
  if (!/^[\w.+-]+\/[\w.+-]+/.test(type) || /^(?:multipart\/|application\/json\b)/i.test(type)) return undefined;
  const disposition = Buffer.from(headers['content-disposition'] ?? '', 'latin1').toString();
  const [, encoded] = /(?:^|;)\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition) ?? [];
  const [, quoted, plain] = /(?:^|;)\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]+))/i.exec(disposition) ?? [];
  return (encoded && decoded(encoded)) ?? quoted?.replace(/\\(["\\])/g, '$1') ?? plain;
}

/** Reads such a request. Of a file that is too large nothing is kept, so that the person hears what is wrong with it. */
export async function readRawFile(
  request: IncomingMessage,
  name: string,
  limits: { readonly fileMaxBytes: number; readonly uploadMaxBytes: number; readonly timeoutMs: number },
): Promise<RawFile> {
  const { fileMaxBytes: maxBytes, uploadMaxBytes, timeoutMs } = limits;
  const body = await readBody(request, { maxBytes, timeoutMs, readOnBytes: uploadMaxBytes - maxBytes });
  const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim().slice(0, 128) ?? '';
  const file = { name: plainName(name) || 'blob', contentType };
  if (body.ok) return { ok: true, file: { ...file, bytes: body.bytes } };
  if (body.reason !== 'too-large' || !request.complete) return { ok: false, code: refusalForBody(body) };
  return { ok: true, file: { ...file, bytes: Buffer.alloc(0), oversized: true } };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
