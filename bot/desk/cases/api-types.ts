import { z } from 'zod';
import { CaseEvent, CaseState } from '../../../services/cases/case.ts';
import { PaperDocument } from '../../../services/cases/staff.ts';

/**
 * The JSON of petitions in person, under `/desk/api/cases`. Sessions, tokens and refusals are as in the rest of the API;
 * reasons of refusal have a sentence under `case-desk.refused.REASON`. The CURP and the new address come masked only.
 */
export const casesRoot = '/desk/api/cases';

/** `GET /cases`: petitions on which somebody has something to do, the ones that wait for approval first. */
export const CaseLine = z.object({
  folio: z.string(),
  state: CaseState,
  changedAt: z.number(),
  deadlineAt: z.number().optional(),
  /** Seen by this member of staff, who may not approve it. */
  seenByMe: z.boolean(),
});
export type CaseLine = z.infer<typeof CaseLine>;
export const CaseList = z.object({ cases: z.array(CaseLine) });

export const CaseAct = z.enum(['papers', 'approve', 'refuse', 'expire', 'link']);
export type CaseAct = z.infer<typeof CaseAct>;

/** `GET /cases/FOLIO`, and the answer to each act. */
export const CaseView = CaseLine.extend({
  name: z.string(),
  curp: z.string(),
  email: z.string(),
  papers: z.object({ document: PaperDocument, last4: z.string(), curpCompared: z.boolean() }).optional(),
  /** What this member of staff may do with it now. */
  may: z.array(CaseAct),
  history: z.array(
    z.object({ event: CaseEvent, at: z.number(), by: z.string().optional(), reason: z.string().optional() }),
  ),
});
export type CaseView = z.infer<typeof CaseView>;

const nothing = z.strictObject({});

/** Bodies of `POST /cases/FOLIO/ACT`. There is no field for an address: the link goes where the letter says. */
export const caseActs = {
  /** `last4`: the last four characters of the identification. `curp`: as it stands there, to be compared and forgotten. */
  papers: z.strictObject({
    document: PaperDocument,
    last4: z.string().max(20),
    curp: z.string().trim().min(1).max(40).optional(),
  }),
  approve: nothing,
  refuse: z.strictObject({ reason: z.string().max(400) }),
  expire: nothing,
  link: nothing,
} as const;

export const CaseRefusedReason = z.enum([
  'unknown',
  'not-allowed',
  'reauthenticate',
  'staff-id',
  'document',
  'last4',
  'reason-text',
  'curp-differs',
  'impossible',
  'same-person',
  'no-account',
  'frozen',
  'email-taken',
  'not-due',
]);
export type CaseRefusedReason = z.infer<typeof CaseRefusedReason>;
export const CaseRefused = z.object({ refused: CaseRefusedReason, state: CaseState.optional() });
