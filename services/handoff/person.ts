import type { Portal } from '../accounts/portal.ts';
import type { Millis } from '../store/store.ts';
import {
  type Agent,
  belongsToPeople,
  type Handoff,
  type HandoffState,
  type KnownHandoff,
  type MaskedField,
  type RequestReason,
} from './handoff.ts';
import type { HandoffContext } from './handoffs.ts';
import type { Changed } from './records.ts';
import { nextTicket } from './ticket.ts';

export interface HandoffRequest {
  /** Made from the turn that asks, so that the repeated turn asks for the same. */
  readonly id: string;
  readonly conversationId: string;
  readonly channel: string;
  readonly locale: 'es-MX' | 'en';
  readonly portal?: Portal | undefined;
  readonly procedure?: string | undefined;
  readonly step?: string | undefined;
  readonly folio?: string | undefined;
  readonly reason: RequestReason;
  /** Identifiers the person gave, for agents with a reason to see them. Never a secret, never an address. */
  readonly facts?: Partial<Record<MaskedField, string>>;
}

/** How a hand-off stands, in what the person may be told. */
export interface Requested {
  readonly id: string;
  readonly state: HandoffState;
  /** 1 is next; only while `queued`. */
  readonly position?: number;
  /** Whether people answer now; otherwise when they do again. */
  readonly open: boolean;
  readonly opensAt?: Millis;
  /** The folio of the promise to write. */
  readonly ticket?: string;
  readonly agent?: Agent;
  /** There was one already before this request. */
  readonly again: boolean;
}

/** What the conversation itself does. */
export interface PersonSide {
  /** Asks for a person. A conversation has one hand-off at a time: asking again answers how it stands. */
  request(request: HandoffRequest): Promise<Requested>;
  /** The open hand-off of a conversation. */
  ofConversation(conversationId: string): Promise<KnownHandoff | undefined>;
  /** How it stands, to be told when the person asks. */
  standing(known: KnownHandoff): Promise<Requested>;
  /** The person goes on with the assistant. Undefined when there is no open hand-off. */
  leave(conversationId: string): Promise<Changed | undefined>;
  /** The person wrote; `where` they stand now, when that changed. False when people do not have the conversation any more. */
  heard(
    conversationId: string,
    at: Millis,
    where?: { readonly procedure: string; readonly step: string; readonly folio?: string },
  ): Promise<boolean>;
  /** The person did something that the assistant answers, as filling in a form: they have not gone away. */
  stirred(conversationId: string, at: Millis): Promise<void>;
  /** What it was about is done, or cannot go on: the assistant has the conversation again. */
  finish(conversationId: string): Promise<Changed | undefined>;
  fail(conversationId: string): Promise<Changed | undefined>;
}

export function personSide(context: HandoffContext): PersonSide {
  const { records, now, times, counters } = context;

  async function standing({ id, handoff }: KnownHandoff, again = true): Promise<Requested> {
    const opening = context.opening();
    const { state, requestedAt, ticket, assignee } = handoff;
    return {
      id,
      state,
      again,
      open: opening.open,
      ...(!opening.open && opening.opensAt !== undefined && { opensAt: opening.opensAt }),
      ...(state === 'queued' && { position: await records.place(id, requestedAt) }),
      ...(ticket && { ticket }),
      ...(assignee && { agent: assignee }),
    };
  }

  async function request(asked: HandoffRequest): Promise<Requested> {
    const open = await records.ofConversation(asked.conversationId);
    if (open) return askAgain(open, asked);
    const at = now();
    const isOpen = context.opening().open;
    const first = isOpen
      ? { state: 'queued' as const, due: { timer: 'assignment' as const, at: at + times.assignmentMs } }
      : {
          state: 'promised' as const,
          due: { timer: 'promise' as const, at: at + times.promiseMs },
          ticket: await nextTicket(counters, at),
        };
    const handoff = { ...fresh(asked, at), ...first };
    const position = isOpen ? await records.place(asked.id, at) : undefined;
    const made = await records.insert(asked.id, {
      handoff: { ...handoff, ...(position !== undefined && { toldPosition: position }) },
      audit: [
        { name: 'handoff.requested', reason: asked.reason },
        ...(isOpen ? [] : [{ name: 'handoff.promised' as const, reason: 'closed-hours' }]),
      ],
    });
    const known =
      (made ? undefined : await records.ofConversation(asked.conversationId)) ?? (await records.get(asked.id));
    if (!known) throw new Error('a hand-off could not be written');
    return standing(known, !made);
  }

  /** Who was promised an answer and asks again while people answer, waits in the queue. */
  async function askAgain(open: KnownHandoff, asked: HandoffRequest): Promise<Requested> {
    if (open.id === asked.id || open.handoff.state !== 'promised' || !context.opening().open) return standing(open);
    const position = await records.place(open.id, open.handoff.requestedAt);
    const changed = await context.happen(
      open.id,
      { type: 'ask-again', at: now() },
      {
        also: (handoff) => ({ ...handoff, toldPosition: position }),
      },
    );
    return standing(changed.ok ? changed.known : open);
  }

  async function end(conversationId: string, type: 'cancel' | 'finish' | 'fail'): Promise<Changed | undefined> {
    const open = await records.ofConversation(conversationId);
    return open && context.happen(open.id, { type, at: now() });
  }

  return {
    request,
    standing,
    ofConversation: records.ofConversation,
    leave: (conversationId) => end(conversationId, 'cancel'),
    finish: (conversationId) => end(conversationId, 'finish'),
    fail: (conversationId) => end(conversationId, 'fail'),
    async heard(conversationId, at, where) {
      const open = await records.ofConversation(conversationId);
      if (!open) return false;
      const also = (handoff: Handoff) => ({ ...handoff, ...where });
      const changed = await context.happen(open.id, { type: 'heard', at }, { also });
      return changed.ok ? belongsToPeople(changed.known.handoff) : changed.reason === 'busy';
    },
    async stirred(conversationId, at) {
      const open = await records.ofConversation(conversationId);
      if (open) await context.stir(open.id, at);
    },
  };
}

function fresh(asked: HandoffRequest, at: Millis): Handoff {
  const { conversationId, channel, locale, portal, procedure, step, folio, reason, facts } = asked;
  return {
    rev: 0,
    conversationId,
    channel,
    locale,
    ...(portal && { portal }),
    ...(procedure && { procedure }),
    ...(step && { step }),
    ...(folio && { folio }),
    reason,
    facts: { ...facts },
    state: 'queued',
    requestedAt: at,
    waitingSince: at,
    lastPersonAt: at,
    history: [{ event: 'request', at, reason }],
    notes: [],
    said: [],
    lastSeq: 0,
    outbox: [],
  };
}
