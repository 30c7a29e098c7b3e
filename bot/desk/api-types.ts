import { z } from 'zod';
import { Portal } from '../../services/accounts/portal.ts';
import { Canned } from '../../services/handoff/canned.ts';
import {
  Agent,
  EndReason,
  HandoffEventName,
  HandoffState,
  MaskedField,
  Note,
  RequestReason,
  StaffRole,
} from '../../services/handoff/handoff.ts';
import { Notice } from '../../services/handoff/notices.ts';
import { OutgoingRefusal } from '../../services/handoff/outgoing-filter.ts';

/**
 * The JSON of the desk's API, which the page and the tests build on. Times are milliseconds since the epoch.
 *
 * Everything lives under `/desk/api` and needs a staff session (401 `Unauthorized` without one). What changes something
 * is a POST or PUT with `content-type: application/json`, from a page of the same origin, with the session's token in
 * `x-desk-csrf` (403 `OriginRefused` or `TokenInvalid`). An act that the rules refuse answers 409 (403 for `not-allowed`,
 * 404 for `unknown`, 429 for `limited`) with a `Refused` body; its reason has a sentence under `desk.refused.REASON`.
 */
export const csrfHeader = 'x-desk-csrf';

/** `GET /me`. */
export const Me = z.object({
  staff: z.object({
    id: z.string(),
    name: z.string(),
    roles: z.array(StaffRole),
    portals: z.array(z.string()).optional(),
  }),
  csrf: z.string(),
  now: z.number(),
  /** Acts on which the page warns before the server refuses. */
  limits: z.object({ messageMaxChars: z.number(), noteMaxChars: z.number(), snoozeMaxMs: z.number() }),
});
export type Me = z.infer<typeof Me>;

/** Whether the person has been kept waiting: `near` in the last third of the promised time. `none`: nobody waits. */
export const SlaState = z.enum(['none', 'ok', 'near', 'missed']);
export type SlaState = z.infer<typeof SlaState>;

/** One line of the queue. No personal data. */
export const QueueItem = z.object({
  id: z.string(),
  /** Grows with every change: an item with a lower version is older news. */
  version: z.number().int(),
  state: HandoffState,
  channel: z.string(),
  portal: Portal.optional(),
  procedure: z.string().optional(),
  step: z.string().optional(),
  folio: z.string().optional(),
  ticket: z.string().optional(),
  reason: RequestReason,
  requestedAt: z.number(),
  /** Since when the person waits for a word; absent when nobody waits. */
  waitingSince: z.number().optional(),
  sla: z.object({ state: SlaState, dueAt: z.number().optional() }),
  assignee: Agent.optional(),
  /** Handed to this agent by a transfer; others may not claim it yet. */
  reservedFor: Agent.optional(),
  snoozedUntil: z.number().optional(),
  endedAt: z.number().optional(),
  endReason: EndReason.optional(),
  /** 1 is next; only in the queue. */
  position: z.number().int().optional(),
});
export type QueueItem = z.infer<typeof QueueItem>;

/** `GET /handoffs?view=queue|mine|all`. */
export const QueueView = z.enum(['queue', 'mine', 'all']);
export const Queue = z.object({ items: z.array(QueueItem), now: z.number() });
export type Queue = z.infer<typeof Queue>;

/** Something that was said, as agents see it: secrets gone, identifiers and addresses masked. Plain text, never markup. */
export const TranscriptEntry = z.object({
  seq: z.number().int(),
  at: z.number(),
  from: z.enum(['person', 'assistant', 'agent']),
  /** The agent's name. */
  name: z.string().optional(),
  text: z.string(),
  /** Names of files that were sent; never their content. */
  files: z.array(z.string()).optional(),
  /** Titles of the buttons shown. */
  options: z.array(z.string()).optional(),
  /** A secure field was shown. */
  form: z.string().optional(),
  procedure: z.string().optional(),
  step: z.string().optional(),
  /** For an agent's words: the id the page gave them. */
  clientMessageId: z.string().optional(),
});
export type TranscriptEntry = z.infer<typeof TranscriptEntry>;

/** How far the channel brought what was said to the person. */
export const Delivery = z.object({ seq: z.number().int(), state: z.enum(['sent', 'delivered', 'read', 'failed']) });
export type Delivery = z.infer<typeof Delivery>;

/** Where the person stands: what is proven, and what is missing. */
export const Standing = z.object({
  procedure: z.string(),
  step: z.string(),
  steps: z.array(z.object({ id: z.string(), state: z.enum(['done', 'current', 'missing']) })),
});
export type Standing = z.infer<typeof Standing>;

/** A secure form that was sent; never what is in it. */
export const FormView = z.object({
  id: z.string(),
  kind: z.string(),
  sentAt: z.number(),
  state: z.enum(['sent', 'opened', 'completed', 'expired']),
  expiresAt: z.number().optional(),
});
export type FormView = z.infer<typeof FormView>;

/** `GET /handoffs/:id`. */
export const ConversationView = z.object({
  item: QueueItem,
  /** What this member of staff may do with it now. */
  may: z.array(
    z.enum([
      'claim',
      'say',
      'note',
      'transfer',
      'return',
      'snooze',
      'wake',
      'close',
      'form',
      'start',
      'cancel',
      'reveal',
    ]),
  ),
  transcript: z.array(TranscriptEntry),
  deliveries: z.array(Delivery),
  standing: Standing.optional(),
  /** Fields that exist and may be revealed with a reason, masked. */
  masked: z.array(z.object({ field: MaskedField, shown: z.string() })),
  case: z
    .object({
      folio: z.string(),
      procedure: z.string(),
      state: z.string(),
      deadlineAt: z.number().optional(),
      history: z.array(
        z.object({ event: z.string(), at: z.number(), by: z.string().optional(), reason: z.string().optional() }),
      ),
    })
    .optional(),
  history: z.array(
    z.object({ event: HandoffEventName, at: z.number(), by: Agent.optional(), reason: z.string().optional() }),
  ),
  notes: z.array(Note),
  forms: z.array(FormView),
  /** Until when the channel lets us write (WhatsApp: 24 hours after the person's last word); absent where it always does. */
  windowEndsAt: z.number().optional(),
  /** Other members of staff who look at it now. */
  looking: z.array(Agent),
});
export type ConversationView = z.infer<typeof ConversationView>;

/** Why an act was refused. */
export const RefusedReason = z.enum([
  'unknown',
  'not-allowed',
  'ended',
  'taken',
  'not-yours',
  'reserved',
  'impossible',
  'busy',
  'limited',
  'window-closed',
  'not-known',
  'unknown-agent',
  'unknown-procedure',
  'reauthenticate',
  'stream-unknown',
  /** The words may not be sent: what the outgoing filter found. */
  ...OutgoingRefusal.options,
  /** A canned answer names a variable that does not exist. */
  'variable',
]);
export type RefusedReason = z.infer<typeof RefusedReason>;
export const Refused = z.object({
  refused: RefusedReason,
  retryAt: z.number().optional(),
  /** The canned answer that was refused. */
  id: z.string().optional(),
});
export type Refused = z.infer<typeof Refused>;

// -------------------------------------------------------------------------------- POST /handoffs/:id/ACT

const reason = z.string().trim().min(1).max(300);
const nothing = z.strictObject({});

/** Bodies of the acts. Unknown fields are refused: there is no field for an address, a code or a password. */
export const acts = {
  claim: nothing,
  return: z.strictObject({ reason: reason.optional() }),
  /** Without `to`: back to the queue. */
  transfer: z.strictObject({ to: z.string().min(1).max(64).optional(), reason: reason.optional() }),
  snooze: z.strictObject({ until: z.number().int() }),
  wake: nothing,
  close: z.strictObject({ reason: reason.optional() }),
  note: z.strictObject({ id: z.uuid(), text: z.string().trim().min(1).max(2_000) }),
  /** `clientMessageId`: the same words sent again are said once. */
  say: z.strictObject({ clientMessageId: z.uuid(), text: z.string().max(4_096) }),
  typing: z.strictObject({ typing: z.boolean() }),
  /**
   * Shows the person the secure field of their step again; on WhatsApp and Teams, a new link to it. `id`, here as in `start`
   * and `cancel`: sent again, it is done once.
   */
  form: z.strictObject({ id: z.uuid() }),
  start: z.strictObject({ id: z.uuid(), procedure: z.string().min(1).max(40) }),
  cancel: z.strictObject({ id: z.uuid() }),
  reveal: z.strictObject({ field: MaskedField, reason }),
  /** `stream`: the id its `hello` gave. */
  looking: z.strictObject({ stream: z.string().min(1).max(64), looking: z.boolean() }),
} as const;
export type Act = keyof typeof acts;

/** The answer to an act that was done. */
export const Done = z.object({ item: QueueItem });
/** …of `say`: the words as they go out; their entry comes over the stream. */
export const Said = Done.extend({ messageId: z.string() });
/** …of `reveal`. Show it for a short time, keep it nowhere. */
export const Revealed = Done.extend({ field: MaskedField, value: z.string() });

// ------------------------------------------------------------------------- canned answers: GET, PUT /canned

/** Variables in `text` are `{agente}`, `{folio}`, `{tramite}` and `{portal}`. Saved texts pass the outgoing filter. */
export const CannedAnswer = Canned;
export type CannedAnswer = Canned;
export const CannedAnswers = z.object({ version: z.number().int(), answers: z.array(CannedAnswer).max(200) });
export type CannedAnswers = z.infer<typeof CannedAnswers>;
/** `PUT /canned` (supervisors): the whole list, made from `version`; 409 `busy` when somebody else saved meanwhile. */
export const PutCanned = z.strictObject({ version: z.number().int(), answers: z.array(CannedAnswer).max(200) });

/** `GET /agents`: to whom a conversation can be handed. */
export const Agents = z.object({ agents: z.array(Agent.extend({ online: z.boolean(), assigned: z.number().int() })) });
export type Agents = z.infer<typeof Agents>;

// --------------------------------------------------------------------------- GET /stream (server-sent events)

/**
 * `GET /stream?watch=HANDOFF&after=SEQ`, both optional. The first event is `hello`, with everything: after a reconnect
 * replace what you have. `Last-Event-ID` carries HANDOFF:SEQ of the watched conversation, so its entries go on where they
 * stopped. Which conversation is watched is changed with the act `looking`; 409 `stream-unknown` means: reconnect.
 */
export const StreamEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('hello'), stream: z.string(), now: z.number(), items: z.array(QueueItem) }),
  z.object({ event: z.literal('item'), item: QueueItem }),
  /** No longer to be seen by this member of staff. */
  z.object({ event: z.literal('gone'), id: z.string() }),
  /** New entries of the watched conversation. */
  z.object({ event: z.literal('entries'), id: z.string(), entries: z.array(TranscriptEntry) }),
  z.object({ event: z.literal('deliveries'), id: z.string(), deliveries: z.array(Delivery) }),
  /** The person writes, or stopped. */
  z.object({ event: z.literal('typing'), id: z.string(), typing: z.boolean() }),
  /** Who else looks at the watched conversation. */
  z.object({ event: z.literal('looking'), id: z.string(), looking: z.array(Agent) }),
  /** The view of the watched conversation changed beyond its entries: read it again. */
  z.object({ event: z.literal('changed'), id: z.string() }),
  /** For supervisors: an odd pattern; see `Notice`. */
  z.object({ event: z.literal('notice'), notice: Notice }),
  /** The session is over: sign in again. */
  z.object({ event: z.literal('signed-out') }),
]);
export type StreamEvent = z.infer<typeof StreamEvent>;

/** `GET /notices` (supervisors): odd patterns, the latest first. */
export const Notices = z.object({ notices: z.array(Notice) });
export type Notices = z.infer<typeof Notices>;

// --------------------------------------------------------------- GET /report?from=&to=&portal=&channel= (.csv)

const Figures = z.object({ count: z.number().int(), medianMs: z.number().optional(), p95Ms: z.number().optional() });

/** Supervisors and auditors. No personal data. `from` and `to` are days in Mexico City, `2026-11-21`, both included. */
export const Report = z.object({
  from: z.string(),
  to: z.string(),
  /** By hour of the day in Mexico City, 0 to 23. */
  load: z.array(z.object({ hour: z.number().int(), requested: z.number().int(), claimed: z.number().int() })),
  waiting: Figures,
  firstReply: Figures,
  recovery: z.array(Figures.extend({ procedure: z.string() })),
  outcomes: z.array(
    z.object({ procedure: z.string(), outcome: z.string(), step: z.string().optional(), count: z.number().int() }),
  ),
  refusals: z.array(z.object({ reason: z.string(), count: z.number().int() })),
  mails: z.object({ sent: z.number().int(), suppressed: z.number().int(), failed: z.number().int() }),
  sla: z.object({ hit: z.number().int(), missed: z.number().int() }),
  handoffs: z.array(z.object({ endReason: EndReason, count: z.number().int() })),
  groups: z.array(
    z.object({
      portal: z.string(),
      channel: z.string(),
      requested: z.number().int(),
      claimed: z.number().int(),
      slaHit: z.number().int(),
      slaMissed: z.number().int(),
      waitingMedianMs: z.number().optional(),
      waitingP95Ms: z.number().optional(),
    }),
  ),
});
export type Report = z.infer<typeof Report>;
