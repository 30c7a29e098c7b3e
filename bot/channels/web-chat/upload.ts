import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import type { RefusalCode } from '../../http/errors.ts';
import { parseJson } from '../../http/json-body.ts';
import { plainName } from '../activity.ts';
import type { UploadedFile } from '../channel.ts';
import { multipartType } from './multipart-type.ts';
import { WireActivity } from './wire-activity.ts';

export interface UploadLimits {
  readonly activityMaxBytes: number;
  /** A larger file is read but not kept, so that the person hears what is wrong with it. */
  readonly fileMaxBytes: number;
  readonly maxFiles: number;
  readonly timeoutMs: number;
}

export type Upload =
  | { readonly ok: true; readonly activity: WireActivity; readonly files: readonly UploadedFile[] }
  | { readonly ok: false; readonly code: RefusalCode };

/** All parts together: somebody who takes the wrong 10 MB file for a certificate still gets an answer. */
const uploadMaxBytes = 24 * 1024 * 1024;

/** Reads a multipart upload in memory, bounded in parts, sizes and time. Nothing touches the disk. */
export async function readUpload(request: IncomingMessage, limits: UploadLimits): Promise<Upload> {
  if (Number(request.headers['content-length'] ?? 0) > uploadMaxBytes) return { ok: false, code: 'TooLarge' };
  const contentType = await multipartType(request, limits.timeoutMs);
  const parser = contentType === undefined ? undefined : parserFor(contentType, limits);
  return parser ? readParts(request, parser, limits) : { ok: false, code: 'UnsupportedMediaType' };
}

function readParts(request: IncomingMessage, parser: busboy.Busboy, limits: UploadLimits): Promise<Upload> {
  return new Promise((resolve) => {
    const parts: Part[] = [];
    let size = 0;
    const timer = setTimeout(() => settle({ ok: false, code: 'RequestTimeout' }), limits.timeoutMs);

    function settle(upload: Upload): void {
      clearTimeout(timer);
      request.off('data', count).off('close', onClose);
      if (!upload.ok) {
        request.unpipe(parser);
        parser.removeAllListeners('error').on('error', ignore).destroy();
        for (const part of parts) part.chunks.length = 0;
      }
      resolve(upload);
    }
    const fail = (code: RefusalCode) => () => settle({ ok: false, code });
    const onClose = fail('BadRequest');
    function count(chunk: Buffer): void {
      size += chunk.length;
      if (size > uploadMaxBytes) settle({ ok: false, code: 'TooLarge' });
    }

    parser
      .on('file', (field, stream, info) => {
        const isActivity = field === 'activity';
        const part = { isActivity, name: info.filename, contentType: info.mimeType, chunks: [], size: 0, over: false };
        parts.push(part);
        collect(stream, part, isActivity ? limits.activityMaxBytes : limits.fileMaxBytes);
      })
      .on('field', (field, text, info) => {
        if (field !== 'activity') return;
        const bytes = Buffer.from(text);
        const over = info.valueTruncated;
        parts.push({ isActivity: true, name: '', contentType: '', chunks: [bytes], size: bytes.length, over });
      })
      .on('partsLimit', fail('TooLarge'))
      .on('filesLimit', fail('TooLarge'))
      .on('fieldsLimit', fail('TooLarge'))
      .on('error', fail('BadRequest'))
      .on('close', () => settle(assemble(parts, limits)));
    request.on('data', count).on('close', onClose).on('error', ignore);
    request.pipe(parser);
  });
}

interface Part {
  readonly isActivity: boolean;
  readonly name: string | undefined;
  readonly contentType: string;
  readonly chunks: Buffer[];
  size: number;
  over: boolean;
}

/** Undefined when the type names no usable boundary. */
function parserFor(contentType: string, limits: UploadLimits): busboy.Busboy | undefined {
  try {
    return busboy({
      headers: { 'content-type': contentType },
      defParamCharset: 'utf8',
      limits: {
        files: limits.maxFiles + 1,
        fields: 8,
        parts: limits.maxFiles + 9,
        fieldNameSize: 64,
        fieldSize: limits.activityMaxBytes,
        headerPairs: 16,
      },
    });
  } catch {
    return undefined;
  }
}

function collect(stream: Readable, part: Part, maxBytes: number): void {
  stream.on('error', ignore).on('data', (chunk: Buffer) => {
    part.size += chunk.length;
    if (part.size <= maxBytes) part.chunks.push(chunk);
    else {
      part.over = true;
      part.chunks.length = 0;
    }
  });
}

/** Parts may come in any order, and clients with nothing to say besides the files leave the activity out. */
function assemble(parts: readonly Part[], limits: UploadLimits): Upload {
  const said = parts.filter((part) => part.isActivity);
  const files = parts.filter((part) => !part.isActivity);
  if (said.length > 1) return { ok: false, code: 'BadRequest' };
  if (said[0]?.over || files.length > limits.maxFiles) return { ok: false, code: 'TooLarge' };
  const activity = said[0] ? parseJson(Buffer.concat(said[0].chunks), WireActivity) : silent;
  if (!activity.ok) return activity;
  if (!said[0] && files.length === 0) return { ok: false, code: 'BadRequest' };
  return { ok: true, activity: activity.value, files: files.map(uploadedFile) };
}

const silent: { ok: true; value: WireActivity } = { ok: true, value: { type: 'message' } };

function uploadedFile(part: Part): UploadedFile {
  return {
    name: plainName(part.name ?? '') || 'blob',
    contentType: part.contentType.slice(0, 128),
    bytes: Buffer.concat(part.chunks),
    ...(part.over && { oversized: true }),
  };
}

const ignore = () => {};
