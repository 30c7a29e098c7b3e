import { z } from 'zod';
import { canonicalEmail } from '../accounts/account.ts';
import { type AuditEvent, AuditEventName, type AuditJob } from './event.ts';
import type { Pseudonym } from './pseudonym.ts';

/** What is chained of an event. */
export const AuditBody = z.strictObject({
  id: z.string(),
  name: AuditEventName,
  /** UTC, ISO 8601. */
  at: z.string(),
  procedure: z.string().optional(),
  portal: z.string().optional(),
  caseId: z.string().optional(),
  folio: z.string().optional(),
  accountId: z.string().optional(),
  reason: z.string().optional(),
  by: z.string().optional(),
  handoffId: z.string().optional(),
  channel: z.string().optional(),
  step: z.string().optional(),
  ms: z.number().optional(),
  because: z.string().optional(),
  curpHash: z.string().optional(),
  emailHash: z.string().optional(),
  contactHash: z.string().optional(),
  serialHash: z.string().optional(),
});
export type AuditBody = z.infer<typeof AuditBody>;

export const auditJobId = (eventId: string): string => `audit:${eventId}`;

/** The maker of audit jobs; CURP, email and serial number leave it as keyed hashes only. */
export function createAuditJob(pseudonym: Pseudonym): AuditJob {
  return (event) => ({
    id: auditJobId(event.id),
    kind: 'audit',
    payload: bodyOf(event, pseudonym),
    dueAt: event.at,
  });
}

/** An address as the chain holds it. */
export const emailHash = (pseudonym: Pseudonym, email: string): string => pseudonym(`email:${canonicalEmail(email)}`);

function bodyOf({ at, curp, email, contactHash, serial, ...open }: AuditEvent, pseudonym: Pseudonym): AuditBody {
  return {
    ...open,
    at: new Date(at).toISOString(),
    ...(curp === undefined ? {} : { curpHash: pseudonym(`curp:${curp.toUpperCase()}`) }),
    ...(email === undefined ? {} : { emailHash: emailHash(pseudonym, email) }),
    ...(contactHash === undefined ? {} : { contactHash }),
    ...(serial === undefined ? {} : { serialHash: pseudonym(`serial:${serial.toLowerCase()}`) }),
  };
}
