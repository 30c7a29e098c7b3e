import { z } from 'zod';
import { Portal } from '../accounts/portal.ts';

/** What a member of staff may do at the desk. */
export const StaffRole = z.enum(['agent', 'supervisor', 'auditor']);
export type StaffRole = z.infer<typeof StaffRole>;

/** A signed-in member of staff. */
export const Staff = z.object({
  id: z.string().min(1),
  /** As the person in the conversation is told. */
  name: z.string().min(1),
  roles: z.array(StaffRole),
  /** The portals whose conversations they may work on; all of them when absent. */
  portals: z.array(z.string()).optional(),
});
export type Staff = z.infer<typeof Staff>;

/** Who did something, as it is remembered. */
export const Agent = z.object({ id: z.string(), name: z.string() });
export type Agent = z.infer<typeof Agent>;

/**
 * States of a hand-off. `queued`: the person waits, the assistant is silent. `promised`: nobody was free; the assistant
 * talks on, and the person was promised that somebody writes (ticket). `assigned`: one agent has it. `snoozed`: one
 * agent has it, later. `closed`: it is over, `endReason` says how, and the assistant has the conversation.
 */
export const HandoffState = z.enum(['queued', 'promised', 'assigned', 'snoozed', 'closed']);
export type HandoffState = z.infer<typeof HandoffState>;

/** How a hand-off ended. */
export const EndReason = z.enum([
  /** The person goes on with the assistant. */
  'user-command',
  /** An agent gave the conversation back to the assistant. */
  'agent-returned',
  /** An agent ended it; nothing is left to do. */
  'agent-closed',
  /** Nobody came within the time of the promise. */
  'promise-expired',
  /** The procedure it was about ended well. */
  'case-completed',
  /** The agent spoke last, and the person wrote nothing more. */
  'person-silent',
  'internal-error',
]);
export type EndReason = z.infer<typeof EndReason>;

/** Why a person is needed. */
export const RequestReason = z.enum(['asked', 'refusals', 'stuck', 'frozen', 'other']);
export type RequestReason = z.infer<typeof RequestReason>;

/** What a timer does when it fires; each state has at most one. */
export const Timer = z.enum(['assignment', 'promise', 'response', 'wake', 'idle']);
export type Timer = z.infer<typeof Timer>;

/** What happened to a hand-off, as its history names it. */
export const HandoffEventName = z.enum([
  'request',
  'ask-again',
  'claim',
  'transfer',
  'snooze',
  'wake',
  'return',
  'close',
  'cancel',
  'heard',
  'said',
  'assignment-timeout',
  'agent-silent',
  'promise-expired',
  'person-silent',
  'finish',
  'fail',
]);
export type HandoffEventName = z.infer<typeof HandoffEventName>;

const HistoryEntry = z.object({
  event: HandoffEventName,
  at: z.number(),
  by: Agent.optional(),
  /** A tag, or what an agent gave as reason. */
  reason: z.string().optional(),
});

/** A word among agents; it never reaches the person. */
export const Note = z.object({ id: z.string(), at: z.number(), by: Agent, text: z.string() });
export type Note = z.infer<typeof Note>;

/** Identifiers of the person that the desk shows masked. */
export const MaskedField = z.enum(['curp', 'name', 'client-number']);
export type MaskedField = z.infer<typeof MaskedField>;

/** What happened, as the conversation is told it. */
export const DeskEvent = z.discriminatedUnion('what', [
  /** An agent wrote; the words go along. */
  z.object({ what: z.literal('said') }),
  z.object({ what: z.literal('claimed'), agent: z.string() }),
  /** The assistant has the conversation again, at the same step. `reason`: an `EndReason`. */
  z.object({ what: z.literal('returned'), reason: z.string() }),
  /** Nobody was free in time: the ticket is the promise, and the assistant goes on. */
  z.object({ what: z.literal('timed-out') }),
  z.object({ what: z.literal('closed') }),
  /** The place in the queue, 1 being next; also after a transfer, and when an agent did not answer. */
  z.object({ what: z.literal('position'), position: z.number().int() }),
  z.object({ what: z.literal('start'), procedure: z.string() }),
  z.object({ what: z.literal('cancel') }),
  /** The channel says that somebody else may hold the person's number or device now. */
  z.object({ what: z.literal('identity-changed') }),
  z.object({ what: z.literal('form') }),
]);
export type DeskEvent = z.infer<typeof DeskEvent>;

/** An agent's words, filtered. */
export const Words = z.object({ text: z.string(), agent: z.string(), clientMessageId: z.string() });
export type Words = z.infer<typeof Words>;

/** Something the conversation has to be told, in the order of `seq`; see `outbox.ts`. */
const Outgoing = z.object({
  /** 1, 2, 3… within the hand-off. */
  seq: z.number().int(),
  /** The id under which the conversation accepts it once. */
  messageId: z.string(),
  at: z.number(),
  desk: DeskEvent,
  /** Only with `said`. */
  words: Words.optional(),
});
export type Outgoing = z.infer<typeof Outgoing>;

/** The one record of a hand-off. Stored under kind `handoff`; while open its unique key is `open:CONVERSATION`. */
export const Handoff = z.object({
  /** Grows with every change that people can see. */
  rev: z.number().int(),
  conversationId: z.string(),
  channel: z.string(),
  locale: z.enum(['es-MX', 'en']),
  portal: Portal.optional(),
  procedure: z.string().optional(),
  step: z.string().optional(),
  /** The folio of the case under way. */
  folio: z.string().optional(),
  /** The folio of the promise to write: `ATN-2026-000123`. */
  ticket: z.string().optional(),
  reason: RequestReason,
  /** Identifiers known when the person asked, for agents who say why they need to see one. */
  facts: z.partialRecord(MaskedField, z.string()),
  state: HandoffState,
  requestedAt: z.number(),
  /** Since when the person waits for a word; absent when the agent spoke last. */
  waitingSince: z.number().optional(),
  assignee: Agent.optional(),
  /** A transfer to one agent: others may not claim it before `until`. */
  reserved: z.object({ to: Agent, until: z.number() }).optional(),
  claimedAt: z.number().optional(),
  firstReplyAt: z.number().optional(),
  lastPersonAt: z.number().optional(),
  lastAgentAt: z.number().optional(),
  due: z.object({ timer: Timer, at: z.number() }).optional(),
  /** When an agent last did something that is neither a word nor a move: a note, an instruction, a look at a field. */
  touchedAt: z.number().optional(),
  endedAt: z.number().optional(),
  endReason: EndReason.optional(),
  history: z.array(HistoryEntry),
  notes: z.array(Note),
  /** Ids that clients gave to what agents said lately, and let be done, with the seq it got. */
  said: z.array(z.object({ clientMessageId: z.string(), seq: z.number().int() })),
  /** What agents said last, oldest first, for the filter: a number may be dictated in pieces. */
  lastWords: z.array(z.object({ at: z.number(), text: z.string() })).optional(),
  /** The last seq given to something outgoing. */
  lastSeq: z.number().int(),
  outbox: z.array(Outgoing),
  /** The position the person was told last. */
  toldPosition: z.number().int().optional(),
});
export type Handoff = z.infer<typeof Handoff>;

export interface KnownHandoff {
  readonly id: string;
  readonly handoff: Handoff;
}

/** The assistant is silent, and what the person writes is read by people. */
export const belongsToPeople = ({ state }: Pick<Handoff, 'state'>): boolean =>
  state === 'queued' || state === 'assigned' || state === 'snoozed';

export const isOpen = ({ state }: Pick<Handoff, 'state'>): boolean => state !== 'closed';
