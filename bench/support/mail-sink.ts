import { createServer, type Socket } from 'node:net';

/** An SMTP server that takes every mail and keeps the newest 6-digit code for each address. */
export interface MailSink {
  /** For `SMTP_URL`. */
  readonly url: string;
  /** The code mailed to an address, as soon as it is there. */
  codeFor(address: string): Promise<string>;
  /** How many mails arrived. */
  count(): number;
  close(): void;
}

const waitMs = 60_000;

export async function createMailSink(): Promise<MailSink> {
  const codes = new Map<string, string>();
  const waiting = new Map<string, (code: string) => void>();
  const sockets = new Set<Socket>();
  let mails = 0;

  function deliver(recipient: string, data: string): void {
    mails += 1;
    const [, code] = /\r\n(\d{6})\r\n/.exec(data) ?? [];
    if (code === undefined) return;
    codes.set(recipient, code);
    waiting.get(recipient)?.(code);
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    speakSmtp(socket, deliver);
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });

  return {
    url: `smtp://127.0.0.1:${port}`,
    codeFor(address) {
      const known = codes.get(address);
      if (known !== undefined) return Promise.resolve(known);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('no mail came')), waitMs);
        waiting.set(address, (code) => {
          clearTimeout(timer);
          waiting.delete(address);
          resolve(code);
        });
      });
    },
    count: () => mails,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** As much of RFC 5321 as a well-behaved client needs. */
function speakSmtp(socket: Socket, deliver: (recipient: string, data: string) => void): void {
  let pending = '';
  let recipient = '';
  let reading = false;
  socket.setEncoding('utf8').write('220 sink\r\n');
  socket.on('data', (chunk) => {
    pending += String(chunk);
    for (;;) {
      const end = pending.indexOf(reading ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const part = pending.slice(0, end);
      pending = pending.slice(end + (reading ? 5 : 2));
      if (reading) {
        reading = false;
        deliver(recipient, part);
        socket.write('250 taken\r\n');
        continue;
      }
      const verb = part.slice(0, 4).toUpperCase();
      if (verb === 'RCPT') recipient = /<([^>]*)>/.exec(part)?.[1]?.toLowerCase() ?? '';
      reading = verb === 'DATA';
      socket.write(verb === 'DATA' ? '354 go on\r\n' : verb === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
    }
  });
}
