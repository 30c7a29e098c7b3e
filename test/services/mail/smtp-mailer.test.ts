import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { HopelessJob } from '../../../services/jobs/handler.ts';
import type { Mail } from '../../../services/mail/mail.ts';
import { createSmtpMailer } from '../../../services/mail/smtp-mailer.ts';

const mail: Mail = {
  id: 'mail:code:1',
  from: 'Recupera <no-responder@recupera.example>',
  to: 'ana@example.mx',
  subject: 'Tu código',
  text: 'hola',
  html: '<p>hola</p>',
  links: [],
  codes: [],
  at: Date.UTC(2026, 10, 21),
};

let server: Server;
let received: string;
let recipientReply: string;
let greeting: string;
let mailer: ReturnType<typeof createSmtpMailer>;

beforeEach(async () => {
  received = '';
  recipientReply = '250 ok';
  greeting = '220 test';
  server = createServer((socket) => {
    let inData = false;
    socket.setEncoding('utf8');
    socket.write(`${greeting}\r\n`);
    socket.on('error', () => {});
    socket.on('data', (chunk: string) => {
      received += chunk;
      if (inData) {
        if (chunk.endsWith('\r\n.\r\n')) {
          inData = false;
          socket.write('250 queued\r\n');
        }
        return;
      }
      for (const line of chunk.split('\r\n').filter(Boolean)) {
        if (/^RCPT/i.test(line)) socket.write(`${recipientReply}\r\n`);
        else if (/^DATA/i.test(line)) {
          inData = true;
          socket.write('354 go\r\n');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  mailer = createSmtpMailer(`smtp://127.0.0.1:${port}`);
});
afterEach(async () => {
  mailer.close();
  await new Promise((resolve) => server.close(resolve));
});

it('sends text and HTML with an id that a repetition shares', async () => {
  await mailer.send(mail);
  await mailer.send(mail);
  const ids = [...received.matchAll(/^Message-ID: (<[0-9a-f]{32}@recupera\.example>)/gim)].map(([, id]) => id);
  expect(ids).toHaveLength(2);
  expect(ids[0]).toBe(ids[1]);
  expect(received).toMatch(/^Auto-Submitted: auto-generated/im);
  expect(received).toContain('multipart/alternative');
});

it.each([
  ['550 no such user', true],
  ['451 try later', false],
])('"%s" is hopeless: %s', async (reply, hopeless) => {
  recipientReply = reply;
  const error = await mailer.send(mail).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  expect(error instanceof HopelessJob).toBe(hopeless);
});

it('a server that turns everybody away makes the mail wait, whatever code it gives', async () => {
  greeting = '554 closed for a while';
  const error = await mailer.send(mail).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(HopelessJob);
});
