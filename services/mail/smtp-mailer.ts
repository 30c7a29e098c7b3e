import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { HopelessJob } from '../jobs/handler.ts';
import type { Mailer } from './mail.ts';

const TIMEOUT_MS = 20_000;

/**
 * A reply about this mail that no repetition changes (RFC 5321, section 4.2.1: 5yz). A server that turns us away at the
 * door, or refuses our password, says nothing about the mail: that is ours to mend, and the mail waits.
 */
const Permanent = z.object({
  responseCode: z.number().min(500).max(599),
  command: z.enum(['RCPT TO', 'DATA']),
});

/** Mail through an SMTP server, `smtp(s)://user:password@host:port`. */
export function createSmtpMailer(url: string): Mailer & { close(): void } {
  const transport = createTransport({
    url,
    pool: true,
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  return {
    async send({ id, from, to, subject, text, html, at }) {
      const messageId = `<${createHash('sha256').update(id).digest('hex').slice(0, 32)}@${domainOf(from)}>`;
      const headers = { 'Auto-Submitted': 'auto-generated' };
      try {
        await transport.sendMail({ from, to, subject, text, html, messageId, headers, date: new Date(at) });
      } catch (error) {
        if (Permanent.safeParse(error).success)
          throw new HopelessJob('the mail server refused the mail for good', { cause: error });
        throw error;
      }
    },
    close: () => transport.close(),
  };
}

const domainOf = (from: string) => /@([^\s>]+)>?$/.exec(from)?.[1] ?? 'localhost';
