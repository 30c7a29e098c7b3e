import type { AuditEventName, AuditJob } from '../audit/event.ts';
import type { Links } from '../links/link.ts';

import type { MailJob, MailTemplate } from '../mail/mail.ts';
import type { Millis, NewJob } from '../store/store.ts';
import type { Account, KnownAccount } from './account.ts';
import { maskEmail } from './mask.ts';

export interface NoticeOptions {
  readonly links: Links;
  readonly mailJob: MailJob;
  readonly auditJob: AuditJob;
  /** The address of the "no fui yo" page for a token. */
  readonly disavowUrl: (token: string) => string;
  readonly disavowTtlMs: number;
  /** A moment in words, in the time of Mexico City. */
  readonly inWords: (at: Millis) => string;
}

/** A change of an account, as its notices and its audit event need it. */
export interface Change {
  readonly accountId: string;
  readonly applicationId: string;
  readonly caseId: string;
  readonly at: Millis;
}

/**
 * Jobs of an account change: one mail to every contact on record before and after it, and one audit event (design,
 * section 4, rule 10). Answers a pure function, because the change may be decided more than once; the "no fui yo" link
 * in the mails is made first and is worth nothing unless the mails go out.
 */
export async function prepareNotices(
  options: NoticeOptions,
  known: KnownAccount,
  change: Change,
  kind: { readonly template: MailTemplate; readonly audit: AuditEventName; readonly withDisavowal: boolean },
): Promise<(before: Account, after: Account) => NewJob[]> {
  const { accountId, applicationId, caseId, at } = change;
  const link = kind.withDisavowal
    ? await options.links.issue({
        purpose: 'disavow',
        accountId,
        caseId,
        epoch: known.account.epoch,
        ttlMs: options.disavowTtlMs,
      })
    : undefined;

  return (before, after) => [
    ...contactsOf(before, after).map((to, index) =>
      options.mailJob({
        id: `mail:${kind.template}:${applicationId}:${index}`,
        to,
        portal: after.portal,
        template: kind.template,
        at,
        params: {
          name: after.name,
          when: options.inWords(at),
          email: after.email === undefined ? '' : maskEmail(after.email),
          ...(link === undefined ? {} : { link: options.disavowUrl(link.token) }),
        },
      }),
    ),
    options.auditJob({
      id: `${kind.audit}:${applicationId}`,
      name: kind.audit,
      at,
      portal: after.portal,
      caseId,
      accountId,
      ...(after.curp === undefined ? {} : { curp: after.curp }),
      ...(after.email === undefined ? {} : { email: after.email }),
    }),
  ];
}

/** Everybody who is told, each once: the addresses on record before the change and after it. */
export function contactsOf(before: Account, after: Account): string[] {
  const all = [before.email, ...before.contacts, after.email, ...after.contacts];
  return [...new Set(all.filter((address) => address !== undefined))];
}
