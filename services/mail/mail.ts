import { z } from 'zod';
import { Portal } from '../accounts/portal.ts';
import type { Millis, NewJob } from '../store/store.ts';

/**
 * What a mail is for. `notice` mails (see `templates.ts`) tell about a change and are never held back; the others carry
 * a code or a link and count against the hourly cap of their recipient.
 */
export const MailTemplate = z.enum([
  'code',
  'account-changed',
  'account-frozen',
  'clients-associated',
  'earlier-address',
  'pase-activate',
  'pase-email-taken',
  'pase-reset',
  'icsoe-reset',
  'set-password',
  'letter-filed',
  'letter-reminder',
  'letter-refused',
  'letter-approved',
  'agent-here',
]);
export type MailTemplate = z.infer<typeof MailTemplate>;

/** A mail to be written when it is sent. `params` fill the sentences of the template; times are already words. */
export const MailOrder = z.object({
  to: z.string(),
  portal: Portal,
  template: MailTemplate,
  params: z.record(z.string(), z.string()),
  locale: z.enum(['es-MX', 'en']),
  at: z.number(),
});
export type MailOrder = z.infer<typeof MailOrder>;

/** Makes the job that sends a mail; what the mail says rests sealed. `id` makes it go out once. */
export type MailJob = (mail: {
  readonly id: string;
  readonly to: string;
  readonly portal: Portal;
  readonly template: MailTemplate;
  readonly params: Readonly<Record<string, string>>;
  readonly locale?: 'es-MX' | 'en';
  readonly at: Millis;
}) => NewJob;

/** A mail as it leaves. */
export interface Mail {
  /** Stable over retries, so that servers can drop a repetition. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** What a person is meant to open or type; the demo mailbox offers them to outside tests. */
  readonly links: readonly string[];
  readonly codes: readonly string[];
  readonly at: Millis;
}

/** Delivers, or throws: `MailRefused` when the server looked at this mail and refused it, something else when it could not. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
  /** How many it has on their way at the same time, where that is bounded; more only wait in memory. */
  readonly atOnce?: number;
}

/** A server refused one mail for good, as it says. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
  /**
   * Whether that is because of the address: there is no such mailbox, or none that takes mail. Everything else (a quota,
   * a policy, a full mailbox) may be otherwise tomorrow, whatever the server says.
   */
  readonly noSuchMailbox: boolean;
  constructor(noSuchMailbox: boolean, options?: ErrorOptions) {
    super(noSuchMailbox ? 'there is no such mailbox' : 'the mail server refused the mail', options);
    this.noSuchMailbox = noSuchMailbox;
  }
}
