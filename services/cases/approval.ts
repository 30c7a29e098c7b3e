import type { KnownCase } from './case.ts';
import type { CaseMove } from './cases.ts';
import type { LetterData } from './letter-data.ts';
import { expiryJob } from './letter-jobs.ts';
import type { VisitOptions } from './visit.ts';

const HOUR_MS = 60 * 60_000;

export type Prepared =
  | { readonly ok: true; readonly change: Partial<CaseMove> }
  | { readonly ok: false; readonly reason: 'no-account' | 'frozen' | 'email-taken' };

/**
 * Makes what an approval brings about: a link for the account of the CURP, mailed to the address the letter asks for. The
 * link is made first and is worth nothing unless the mail goes out, which it does in the write that approves the case.
 */
export function prepareApproval(options: VisitOptions) {
  const { accounts, links, jobs, mailJob, auditJob, now } = options;

  async function issue(
    { id: caseId, case: given }: KnownCase,
    { email, locale }: LetterData,
    account: AccountRef,
    id: string,
  ) {
    const at = now();
    const { accountId, epoch } = account;
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
      const sending = await issue(known, data, { accountId: found.id, epoch: found.account.epoch }, known.id);
      const change = { accountId: found.id, deadlineAt, jobs: [...sending, expiryJob(known.id, deadlineAt)] };
      return { ok: true, change };
    },

    /** Another link for an approved case. The id of the mail names the hour, so that asking on sends no more. */
    async again(known: KnownCase, data: LetterData): Promise<{ readonly ok: boolean }> {
      const { accountId } = known.case;
      const account = accountId === undefined ? undefined : await accounts.get(accountId);
      if (account === undefined || account.account.frozen !== undefined) return { ok: false };
      const id = `${known.id}:${Math.floor(now() / HOUR_MS)}`;
      await jobs.add(await issue(known, data, { accountId: account.id, epoch: account.account.epoch }, id));
      return { ok: true };
    },
  };
}

interface AccountRef {
  readonly accountId: string;
  readonly epoch: number;
}
