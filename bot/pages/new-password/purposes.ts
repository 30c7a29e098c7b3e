import type { Account, KnownAccount } from '../../../services/accounts/account.ts';
import type { CredentialChange } from '../../../services/accounts/directory.ts';
import { maskEmail } from '../../../services/accounts/mask.ts';
import type { Link, LinkPurpose } from '../../../services/links/link.ts';
import type { PersonalData } from '../../../services/passwords/personal.ts';
import type { ResetRequestJob } from '../../../services/requests/reset-request.ts';
import type { NewJob } from '../../../services/store/store.ts';
import type { NewPasswordKey } from './texts.ts';

/**
 * What one kind of mailed link does on the page that sets a password. The page itself (tokens, cookies, rules, refusals,
 * confirmation) is the same for all of them.
 */
export interface NewPasswordPurpose {
  /** Links of another purpose are unknown here. */
  readonly purpose: LinkPurpose;
  /** Where the mailed link leads; the pages behind it lie below. */
  readonly entry: string;
  readonly cookie: string;
  readonly texts: {
    readonly title: NewPasswordKey;
    /** Knows `{portal}` and `{email}`. */
    readonly lead: NewPasswordKey;
    readonly button: NewPasswordKey;
    readonly doneTitle: NewPasswordKey;
    /** Knows `{portal}`. */
    readonly done: NewPasswordKey;
  };
  /** Whom the link is for, and what changes besides the password; undefined when it gives no right any more. */
  subject(link: Link, known: KnownAccount): Promise<Subject | undefined>;
  /** The job that sends another link to the contact on record; the same order again is the same job. */
  again(link: Link, request: { id: string; locale: 'es-MX' | 'en'; at: number }): NewJob;
}

export interface Subject {
  /** The user name for password managers, where the page may say it in full to whoever has the mail. */
  readonly username: string | undefined;
  /** Enough for the person to recognise the account. */
  readonly shownEmail: string;
  /** May not be part of the password. */
  readonly personal: PersonalData;
  readonly change: Pick<CredentialChange, 'email' | 'name' | 'jobs'>;
}

/** The forgotten password of ICSOE and PASE: the account stays as it is but for the password. */
export function resetPurpose(resetRequest: ResetRequestJob): NewPasswordPurpose {
  return {
    purpose: 'reset',
    entry: '/contrasena-nueva',
    cookie: 'contrasena-nueva',
    texts: {
      title: 'reset.title',
      lead: 'reset.lead',
      button: 'reset.button',
      doneTitle: 'reset.done.title',
      done: 'reset.done',
    },
    subject: async (_link, { account }) => ({
      // The user of PASE is the address the mail came to. That of ICSOE is the CURP, which a shared mailbox may not tell.
      username: account.portal === 'pase' ? account.email : undefined,
      shownEmail: account.email === undefined ? '' : maskEmail(account.email),
      personal: personalData(account),
      change: {},
    }),
    again: (link, { id, locale, at }) =>
      resetRequest({ id, request: { by: 'account', accountId: link.accountId }, locale, at }),
  };
}

const personalData = ({ curp, email, name, clients }: Account): PersonalData => ({
  curp,
  email,
  name,
  clientNumber: clients[0]?.number,
});
