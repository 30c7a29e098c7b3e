import type { IncomingMessage } from 'node:http';
import { plainName } from '../../channels/activity.ts';
import type { UploadedFile } from '../../channels/channel.ts';
import type { RefusalCode } from '../../http/errors.ts';
import { readForm } from '../../http/form-body.ts';
import { readMultipart } from '../../http/multipart.ts';
import type { BodyLimits } from '../../http/read-body.ts';

export interface PostedLimits extends BodyLimits {
  /** A larger file is read but not kept, so that the person hears what is wrong with it. */
  readonly fileMaxBytes: number;
}

export type Posted =
  | { readonly ok: true; readonly fields: URLSearchParams; readonly files: ReadonlyMap<string, UploadedFile> }
  | { readonly ok: false; readonly code: RefusalCode };

/** Somebody who takes a photo for a certificate still gets an answer. */
const UPLOAD_MAX_BYTES = 24 * 1024 * 1024;
const FIELD_MAX_BYTES = 16 * 1024;

/** Reads what a form posts, with files or without. Fields that are empty files are left out. */
export async function readPosted(request: IncomingMessage, limits: PostedLimits): Promise<Posted> {
  const type = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*;/i.test(type)) {
    const form = await readForm(request, limits);
    return form.ok ? { ...form, files: new Map() } : form;
  }
  const read = await readMultipart(request, type, {
    fieldMaxBytes: FIELD_MAX_BYTES,
    maxBytesOf: () => limits.fileMaxBytes,
    maxBytes: UPLOAD_MAX_BYTES,
    maxFiles: 2,
    timeoutMs: limits.timeoutMs,
  });
  if (!read.ok) return read;
  const fields = new URLSearchParams();
  const files = new Map<string, UploadedFile>();
  for (const { field, isFile, bytes, over, name, contentType } of read.parts) {
    if (!isFile) fields.append(field, bytes.toString('utf8'));
    else if (bytes.length > 0 || over) {
      const file = { name: plainName(name ?? '') || 'blob', contentType: contentType.slice(0, 128), bytes };
      files.set(field, over ? { ...file, oversized: true } : file);
    }
  }
  return { ok: true, fields, files };
}
