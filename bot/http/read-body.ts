import type { IncomingMessage } from 'node:http';
import { courtesy } from './discard-body.ts';

export interface BodyLimits {
  readonly maxBytes: number;
  /** For the whole body, from now. */
  readonly timeoutMs: number;
  /** How much of a larger body is read and thrown away, so that its client gets an answer. */
  readonly readOnBytes?: number;
}

export type Body =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly reason: 'too-large' | 'timeout' | 'aborted' };

/** Reads a request body from the raw stream. Never holds more than `maxBytes`, never waits longer than `timeoutMs`. */
export function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Body> {
  const { maxBytes, timeoutMs, readOnBytes = courtesy.bytes } = limits;
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + readOnBytes) {
    return Promise.resolve({ ok: false, reason: 'too-large' });
  }
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => settle({ ok: false, reason: 'timeout' }), timeoutMs);

    function settle(body: Body): void {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onClose);
      if (!body.ok) request.pause();
      resolve(body);
    }
    function onData(chunk: Buffer): void {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else chunks = [];
      if (size > maxBytes + readOnBytes) settle({ ok: false, reason: 'too-large' });
    }
    function onEnd(): void {
      if (size > maxBytes) settle({ ok: false, reason: 'too-large' });
      else settle({ ok: true, bytes: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size) });
    }
    function onClose(): void {
      settle({ ok: false, reason: 'aborted' });
    }
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', ignore);
  });
}

/** `close` follows every error of a request; without a listener the error would end the process. */
const ignore = () => {};
