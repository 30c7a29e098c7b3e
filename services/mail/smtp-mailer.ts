import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { type Mailer, MailRefused } from './mail.ts';

const TIMEOUT_MS = 20_000;
const CONNECTIONS = 5;

/**
 * A reply about this mail that the server calls final (RFC 5321, section 4.2.1: 5yz). A server that turns us away at the
 * door, or refuses our password, says nothing about the mail: that is ours to mend, and the mail waits.
 */
const Refusal = z.object({
  responseCode: z.number().min(500).max(599),
  command: z.enum(['RCPT TO', 'DATA']),
  response: z.string(),
});

/** RFC 3463: no such mailbox or domain, an address with a mistake, one that moved; RFC 7505: a domain that takes no mail; a closed mailbox. */
const NO_SUCH_MAILBOX = /^5\d\d[ -](?:5\.1\.(?:1|2|3|6|10)|5\.2\.1)(?!\d)/;

/** Mail through an SMTP server, `smtp(s)://user:password@host:port`. */
export function createSmtpMailer(url: string): Mailer & { close(): void } {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  return {
    atOnce: CONNECTIONS,
    async send({ id, from, to, subject, text, html, at }) {
      const messageId = `<${createHash('sha256').update(id).digest('hex').slice(0, 32)}@${domainOf(from)}>`;
      const headers = { 'Auto-Submitted': 'auto-generated' };
      try {
        await transport.sendMail({ from, to, subject, text, html, messageId, headers, date: new Date(at) });
      } catch (error) {
        const refusal = Refusal.safeParse(error).data;
        if (refusal === undefined) throw error;
        throw new MailRefused(NO_SUCH_MAILBOX.test(refusal.response), { cause: error });
      }
    },
    close: () => transport.close(),
  };
}

const domainOf = (from: string) => /@([^\s>]+)>?$/.exec(from)?.[1] ?? 'localhost';
