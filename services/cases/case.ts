import { z } from 'zod';
import { Portal } from '../accounts/portal.ts';

/**
 * States of a case. `refused`, `expired`, `cancelled` and `frozen` end it; so does `done`, which can still become
 * `frozen` when the owner of the account says "no fui yo".
 */
export const CaseState = z.enum([
  'open',
  'proof-complete',
  'awaiting-visit',
  'papers-seen',
  'approved',
  'done',
  'refused',
  'expired',
  'cancelled',
  'frozen',
]);
export type CaseState = z.infer<typeof CaseState>;

/** What can happen to a case; `transitions.ts` says when. */
export const CaseEvent = z.enum([
  'prove',
  'await-visit',
  'see-papers',
  'approve',
  'reject',
  'refuse',
  'finish',
  'expire',
  'cancel',
  'freeze',
]);
export type CaseEvent = z.infer<typeof CaseEvent>;

const CaseEntry = z.object({
  event: CaseEvent,
  /** Makes an event count once, however often it is reported. */
  eventId: z.string(),
  at: z.number(),
  /** The member of staff; absent for the person and the machine. */
  by: z.string().optional(),
  /** A tag; for a refusal a `RefusalReason`. */
  reason: z.string().optional(),
  /** What the member of staff wrote down, for staff alone: it is never sent to anybody. */
  note: z.string().optional(),
});

/** The durable record of one procedure from start to end. Stored under kind `case`, with its folio as unique key. */
export const Case = z.object({
  /** What the person is told: `IMPI-2026-000123`. */
  folio: z.string(),
  procedure: z.string(),
  portal: Portal,
  state: CaseState,
  openedAt: z.number(),
  changedAt: z.number(),
  /** When the case expires by itself, if it does. */
  deadlineAt: z.number().optional(),
  accountId: z.string().optional(),
  /** The `epoch` of the account when the case was approved: with other credentials, it is approved no more. */
  epoch: z.number().int().optional(),
  /** What the procedure needs to go on later. Never a password, a key or a code. */
  data: z.record(z.string(), z.string()),
  history: z.array(CaseEntry),
});
export type Case = z.infer<typeof Case>;

export interface KnownCase {
  readonly id: string;
  readonly case: Case;
}
