import type { Directory } from '../accounts/directory.ts';
import { lastDigits } from '../accounts/mask.ts';
import type { AuditJob } from '../audit/event.ts';
import type { Pseudonym } from '../audit/pseudonym.ts';
import type { JobHandler } from '../jobs/handler.ts';
import type { CountedOnce } from '../limits/counted-once.ts';
import type { LimitVerdict } from '../limits/limits.ts';
import { canonicalRecipient } from '../limits/recipient.ts';
import type { Links } from '../links/link.ts';
import type { MailJob } from '../mail/mail.ts';
import type { Sealer } from '../seal/sealer.ts';
import type { Job, Jobs, Millis, NewJob } from '../store/store.ts';
import { type ActivationOrder, type ActivationRequest, openActivationOrder } from './activation-request.ts';
import { type Migration, whyNotPending } from './migration.ts';
import type { Migrations } from './migrations.ts';

export interface ActivationHandlerOptions {
  readonly accounts: Pick<Directory, 'get' | 'find'>;
  readonly migrations: Migrations;
  readonly links: Pick<Links, 'issue'>;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly sealer: Sealer;
  readonly mailJob: MailJob;
  readonly auditJob: AuditJob;
  /** Counts one request, whatever it will find. */
  readonly take: (key: string) => Promise<LimitVerdict>;
  readonly countedOnce: CountedOnce;
  readonly pseudonym: Pseudonym;
  readonly now: () => Millis;
  readonly linkTtlMs: Millis;
  /** How long a migration waits for its link to be used. */
  readonly pendingMs: Millis;
  /** The address of the page for a token. */
  readonly activateUrl: (token: string) => string;
  /** A duration as people say it. */
  readonly inWords: (ms: Millis, locale: ActivationOrder['locale']) => string;
}

/** Mails for one request: one for each user that waits to be moved to the address, and no more than this. */
const MAX_MAILS = 3;

/**
 * Sends activation links, after the person was told the same as everybody. A link goes to the email that was agreed to
 * after the proof and nowhere else; when that address has a PASE account already, its owner is told so, without a link.
 */
export function createActivationHandler(options: ActivationHandlerOptions): JobHandler {
  const { accounts, migrations, sealer, linkTtlMs, pendingMs } = options;

  async function handle(job: Job): Promise<void> {
    const order = openActivationOrder(sealer, job);
    const { request } = order;
    const asked = await askedFor(request);
    const key = limitKey(request, asked);
    const counted = await options.countedOnce(job.id, () => options.take(options.pseudonym(key)));
    if (!counted) return refuse(job, request, 'limit');
    if (request.by === 'migration') await migrations.record(request.migration);
    if (asked.length === 0) return refuse(job, request, 'no-match');
    for (const migration of asked) await answer(job, order, migration);
  }

  /** The migrations a request is about: each user once, by its newest. */
  async function askedFor(request: ActivationRequest): Promise<readonly Migration[]> {
    if (request.by === 'migration') return [request.migration];
    if (request.by === 'case') {
      const migration = await migrations.byCase(request.caseId);
      return migration === undefined ? [] : [migration];
    }
    const all = await migrations.byEmail(request.email);
    const newest = all.filter(
      ({ accountId }, index) => all.findIndex((other) => other.accountId === accountId) === index,
    );
    return newest.slice(0, MAX_MAILS);
  }

  async function answer(job: Job, { locale }: ActivationOrder, migration: Migration): Promise<void> {
    const { accountId, caseId, email, epoch } = migration;
    const at = options.now();
    const reason = whyNotPending(migration, await accounts.get(accountId), { now: at, pendingMs });
    const about = { at, portal: 'pase', caseId, accountId, email } as const;
    const id = `${job.id}:${caseId}`;
    const refused = (why: string) =>
      options.auditJob({ id: `link.refused:${id}`, name: 'link.refused', reason: why, ...about });
    if (reason !== undefined) return options.jobs.add([refused(reason)]);
    const mail = { id: `mail:${id}`, to: email, portal: 'pase', locale, at } as const;
    const holder = await accounts.find({ portal: 'pase', email });
    if (holder !== undefined && holder.id !== accountId) {
      const client = lastDigits(migration.clientNumber);
      const told = options.mailJob({ ...mail, template: 'pase-email-taken', params: { client } });
      return options.jobs.add([told, refused('email-taken')]);
    }
    const { token } = await options.links.issue({ purpose: 'activate', accountId, caseId, epoch, ttlMs: linkTtlMs });
    return options.jobs.add(withLink(mail, migration, token, locale, { id: `link.sent:${id}`, ...about }));
  }

  function withLink(
    mail: Omit<Parameters<MailJob>[0], 'template' | 'params'>,
    { clientNumber }: Migration,
    token: string,
    locale: ActivationOrder['locale'],
    event: Omit<Parameters<AuditJob>[0], 'name'>,
  ): NewJob[] {
    const link = options.activateUrl(token);
    const params = { link, ttl: options.inWords(linkTtlMs, locale), client: lastDigits(clientNumber) };
    return [
      options.mailJob({ ...mail, template: 'pase-activate', params }),
      options.auditJob({ ...event, name: 'link.sent' }),
    ];
  }

  function refuse(job: Job, request: ActivationRequest, reason: string): Promise<void> {
    const id = `link.refused:${job.id}`;
    const about = request.by === 'email' ? { email: request.email } : {};
    const at = options.now();
    return options.jobs.add([
      options.auditJob({
        id,
        name: 'link.refused',
        at,
        portal: 'pase',
        caseId: caseOf(job, request),
        reason,
        ...about,
      }),
    ]);
  }

  return {
    async run(jobs) {
      for (const job of jobs) await handle(job);
    },
  };
}

/** Whoever proved a client counts against it; everybody else against the address that would get the mail. */
function limitKey(request: ActivationRequest, asked: readonly Migration[]): string {
  if (request.by === 'migration') return `account:${request.migration.accountId}`;
  const email = request.by === 'email' ? request.email : asked[0]?.email;
  return `email:${canonicalRecipient(email ?? '')}`;
}

function caseOf(job: Job, request: ActivationRequest): string {
  if (request.by === 'migration') return request.migration.caseId;
  return request.by === 'case' ? request.caseId : job.id;
}
