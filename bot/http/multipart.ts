import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import type { RefusalCode } from './errors.ts';
import { nameParts } from './name-parts.ts';

/** One part of a multipart body, as it came. */
export interface Part {
  /** Empty for a part without a name. */
  readonly field: string;
  /** Whether it was sent as a file; then it may have a name. */
  readonly isFile: boolean;
  readonly name: string | undefined;
  readonly contentType: string;
  /** Empty when the part was `over`. */
  readonly bytes: Buffer;
  /** It was larger than accepted; its content was not kept. */
  readonly over: boolean;
}

export interface MultipartLimits {
  /** Of a field, in bytes. */
  readonly fieldMaxBytes: number;
  /** Of a part that came as a file, in bytes. */
  readonly maxBytesOf: (field: string, contentType: string) => number;
  /** Of all parts together, in bytes. */
  readonly maxBytes: number;
  /** Beyond it the body is refused. */
  readonly maxFiles: number;
  readonly timeoutMs: number;
}

export type Multipart =
  | { readonly ok: true; readonly parts: readonly Part[] }
  | { readonly ok: false; readonly code: RefusalCode };

/** Reads a multipart body in memory, bounded in parts, sizes and time. Nothing touches the disk. */
export function readMultipart(
  request: IncomingMessage,
  contentType: string,
  limits: MultipartLimits,
): Promise<Multipart> {
  const parser = parserFor(contentType, limits);
  if (parser === undefined) return Promise.resolve({ ok: false, code: 'UnsupportedMediaType' });
  return new Promise((resolve) => {
    const named = nameParts(boundaryOf(contentType));
    const parts: Growing[] = [];
    let size = 0;
    const timer = setTimeout(() => settle({ ok: false, code: 'RequestTimeout' }), limits.timeoutMs);

    function settle(result: Multipart): void {
      clearTimeout(timer);
      request.off('data', count).off('close', onClose);
      if (!result.ok) {
        request.unpipe(named);
        named.unpipe(parser).destroy();
        parser?.removeAllListeners('error').on('error', ignore).destroy();
        for (const part of parts) part.chunks.length = 0;
      }
      resolve(result);
    }
    const fail = (code: RefusalCode) => () => settle({ ok: false, code });
    /** A request that was read to its end closes as well, while the parser may still be at its last parts. */
    const onClose = () => {
      if (!request.readableEnded) settle({ ok: false, code: 'BadRequest' });
    };
    function count(chunk: Buffer): void {
      size += chunk.length;
      if (size > limits.maxBytes) settle({ ok: false, code: 'TooLarge' });
    }

    parser
      .on('file', (given: string | undefined, stream, { filename, mimeType }) => {
        const field = given ?? '';
        const part = { field, isFile: true, name: filename, contentType: mimeType, chunks: [], size: 0, over: false };
        parts.push(part);
        collect(stream, part, limits.maxBytesOf(field, mimeType));
      })
      .on('field', (field: string | undefined, text, { mimeType, valueTruncated: over }) => {
        const [name, chunks] = [undefined, [Buffer.from(text)]];
        parts.push({ field: field ?? '', isFile: false, name, contentType: mimeType, chunks, size: text.length, over });
      })
      .on('partsLimit', fail('TooLarge'))
      .on('filesLimit', fail('TooLarge'))
      .on('fieldsLimit', fail('TooLarge'))
      .on('error', fail('BadRequest'))
      .on('close', () => settle({ ok: true, parts: parts.map(finished) }));
    request.on('data', count).on('close', onClose).on('error', ignore);
    request.pipe(named).pipe(parser);
  });
}

interface Growing {
  readonly field: string;
  readonly isFile: boolean;
  readonly name: string | undefined;
  readonly contentType: string;
  readonly chunks: Buffer[];
  size: number;
  over: boolean;
}

const finished = ({ chunks, size: _size, ...part }: Growing): Part => ({ ...part, bytes: Buffer.concat(chunks) });

const boundaryOf = (contentType: string) => {
  const [, quoted, plain = ''] = /boundary\s*=\s*(?:"([^"]*)"|([^;\s]*))/i.exec(contentType) ?? [];
  return quoted ?? plain;
};

/** Undefined when the type names no usable boundary. */
function parserFor(contentType: string, limits: MultipartLimits): busboy.Busboy | undefined {
  try {
    return busboy({
      headers: { 'content-type': contentType },
      defParamCharset: 'utf8',
      limits: {
        files: limits.maxFiles + 1,
        fields: 8,
        parts: limits.maxFiles + 9,
        fieldNameSize: 64,
        fieldSize: limits.fieldMaxBytes,
        headerPairs: 16,
      },
    });
  } catch {
    return undefined;
  }
}

function collect(stream: Readable, part: Growing, maxBytes: number): void {
  stream.on('error', ignore).on('data', (chunk: Buffer) => {
    part.size += chunk.length;
    if (part.size <= maxBytes) part.chunks.push(chunk);
    else {
      part.over = true;
      part.chunks.length = 0;
    }
  });
}

const ignore = () => {};
