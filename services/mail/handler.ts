import type { AuditEventName, AuditJob } from '../audit/event.ts';
import type { Pseudonym } from '../audit/pseudonym.ts';
import { HopelessJob, type JobHandler, PostponedJob } from '../jobs/handler.ts';
import type { CountedOnce } from '../limits/counted-once.ts';
import { canonicalRecipient } from '../limits/recipient.ts';
import type { ReservedShare } from '../limits/reserved-share.ts';
import type { Sealer } from '../seal/sealer.ts';
import type { Job, Jobs, Millis } from '../store/store.ts';
import { type Mailer, type MailOrder, MailRefused } from './mail.ts';
import { openMailOrder } from './mail-job.ts';
import type { Senders } from './senders.ts';
import { templates } from './templates.ts';
import { writeMail } from './write-mail.ts';

export interface MailHandlerOptions {
  readonly mailer: Mailer;
  readonly sealer: Sealer;
  readonly senders: Senders;
  readonly jobs: Jobs;
  readonly auditJob: AuditJob;
  readonly pseudonym: Pseudonym;
  readonly now: () => Millis;
  /** Mails to one mailbox, by its pseudonym. Must reject while it cannot count: then they wait. */
  readonly share: Pick<ReservedShare, 'take'>;
  readonly countedOnce: CountedOnce;
  /** How long a mail that the server refuses is tried, and the pause between two tries once the first were in vain. */
  readonly refused: { readonly keepMs: Millis; readonly pauseMs: Millis };
}

/** So many attempts take about half a minute: no short outage of the mail server. */
const FAILED_ATTEMPTS = 5;

/** Sends mails. A mail over the cap of its recipient is dropped, and counted all the same. */
export function createMailHandler(options: MailHandlerOptions): JobHandler {
  async function overCap(order: MailOrder, job: Job): Promise<boolean> {
    if (!templates[order.template].capped) return false;
    // A mail that waits for a broken server does not use up the cap by being tried again, and one over it does not pass then.
    const mailbox = options.pseudonym(canonicalRecipient(order.to));
    return !(await options.countedOnce(job.id, () => options.share.take(...countedAs(mailbox, order))));
  }

  async function handle(job: Job): Promise<void> {
    const order = openMailOrder(options.sealer, job);
    const suppressed = await overCap(order, job);
    if (!suppressed) await send(order, job);
    await options.jobs.add([
      options.auditJob({
        id: `sent:${job.id}`,
        name: suppressed ? 'mail.suppressed' : sentName(order),
        at: options.now(),
        portal: order.portal,
        reason: order.template,
        email: order.to,
      }),
    ]);
  }

  /** A server that stays away, or wants no mail of ours, is worth telling, once a mail; so is a mail that is given up. */
  async function send(order: MailOrder, job: Job): Promise<void> {
    try {
      await options.mailer.send(writeMail(job.id, order, options.senders));
    } catch (error) {
      const next = afterFailure(error, order, job);
      if (next instanceof HopelessJob || job.attempts === FAILED_ATTEMPTS) await noteFailure(order, job);
      throw next;
    }
  }

  /** What becomes of a mail that did not go out: given up, put off, or tried again soon. */
  function afterFailure(error: unknown, order: MailOrder, job: Job): unknown {
    if (!(error instanceof MailRefused)) return error;
    const { keepMs, pauseMs } = options.refused;
    if (error.noSuchMailbox || options.now() - order.at > keepMs)
      return new HopelessJob('the mail is refused, and given up', { cause: error });
    return job.attempts < FAILED_ATTEMPTS ? error : new PostponedJob('the mail is refused for now', pauseMs);
  }

  async function noteFailure({ portal, template, to }: MailOrder, job: Job): Promise<void> {
    const id = `failed:${job.id}`;
    const event = { id, name: 'mail.failed', at: options.now(), portal, reason: template, email: to } as const;
    await options.jobs.add([options.auditJob(event)]);
  }

  return {
    ...(options.mailer.atOnce !== undefined && { atOnce: options.mailer.atOnce }),
    async run(jobs) {
      for (const job of jobs) await handle(job);
    },
  };
}

/**
 * What anybody can cause must not crowd out what an owner waits for. Codes are counted apart: who gets one has proved who
 * they are. Of each kind of link the first in a window comes also after a flood of others.
 */
function countedAs(mailbox: string, { template }: MailOrder): [key: string, origin?: string] {
  const { care } = templates[template];
  if (care === 'code') return [`${mailbox}:code`];
  return care === 'link' ? [mailbox, template] : [mailbox];
}

/** Codes and links are audited where they are made; here it counts that a mail went out. */
const sentName = ({ template }: MailOrder): AuditEventName =>
  templates[template].capped ? 'mail.sent' : 'notice.sent';
