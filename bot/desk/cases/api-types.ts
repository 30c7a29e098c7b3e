import { z } from 'zod';
import { CaseEvent, CaseState } from '../../../services/cases/case.ts';
import { PaperDocument, RefusalReason } from '../../../services/cases/staff.ts';

/**
 * The JSON of petitions in person, and of accounts stopped by "no fui yo", under `/desk/api/cases`. Sessions, tokens and
 * refusals are as in the rest of the API; reasons of refusal have a sentence under `case-desk.refused.REASON`. The CURP
 * and the new address come masked only.
 */
export const casesRoot = '/desk/api/cases';

/** `GET /cases`: cases on which somebody has something to do: petitions that wait for approval first, disavowals last. */
export const CaseLine = z.object({
  kind: z.enum(['petition', 'disavowal']),
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

const Happened = z.object({
  event: CaseEvent,
  at: z.number(),
  by: z.string().optional(),
  reason: z.string().optional(),
  /** What staff wrote down, for staff alone. */
  note: z.string().optional(),
});

const PetitionView = CaseLine.extend({
  kind: z.literal('petition'),
  name: z.string(),
  /** The name on the account, where it is not that of the letter: who approves has to say why that is right. */
  otherName: z.string().optional(),
  curp: z.string(),
  email: z.string(),
  papers: z.object({ document: PaperDocument, last4: z.string(), curpCompared: z.boolean() }).optional(),
  /** What this member of staff may do with it now. */
  may: z.array(CaseAct),
  history: z.array(Happened),
});
export type PetitionView = z.infer<typeof PetitionView>;

const DisavowalView = CaseLine.extend({
  kind: z.literal('disavowal'),
  openedAt: z.number(),
  name: z.string(),
  curp: z.string().optional(),
  /** The address on record now. */
  email: z.string().optional(),
  /** From which contact it was said: the one on record now, or one before it; absent where that is not known any more. */
  saidFrom: z.object({ email: z.string(), isCurrent: z.boolean() }).optional(),
  /** Nobody can sign in or change the account. */
  stopped: z.boolean(),
  /** The change that is disavowed, where a case of ours made it. */
  change: z.object({ folio: z.string(), procedure: z.string() }).optional(),
  history: z.array(Happened),
});
export type DisavowalView = z.infer<typeof DisavowalView>;

/** `GET /cases/FOLIO`; acts answer with a petition. */
export const CaseView = z.discriminatedUnion('kind', [PetitionView, DisavowalView]);
export type CaseView = z.infer<typeof CaseView>;

const nothing = z.strictObject({});
const note = z.string().max(400).optional();

/** Bodies of `POST /cases/FOLIO/ACT`. There is no field for an address: the link goes where the letter says. */
export const caseActs = {
  /** `last4`: the last four characters of the identification. `curp`: as it stands there, to be compared and forgotten. */
  papers: z.strictObject({
    document: PaperDocument,
    last4: z.string().max(20),
    curp: z.string().trim().min(1).max(40),
  }),
  /** `note`: why, where the account is in another name than the letter. */
  approve: z.strictObject({ note }),
  /** The person is told the reason; `note` is for the file, and needed with `other`. */
  refuse: z.strictObject({ reason: RefusalReason, note }),
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
  'curp',
  'reason-text',
  'note-text',
  'curp-differs',
  'curp-not-compared',
  'name-differs',
  'impossible',
  'same-person',
  'no-account',
  'frozen',
  'email-taken',
  'not-due',
  'superseded',
]);
export type CaseRefusedReason = z.infer<typeof CaseRefusedReason>;
export const CaseRefused = z.object({ refused: CaseRefusedReason, state: CaseState.optional() });
