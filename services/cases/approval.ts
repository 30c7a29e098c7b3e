import type { KnownAccount } from '../accounts/account.ts';
import type { KnownCase } from './case.ts';
import type { CaseMove } from './cases.ts';
import type { LetterData } from './letter-data.ts';
import { expiryJob } from './letter-jobs.ts';
import { sameName } from './same-name.ts';
import type { VisitOptions } from './visit.ts';

const HOUR_MS = 60 * 60_000;

export type Prepared =
  | {
      readonly ok: true;
      readonly change: Partial<CaseMove>;
      /** The account is in another name than the letter. */
      readonly nameDiffers: boolean;
    }
  | { readonly ok: false; readonly reason: 'no-account' | 'frozen' | 'email-taken' };

export type SentAgain =
  | { readonly ok: true }
  /** `superseded`: the credentials have changed since the approval, which is worth nothing any more. */
  | { readonly ok: false; readonly reason: 'impossible' | 'superseded' };

/**
 * Makes what an approval brings about: a link for the account of the CURP, mailed to the address the letter asks for, and
 * word of it to every contact on record, who can stop it before anything changes. The links are made first and are worth
 * nothing unless the mails go out, which they do in the write that approves the case.
 */
export function prepareApproval(options: VisitOptions) {
  const { accounts, cases, links, jobs, mailJob, auditJob, notices, now } = options;

  async function issue({ id: caseId, case: given }: KnownCase, { email, locale }: LetterData, to: LinkOf) {
    const at = now();
    const { accountId, epoch, id } = to;
    const link = await links.issue({ purpose: 'set-password', accountId, caseId, epoch, ttlMs: options.linkTtlMs });
    const { folio, portal, procedure } = given;
    const params = {
      folio,
      link: options.setPasswordUrl(link.token),
      ttl: options.duration(options.linkTtlMs, locale),
    };
    return [
      mailJob({ id: `mail:set-password:${id}`, to: email, portal, template: 'set-password', params, locale, at }),
      auditJob({ id: `link.sent:${id}`, name: 'link.sent', at, procedure, portal, caseId, folio, accountId, email }),
    ];
  }

  function tell({ id: caseId }: KnownCase, { email }: LetterData, { id: accountId, account }: KnownAccount) {
    const news = { accountId, caseId, newsId: caseId, at: now(), template: 'letter-approved' } as const;
    return notices.jobsFor({ ...news, before: account, after: account, email });
  }

  return {
    async prepare(known: KnownCase, data: LetterData): Promise<Prepared> {
      const { portal } = known.case;
      const [found, holder] = await Promise.all([
        accounts.find({ portal, curp: data.curp }),
        accounts.find({ portal, email: data.email }),
      ]);
      if (found === undefined) return { ok: false, reason: 'no-account' };
      if (found.account.frozen !== undefined) return { ok: false, reason: 'frozen' };
      if (holder !== undefined && holder.id !== found.id) return { ok: false, reason: 'email-taken' };
      const deadlineAt = now() + options.approvedTtlMs;
      const { epoch } = found.account;
      const sending = await issue(known, data, { accountId: found.id, epoch, id: known.id });
      const told = await tell(known, data, found);
      return {
        ok: true,
        change: {
          accountId: found.id,
          epoch,
          deadlineAt,
          jobs: [...sending, ...told, expiryJob(known.id, deadlineAt)],
        },
        nameDiffers: !sameName(data.fullName, found.account.name),
      };
    },

    /**
     * Another link for an approved case. The id of the mail names the hour, so that asking on sends no more. Once the
     * credentials have changed otherwise, the approval dies as all links of the time before do.
     */
    async again(known: KnownCase, data: LetterData): Promise<SentAgain> {
      const { accountId, epoch } = known.case;
      const account = accountId === undefined ? undefined : await accounts.get(accountId);
      if (account === undefined || account.account.frozen !== undefined) return { ok: false, reason: 'impossible' };
      if (epoch !== account.account.epoch) {
        await cases.move(known.id, { event: 'expire', eventId: 'superseded', reason: 'superseded', at: now() });
        return { ok: false, reason: 'superseded' };
      }
      const id = `${known.id}:${Math.floor(now() / HOUR_MS)}`;
      await jobs.add(await issue(known, data, { accountId: account.id, epoch, id }));
      return { ok: true };
    },
  };
}

interface LinkOf {
  readonly accountId: string;
  readonly epoch: number;
  /** Makes the ids of what is sent. */
  readonly id: string;
}
