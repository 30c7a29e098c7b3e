import { z } from 'zod';
import type { NewJob } from '../store/store.ts';

/** Everything worth telling an auditor. Success and failure come in pairs. */
export const AuditEventName = z.enum([
  'case.opened',
  'case.moved',
  'case.refused',
  /** Nothing was said for long where the case was asked about; it stays open. */
  'case.abandoned',
  'efirma.accepted',
  'efirma.refused',
  'code.sent',
  'code.accepted',
  'code.refused',
  'password.accepted',
  'password.refused',
  'account.changed',
  'account.refused',
  'account.frozen',
  'clients.associated',
  'client.accepted',
  'client.refused',
  'link.sent',
  'mail.sent',
  'link.refused',
  'notice.sent',
  'mail.suppressed',
  /** A mail that has been tried in vain several times; it is tried on. */
  'mail.failed',
  /** The state of a conversation went to another channel, with the yes of the one that it left. */
  'conversation.moved',
  'conversation.move-refused',
  'handoff.requested',
  /** Nobody was free; the person was promised an answer. */
  'handoff.promised',
  'handoff.claimed',
  'handoff.transferred',
  /** Back in the queue: the agent did not answer, or the person asked again. */
  'handoff.requeued',
  'handoff.snoozed',
  'handoff.woken',
  'handoff.said',
  /** What the agent said was what the person waited for. */
  'handoff.replied',
  'handoff.noted',
  'handoff.form-sent',
  'handoff.procedure-started',
  'handoff.procedure-cancelled',
  'handoff.viewed',
  'handoff.revealed',
  /** An agent's words held what may not be sent. */
  'handoff.words-refused',
  'handoff.ended',
  /** A member of staff tried what is not theirs to do. */
  'desk.refused',
  'desk.notice',
  'desk.canned-changed',
  'desk.signed-in',
  'desk.signed-out',
  /** The link of an approved case was sent once more, at the wish of a member of staff. */
  'desk.link-again',
  /** A member of staff looked a case up. */
  'desk.case-viewed',
  'desk.audit-read',
]);
export type AuditEventName = z.infer<typeof AuditEventName>;

/** What the caller knows. Personal data are turned into keyed hashes before anything is written. */
export interface AuditEvent {
  /** Unique; the same event is chained once. Derive it from the turn or the case, never at random. */
  readonly id: string;
  readonly name: AuditEventName;
  readonly at: number;
  readonly procedure?: string;
  readonly portal?: string;
  readonly caseId?: string;
  readonly folio?: string;
  readonly accountId?: string;
  /** A tagged reason, never a sentence. */
  readonly reason?: string;
  readonly by?: string;
  readonly handoffId?: string;
  readonly channel?: string;
  readonly step?: string;
  /** How long something took, in milliseconds: `handoff.claimed` and `handoff.replied` since the person waits. */
  readonly ms?: number;
  /** What a member of staff gave as reason, redacted. */
  readonly because?: string;
  readonly curp?: string;
  readonly email?: string;
  /** From which contact on record it was done: the keyed hash that `email` becomes. */
  readonly contactHash?: string | undefined;
  /** Serial number of a certificate. */
  readonly serial?: string;
}

/** Makes the job that chains an event; nothing personal is in it. */
export type AuditJob = (event: AuditEvent) => NewJob;
