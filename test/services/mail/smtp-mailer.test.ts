import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type Mail, MailRefused } from '../../../services/mail/mail.ts';
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
let dataReply: string;
let greeting: string;
let mailer: ReturnType<typeof createSmtpMailer>;

beforeEach(async () => {
  received = '';
  recipientReply = '250 ok';
  dataReply = '250 queued';
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
          socket.write(`${dataReply}\r\n`);
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

/** What a mail that is not taken ends in. */
const failure = (): Promise<unknown> =>
  mailer.send(mail).then(
    () => undefined,
    (reason: unknown) => reason,
  );

it.each([
  ['550 5.1.1 no such user', true],
  ['550-5.1.1 no such user\r\n550 5.1.1 see our page', true],
  ['553 5.1.3 not an address', true],
  ['556 5.1.10 takes no mail', true],
  ['550 5.2.1 mailbox closed', true],
  ['550 no such user', false],
  ['552 5.2.2 mailbox full', false],
  ['550 5.4.5 daily quota', false],
  ['550 5.7.1 blocked', false],
  ['550 5.1.8 we do not know the sender', false],
  ['550 5.1.11 something new', false],
])('"%s" says that there is no such mailbox: %s', async (reply, noSuchMailbox) => {
  recipientReply = reply;
  const error = await failure();
  expect(error).toBeInstanceOf(MailRefused);
  expect(error).toMatchObject({ noSuchMailbox });
});

it.each([
  ['550 5.4.5 daily quota', false],
  ['550 5.1.1 no such user', true],
])('"%s" after the whole mail as well: %s', async (reply, noSuchMailbox) => {
  dataReply = reply;
  const error = await failure();
  expect(error).toBeInstanceOf(MailRefused);
  expect(error).toMatchObject({ noSuchMailbox });
});

it('what the server calls passing is no refusal', async () => {
  recipientReply = '451 try later';
  const error = await failure();
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(MailRefused);
});

it('a server that turns everybody away makes the mail wait, whatever code it gives', async () => {
  greeting = '554 closed for a while';
  const error = await failure();
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(MailRefused);
});
