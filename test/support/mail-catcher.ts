import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { TestMail } from './demo.ts';

export type MailCatcher = Awaited<ReturnType<typeof startMailCatcher>>;

/**
 * A mail server that keeps what it gets, and can be away for a while. A mail that comes twice with the same Message-ID is
 * the same mail, as it is to a mailbox.
 */
export async function startMailCatcher() {
  const mails = new Map<string, TestMail>();
  let repeated = 0;
  let refused = 0;
  let away = false;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onConnect(_session, answer) {
      if (away) refused += 1;
      answer(away ? new Error('closed for a while') : undefined);
    },
    onData(stream, _session, answer) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (away) refused += 1;
        keep(Buffer.concat(parts)).then(
          () => answer(away ? new Error('closed for a while') : undefined),
          (error: unknown) => answer(error instanceof Error ? error : new Error('unreadable')),
        );
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;

  async function keep(raw: Buffer): Promise<void> {
    if (away) return;
    const { messageId = '', from, to, subject = '', text = '', html = '' } = await PostalMime.parse(raw);
    if (mails.has(messageId)) repeated += 1;
    mails.set(messageId, {
      from: from?.address ?? '',
      to: to?.[0]?.address ?? '',
      subject,
      text,
      html,
      links: text.match(/https?:\/\/[^\s>)\]]+/g) ?? [],
      codes: text.match(/(?<![\w/=.-])\d{6}(?![\w/=.-])/g) ?? [],
    });
  }

  const mailbox = async (address: string) => [...mails.values()].filter(({ to }) => to === address);
  return {
    url: `smtp://127.0.0.1:${port}`,
    mailbox,
    /** The newest mail that fits, waiting until there is one. */
    async mailTo(address: string, fits: (mail: TestMail) => boolean): Promise<TestMail> {
      for (let round = 0; round < 6_000; round += 1) {
        const found = (await mailbox(address)).filter(fits).at(-1);
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error(`no mail to ${address}`);
    },
    /** Refuses everybody until it is back. */
    goAway() {
      away = true;
    },
    comeBack() {
      away = false;
    },
    figures: () => ({ mails: mails.size, repeated, refused }),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
