import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RefusalCode, refusalBody, refusals } from './errors.ts';

/** Refuses a WebSocket before it is one, with a plain HTTP answer, and closes the connection. */
export function refuseUpgrade(socket: Duplex, code: RefusalCode): void {
  const { status } = refusals[code];
  const body = JSON.stringify(refusalBody(code));
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
