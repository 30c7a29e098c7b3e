import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalEmail } from '../accounts/account.ts';
import type { Pseudonym } from '../audit/pseudonym.ts';
import type { Mail, Mailer } from '../mail/mail.ts';
import { openSealed } from '../seal/open-sealed.ts';
import type { Sealer } from '../seal/sealer.ts';
import type { Documents, Millis, Stored } from '../store/store.ts';

const DemoMail = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  links: z.array(z.string()),
  codes: z.array(z.string()),
  at: z.number(),
});
const Sealed = z.object({ sealed: z.string() });

/** Mails kept in the store instead of sent, sealed, for a person or a test to read. Demo mode only. */
export interface DemoMailbox extends Mailer {
  /** Mails to one address, oldest first. */
  to(address: string): Promise<Mail[]>;
  /** The newest mails to anybody, newest first. */
  recent(limit: number): Promise<Mail[]>;
}

export interface MailboxOptions {
  readonly documents: Documents;
  readonly sealer: Sealer;
  readonly pseudonym: Pseudonym;
  /** How long mails are kept. */
  readonly keepMs: Millis;
}

const PAGE = 200;
/** Everybody's mails, newest first by id. */
const ALL = 'mail';
const LATEST = 1e15;

export function createDemoMailbox({ documents, sealer, pseudonym, keepMs }: MailboxOptions): DemoMailbox {
  const kindFor = (address: string) => `mail:${pseudonym(canonicalEmail(address))}`;

  /** The id orders by time, and repeats when the job is repeated. */
  async function keep(kind: string, order: number, mail: Mail): Promise<void> {
    const id = `${String(order).padStart(16, '0')}-${createHash('sha256').update(mail.id).digest('hex').slice(0, 16)}`;
    const sealed = sealer.seal(JSON.stringify(mail), `${kind}/${id}`);
    await documents.insert(kind, id, { sealed }, { expiresAt: mail.at + keepMs });
  }

  const open = (kind: string, { id, value }: Stored): Mail =>
    DemoMail.parse(JSON.parse(openSealed(sealer, Sealed.parse(value).sealed, `${kind}/${id}`)));

  return {
    async send(mail) {
      await keep(kindFor(mail.to), mail.at, mail);
      await keep(ALL, LATEST - mail.at, mail);
    },

    async to(address) {
      const kind = kindFor(address);
      const mails: Mail[] = [];
      let after: string | undefined;
      for (;;) {
        const page = await documents.list(kind, { limit: PAGE, ...(after === undefined ? {} : { after }) });
        mails.push(...page.map((stored) => open(kind, stored)));
        after = page.at(-1)?.id;
        if (page.length < PAGE) return mails;
      }
    },

    async recent(limit) {
      const page = await documents.list(ALL, { limit });
      return page.map((stored) => open(ALL, stored));
    },
  };
}
