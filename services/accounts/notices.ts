import type { Links } from '../links/link.ts';
import type { MailJob, MailTemplate } from '../mail/mail.ts';
import type { Millis, NewJob } from '../store/store.ts';
import type { Account } from './account.ts';
import { type EarlierContacts, type Recipient, recipientsOf } from './contacts.ts';
import { maskEmail } from './mask.ts';

export interface NoticeOptions {
  readonly links: Pick<Links, 'issue'>;
  readonly mailJob: MailJob;
  /** The address of the "no fui yo" page for a token. */
  readonly disavowUrl: (token: string) => string;
  readonly disavowTtlMs: number;
  readonly earlierContacts: EarlierContacts;
  /** As the audit trail writes an address, so that it can be seen from which one somebody said "no fui yo". */
  readonly contactHash: (address: string) => string;
  /** A moment in words, in the time of Mexico City. */
  readonly inWords: (at: Millis) => string;
}

type NoticeTemplate = Extract<
  MailTemplate,
  'account-changed' | 'account-frozen' | 'clients-associated' | 'letter-approved'
>;

/** Something that the contacts of an account have to know. */
export interface News {
  readonly accountId: string;
  /** Where it happened; "no fui yo" stops this case too. */
  readonly caseId: string;
  /** Makes the ids of the mails: the same news again are told once. */
  readonly newsId: string;
  readonly at: Millis;
  readonly template: NoticeTemplate;
  /** The account before and after; the same one where nothing has changed yet. */
  readonly before: Account;
  readonly after: Account;
  /** The address that the account has, or shall have. */
  readonly email: string | undefined;
}

export interface Notices {
  /**
   * One mail to every contact on record, with a "no fui yo" link of its own (design, section 4, rule 10). The links are
   * made first and are worth nothing unless the mails go out, which they do in the write that the jobs belong to.
   */
  jobsFor(news: News): Promise<NewJob[]>;
}

export function createNotices(options: NoticeOptions): Notices {
  const { links, mailJob } = options;

  async function linkFor({ accountId, caseId, before }: News, to: string): Promise<string> {
    const { token } = await links.issue({
      purpose: 'disavow',
      accountId,
      caseId,
      epoch: before.epoch,
      contactHash: options.contactHash(to),
      ttlMs: options.disavowTtlMs,
    });
    return options.disavowUrl(token);
  }

  async function noticeFor(news: News, { to, mayFreeze }: Recipient, index: number): Promise<NewJob> {
    const { newsId, at, template: told, after, email } = news;
    const stopped = told === 'account-frozen';
    const template = mayFreeze || stopped ? told : 'earlier-address';
    const link = mayFreeze && !stopped ? await linkFor(news, to) : undefined;
    const params = {
      ...(template === 'earlier-address' ? {} : { name: after.name }),
      when: options.inWords(at),
      email: email === undefined ? '' : maskEmail(email),
      ...(link === undefined ? {} : { link }),
    };
    return mailJob({ id: `mail:${told}:${newsId}:${index}`, to, portal: after.portal, template, at, params });
  }

  return {
    async jobsFor(news) {
      const { before, after, at } = news;
      const recipients = recipientsOf(before, after, at, options.earlierContacts);
      return Promise.all(recipients.map((recipient, index) => noticeFor(news, recipient, index)));
    },
  };
}
