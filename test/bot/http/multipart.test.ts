import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate as nextRound } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { readMultipart } from '../../../bot/http/multipart.ts';
import { nameParts } from '../../../bot/http/name-parts.ts';
import { sendRaw } from '../../support/raw-http.ts';

const disposed = 'Content-Disposition: form-data';

it.each([
  ['in one piece', 1_000],
  ['byte by byte', 1],
  ['in pieces of seven bytes', 7],
])('a body that comes %s gets a disposition where a part has none, and nothing else', async (_name, size) => {
  const body = (own: string) =>
    `preamble\r\n--x\r\n${own}Content-Type: a/b\r\n\r\n--x--y\r\n--x\r\n${disposed}; name="f"\r\n\r\n\r\n--xx\r\n--x\r\n${own}\r\nend\r\n--x--\r\n`;
  for (const cut of [0, 'preamble\r\n'.length]) {
    const bytes = Buffer.from(body('').slice(cut));
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    );
    const named = Readable.from(pieces).pipe(nameParts('x'));
    const read: Buffer[] = [];
    for await (const chunk of named) read.push(chunk);
    expect(Buffer.concat(read).toString()).toBe(body(`${disposed}\r\n`).slice(cut));
  }
});

const limits = { fieldMaxBytes: 1_000, maxBytesOf: () => 10_000, maxBytes: 100_000, maxFiles: 4, timeoutMs: 8_000 };

it.each([1, 2, 4])('a body of %d files that was there before anybody read it is read to its end', async (count) => {
  const server = createServer(async (request, response) => {
    while (!request.complete) await nextRound();
    const read = await readMultipart(request, 'multipart/form-data; boundary=x', limits);
    response.end(JSON.stringify(read.ok ? read.parts.map(({ bytes }) => bytes.length) : read.code));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const file = `--x\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n${'a'.repeat(1_200)}\r\n`;
  const body = `${file.repeat(count)}--x--\r\n`;
  const head = `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
  const { port } = server.address() as AddressInfo;
  const answer = await sendRaw(port, head + body).finally(() => server.close());
  expect(answer).toContain(JSON.stringify(Array.from({ length: count }, () => 1_200)));
});
