import type { Portal } from '../accounts/portal.ts';
import type { AuditJob } from '../audit/event.ts';
import type { JobHandler } from '../jobs/handler.ts';
import type { MailJob } from '../mail/mail.ts';
import type { Counters, Documents, Jobs, Millis, NewJob } from '../store/store.ts';
import { auditOf } from './audited.ts';
import { type Board, createBoard } from './board.ts';
import type { BoardLine } from './board-line.ts';
import type { DeskEvent, Handoff, KnownHandoff } from './handoff.ts';
import { type Opening, type OpeningHours, openingAt } from './hours.ts';
import { keptHandler } from './kept.ts';
import type { DeliverEvent } from './outbox.ts';
import type { OutgoingRefusal } from './outgoing-filter.ts';
import { type PersonSide, personSide } from './person.ts';
import { positionsHandler } from './positions.ts';
import { type AuditPart, type Changed, createRecords, type Decided, handoffJobs } from './records.ts';
import type { SlaTimes } from './sla.ts';
import { type StaffSide, staffSide } from './staff-side.ts';
import { timerHandler } from './timers.ts';
import { type HandoffEvent, type HandoffTimes, stirred, transition } from './transition.ts';

/** Conversations that people have taken, or shall take. */
export interface Handoffs extends PersonSide, StaffSide {
  get(id: string): Promise<KnownHandoff | undefined>;
  /** What is open, and what ended lately. */
  list(): Promise<BoardLine[]>;
  /** Whether people answer now. */
  opening(): Opening;
  /** Calls back, within the process, after each change. Returns the way to stop. */
  onChanged(listener: (known: KnownHandoff) => void): () => void;
  readonly handlers: Readonly<Record<string, JobHandler>>;
}

export interface HandoffsOptions {
  readonly documents: Documents;
  readonly counters: Pick<Counters, 'next'>;
  readonly auditJob: AuditJob;
  readonly now: () => Millis;
  /** Tells a conversation what happened; `bot/desk/deliver-event.ts`. */
  readonly deliver: DeliverEvent;
  readonly hours: OpeningHours;
  readonly times: HandoffTimes;
  readonly sla: SlaTimes;
  /** What an agent's words must not say together with those that went before, oldest first. Pure. */
  readonly refusedAcross: (text: string, before: readonly string[]) => OutgoingRefusal | undefined;
  /** How many of those are looked at, and how old they may be. */
  readonly lookBack: { readonly messages: number; readonly ms: Millis };
  /** How long hand-offs are kept after their end, and for how long they stay on the board. */
  readonly keepMs: Millis;
  readonly boardMs: Millis;
  /** Other processes write to the same store. */
  readonly shared: boolean;
  readonly repairAfterMs: Millis;
  readonly onError: (error: unknown) => void;
  /**
   * Whom to write to about a case: the address on record of the account it was proved for. Undefined when there is none;
   * then the promise is kept in the conversation alone (design, section 4, rule 1).
   */
  readonly contactOf: (folio: string) => Promise<{ readonly to: string; readonly portal: Portal } | undefined>;
  readonly mailJob: MailJob;
  readonly jobs: Pick<Jobs, 'add'>;
  /** Further jobs of each change, as telling another desk. */
  readonly alsoJobs?: (id: string, rev: number, at: Millis) => readonly NewJob[];
}

/** What sides of a hand-off work with. */
export interface HandoffContext
  extends Pick<HandoffsOptions, 'counters' | 'now' | 'times' | 'sla' | 'refusedAcross' | 'lookBack'> {
  readonly records: ReturnType<typeof createRecords>;
  readonly board: Board;
  opening(): Opening;
  /** Lets an event happen, with its audit event and what the conversation is told. */
  happen(id: string, event: HandoffEvent, more?: More): Promise<Changed>;
  /** Puts off the end of one in which nobody waits for a word; `stirred`. */
  stir(id: string, at: Millis): Promise<Changed>;
}

interface More {
  /** Changes the record further. Pure. */
  readonly also?: (handoff: Handoff) => Handoff;
  readonly tell?: readonly DeskEvent[];
  readonly audit?: Partial<AuditPart>;
  /** Written with the change; given what it was before. */
  readonly jobs?: (before: Handoff) => readonly NewJob[];
}

export function createHandoffs(options: HandoffsOptions): Handoffs {
  const { now } = options;
  const board = createBoard({ ...options, keepMs: options.boardMs, keepOpenMs: options.keepMs });
  const records = createRecords({ ...options, board });
  const opening = () => openingAt(options.hours, now());

  const context: HandoffContext = {
    ...options,
    records,
    board,
    opening,
    happen: (id, event, more) => records.change(id, (before) => decide(before, event, more)),
    stir: (id, at) =>
      records.change(id, (before) => {
        const handoff = stirred(before, at, options.times);
        return handoff === before ? { ok: true, handoff, repeated: true } : { ok: true, handoff };
      }),
  };

  function decide(before: Handoff, event: HandoffEvent, { also, tell = [], audit, jobs }: More = {}): Decided {
    const moved = transition(before, event, options.times);
    if (!moved.ok) return moved;
    if (moved.repeated) return { ok: true, handoff: moved.handoff, repeated: true };
    const handoff = also ? also(moved.handoff) : moved.handoff;
    const part = auditOf(before, handoff, event);
    return {
      ok: true,
      handoff,
      tell: tell.map((desk) => ({ desk })),
      audit: part === undefined ? [] : [{ ...part, ...audit }],
      jobs: jobs?.(before) ?? [],
    };
  }

  return {
    ...personSide(context),
    ...staffSide(context),
    get: records.get,
    list: board.list,
    opening,
    onChanged: records.onChanged,
    handlers: {
      [handoffJobs.changed]: records.changedHandler,
      [handoffJobs.timer]: timerHandler(context),
      [handoffJobs.positions]: positionsHandler(context),
      [handoffJobs.kept]: keptHandler({ ...options, get: records.get }),
    },
  };
}
