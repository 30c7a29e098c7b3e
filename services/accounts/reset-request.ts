import { z } from 'zod';
import { duration } from '../../locales/texts.ts';
import type { AuditJob } from '../audit/event.ts';
import type { JobHandler } from '../jobs/handler.ts';
import type { Links } from '../links/link.ts';
import type { MailJob } from '../mail/mail.ts';
import { openSealed } from '../seal/open-sealed.ts';
import type { Sealer } from '../seal/sealer.ts';
import type { Job, Jobs, Millis, NewJob } from '../store/store.ts';
import { canonicalEmail, type KnownAccount } from './account.ts';
import type { Directory } from './directory.ts';

/** Somebody asks for a link to set a new password: by email at PASE, by CURP and email at ICSOE. */
const ResetRequest = z.object({
  portal: z.enum(['pase', 'icsoe']),
  email: z.string(),
  curp: z.string().optional(),
  caseId: z.string(),
  locale: z.enum(['es-MX', 'en']),
  at: z.number(),
});
export type ResetRequest = z.infer<typeof ResetRequest>;

const Payload = z.object({ sealed: z.string() });
const KIND = 'reset-request';

/** Makes the job that looks the account up. Queued for everybody alike, so that the answer says and costs the same. */
export const createResetRequestJob =
  (sealer: Sealer) =>
  (id: string, request: ResetRequest): NewJob => ({
    id,
    kind: KIND,
    payload: { sealed: sealer.seal(JSON.stringify(request), id) },
    dueAt: request.at,
  });

export interface ResetRequestOptions {
  readonly accounts: Pick<Directory, 'find'>;
  readonly links: Links;
  readonly jobs: Jobs;
  readonly mailJob: MailJob;
  readonly auditJob: AuditJob;
  readonly sealer: Sealer;
  readonly linkTtlMs: Millis;
  /** The address of the page that takes the new password, for a token. */
  readonly pageUrl: (token: string) => string;
}

type Refusal = 'unknown' | 'other-email' | 'frozen' | 'not-activated';

/** Mails the link to the address on record, when there is an account that fits; otherwise nothing goes out. */
export function createResetRequestHandler(options: ResetRequestOptions): JobHandler {
  const { auditJob, linkTtlMs } = options;

  async function handle(job: Job): Promise<void> {
    const { sealed } = Payload.parse(job.payload);
    const request = ResetRequest.parse(JSON.parse(openSealed(options.sealer, sealed, job.id)));
    const { portal, caseId, curp, email, locale, at } = request;
    const known = await options.accounts.find(
      portal === 'icsoe' ? { portal, curp: curp ?? '' } : { portal, email: canonicalEmail(email) },
    );
    const about = { at, portal, caseId, email, ...(curp === undefined ? {} : { curp }) };
    const fit = judge(known, email);
    if (!fit.ok) {
      const event = auditJob({ id: `reset:${job.id}`, name: 'link.refused', reason: fit.reason, ...about });
      return options.jobs.add([event]);
    }
    const { id: accountId, account } = fit.known;
    const { token } = await options.links.issue({
      purpose: 'reset',
      accountId,
      caseId,
      epoch: account.epoch,
      ttlMs: linkTtlMs,
    });
    await options.jobs.add([
      options.mailJob({
        id: `mail:${job.id}`,
        to: fit.email,
        portal,
        template: portal === 'pase' ? 'pase-reset' : 'icsoe-reset',
        params: { link: options.pageUrl(token), ttl: duration(linkTtlMs, locale), name: account.name },
        locale,
        at,
      }),
      auditJob({ id: `reset:${job.id}`, name: 'link.sent', accountId, ...about }),
    ]);
  }

  return {
    async run(jobs) {
      for (const job of jobs) await handle(job);
    },
  };
}

/** The email has to be the one on record, whatever else fits: what was typed is never a destination. */
function judge(
  known: KnownAccount | undefined,
  email: string,
): { ok: true; known: KnownAccount; email: string } | { ok: false; reason: Refusal } {
  if (known === undefined) return { ok: false, reason: 'unknown' };
  const { account } = known;
  if (account.email === undefined || account.email !== canonicalEmail(email))
    return { ok: false, reason: 'other-email' };
  if (account.frozen !== undefined) return { ok: false, reason: 'frozen' };
  if (account.passwordHash === undefined) return { ok: false, reason: 'not-activated' };
  return { ok: true, known, email: account.email };
}
