import type { IncomingMessage } from 'node:http';

/** How much of an unwanted body is read all the same, and for how long, so that its client gets to see the refusal. */
export const courtesy = { bytes: 1024 * 1024, ms: 2_000 } as const;

/**
 * Reads what is left of a request body and throws it away. Answers whether that was all of it: if not, the connection
 * has to be closed after the answer.
 */
export function discardBody(request: IncomingMessage): Promise<boolean> {
  if (request.complete || !hasBody(request)) return Promise.resolve(true);
  if (request.destroyed || Number(request.headers['content-length'] ?? 0) > courtesy.bytes)
    return Promise.resolve(false);
  return new Promise((resolve) => {
    let size = 0;
    const timer = setTimeout(() => settle(false), courtesy.ms);
    function settle(whole: boolean): void {
      clearTimeout(timer);
      request.off('data', count).off('end', ended).off('close', closed);
      resolve(whole);
    }
    function count(chunk: Buffer): void {
      size += chunk.length;
      if (size > courtesy.bytes) settle(false);
    }
    const ended = () => settle(true);
    const closed = () => settle(request.complete);
    request.on('data', count).on('end', ended).on('close', closed).on('error', ignore).resume();
  });
}

/** `close` follows every error of a request; without a listener the error would end the process. */
const ignore = () => {};

const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
