import type { Directory } from '../accounts/directory.ts';
import type { AuditEventName, AuditJob } from '../audit/event.ts';
import type { Pseudonym } from '../audit/pseudonym.ts';
import type { JobHandler } from '../jobs/handler.ts';
import type { CountedOnce } from '../limits/counted-once.ts';
import type { LimitVerdict } from '../limits/limits.ts';
import { canonicalRecipient } from '../limits/recipient.ts';
import type { Links } from '../links/link.ts';
import type { MailJob } from '../mail/mail.ts';
import type { Sealer } from '../seal/sealer.ts';
import type { Job, Jobs, Millis, NewJob } from '../store/store.ts';
import { openResetOrder, type ResetOrder, type ResetRequest } from './reset-request.ts';
import { findResettable, type Resettable } from './resettable.ts';

export interface ResetHandlerOptions {
  readonly accounts: Pick<Directory, 'get' | 'find'>;
  readonly links: Pick<Links, 'issue'>;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly sealer: Sealer;
  readonly mailJob: MailJob;
  readonly auditJob: AuditJob;
  /** Counts one request for what was given; whether somebody has it makes no difference. */
  readonly take: (key: string) => Promise<LimitVerdict>;
  readonly countedOnce: CountedOnce;
  readonly pseudonym: Pseudonym;
  readonly now: () => Millis;
  readonly linkTtlMs: Millis;
  /** The address of the page for a token. */
  readonly resetUrl: (token: string) => string;
  /** A duration as people say it. */
  readonly inWords: (ms: Millis, locale: ResetOrder['locale']) => string;
}

/**
 * Answers requests for a new password, after the person was told the same as everybody: a link to the address on record
 * when what was given fits one account, an audit event in any case. A repeated job sends nothing twice: the mail's id
 * comes from the job's.
 */
export function createResetHandler(options: ResetHandlerOptions): JobHandler {
  const { sealer, pseudonym, linkTtlMs } = options;

  async function handle(job: Job): Promise<void> {
    const order = openResetOrder(sealer, job);
    // Counted first, and for everybody.
    const counted = await options.countedOnce(job.id, () => options.take(pseudonym(limitKey(order.request))));
    const found = await findResettable(options.accounts, order.request);
    if (!counted) return refuse(job, order, 'limit');
    if (!found.ok) return refuse(job, order, found.reason);
    await options.jobs.add(await mailWithLink(job, order, found));
  }

  async function mailWithLink(job: Job, { locale }: ResetOrder, found: Resettable & { ok: true }): Promise<NewJob[]> {
    const { known, portal, email } = found;
    const link = await options.links.issue({
      purpose: 'reset',
      accountId: known.id,
      caseId: job.id,
      epoch: known.account.epoch,
      ttlMs: linkTtlMs,
    });
    const params = { link: options.resetUrl(link.token), ttl: options.inWords(linkTtlMs, locale) };
    const at = options.now();
    return [
      options.mailJob({ id: `mail:${job.id}`, to: email, portal, template: `${portal}-reset`, params, locale, at }),
      audit(job, 'link.sent', portal, { accountId: known.id, email }),
    ];
  }

  function refuse(job: Job, { request }: ResetOrder, reason: string): Promise<void> {
    const portal = 'portal' in request ? request.portal : undefined;
    return options.jobs.add([audit(job, 'link.refused', portal, { ...givenIn(request), reason })]);
  }

  function audit(
    job: Job,
    name: AuditEventName,
    portal: string | undefined,
    about: Omit<Parameters<AuditJob>[0], 'id' | 'name' | 'at'>,
  ): NewJob {
    const id = `${name}:${job.id}`;
    return options.auditJob({ id, name, at: options.now(), ...(portal ? { portal } : {}), caseId: job.id, ...about });
  }

  return {
    async run(jobs) {
      for (const job of jobs) await handle(job);
    },
  };
}

/**
 * What one hour's requests are counted by. CURP and email together: whoever knows one of them cannot use up what its
 * owner needs, and every request that counts against the owner's pair has sent the owner a link that works.
 */
function limitKey(request: ResetRequest): string {
  switch (request.by) {
    case 'curp':
      return `curp:${request.curp}:${canonicalRecipient(request.email)}`;
    case 'email':
      return `email:${canonicalRecipient(request.email)}`;
    case 'account':
      return `account:${request.accountId}`;
  }
}

const givenIn = (request: ResetRequest) =>
  request.by === 'account'
    ? { accountId: request.accountId }
    : { email: request.email, ...(request.by === 'curp' ? { curp: request.curp } : {}) };
