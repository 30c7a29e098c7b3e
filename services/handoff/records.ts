import { z } from 'zod';
import type { AuditEvent, AuditJob } from '../audit/event.ts';
import type { JobHandler } from '../jobs/handler.ts';
import { type Collection, collection } from '../store/collection.ts';
import type { Documents, Millis, NewJob } from '../store/store.ts';
import type { Board } from './board.ts';
import { placeInQueue } from './board-line.ts';
import { type DeskEvent, Handoff, isOpen, type KnownHandoff, type Words } from './handoff.ts';
import { type DeliverEvent, flushOutbox, withOutgoing } from './outbox.ts';
import type { OutgoingRefusal } from './outgoing-filter.ts';
import type { TransitionRefusal } from './transition.ts';

/** What a change of a hand-off brings about, all of it in one write. */
export interface HandoffChange {
  readonly handoff: Handoff;
  /** What the conversation is told, in this order. */
  readonly tell?: readonly { readonly desk: DeskEvent; readonly words?: Words }[];
  readonly audit?: readonly AuditPart[];
  readonly jobs?: readonly NewJob[];
}

/** An audit event without what the record knows itself. */
export type AuditPart = Pick<AuditEvent, 'name' | 'by' | 'reason' | 'ms' | 'because'>;

export type Decided =
  | ({ readonly ok: true } & HandoffChange)
  /** It is so already. */
  | { readonly ok: true; readonly handoff: Handoff; readonly repeated: true }
  | { readonly ok: false; readonly reason: HandoffRefusal };

/** An `OutgoingRefusal`: what an agent's words say together with those before. */
export type HandoffRefusal = TransitionRefusal | OutgoingRefusal | 'unknown' | 'busy';

export type Changed =
  | { readonly ok: true; readonly known: KnownHandoff; readonly repeated: boolean }
  | { readonly ok: false; readonly reason: HandoffRefusal };

export interface RecordsOptions {
  readonly documents: Documents;
  readonly board: Board;
  readonly auditJob: AuditJob;
  readonly deliver: DeliverEvent;
  readonly now: () => Millis;
  /** How long a hand-off is kept after its end. */
  readonly keepMs: Millis;
  /** What follows a change is done at once; this much later it is looked at again, in case the process died. */
  readonly repairAfterMs: Millis;
  /** Further jobs of each change, as telling another desk. */
  readonly alsoJobs?: (id: string, rev: number, at: Millis) => readonly NewJob[];
  /** A follow-up failed; the job will do it. */
  readonly onError: (error: unknown) => void;
}

const KIND = 'handoff';
const Payload = z.object({ id: z.string() });
const ATTEMPTS = 64;
/** The kinds of the jobs written with a hand-off. */
export const handoffJobs = {
  changed: 'handoff.changed',
  timer: 'handoff.timer',
  positions: 'handoff.positions',
  kept: 'handoff.kept',
} as const;

/** People in the queue hear of their place at most this often. */
const POSITIONS_MS = 60_000;

/** The records of hand-offs: each change is one compare-and-swap that carries all its consequences as jobs. */
export function createRecords(options: RecordsOptions) {
  const { board, auditJob, now } = options;
  const handoffs: Collection<Handoff> = collection(options.documents, KIND, Handoff);
  const listeners = new Set<(known: KnownHandoff) => void>();

  async function get(id: string): Promise<KnownHandoff | undefined> {
    const item = await handoffs.get(id);
    return item && { id: item.id, handoff: item.value };
  }

  async function ofConversation(conversationId: string): Promise<KnownHandoff | undefined> {
    const item = await handoffs.byKey(openKey(conversationId));
    return item && { id: item.id, handoff: item.value };
  }

  /** False when the conversation has an open hand-off already, or the id is known. */
  async function insert(id: string, change: HandoffChange): Promise<boolean> {
    const { handoff, jobs } = prepared(id, { ...change.handoff, rev: 0, lastSeq: 0, outbox: [] }, undefined, change);
    const written = await handoffs.insert(id, handoff, { keys: keysOf(handoff), jobs, ...keep(handoff) });
    if (written.ok) await follow({ id, handoff });
    return written.ok;
  }

  /** `decide` may run more than once and must be pure. */
  async function change(id: string, decide: (before: Handoff) => Decided): Promise<Changed> {
    let decided: Decided | undefined;
    const written = await handoffs.change(
      id,
      (before) => {
        decided = decide(before);
        if (!decided.ok || 'repeated' in decided) return undefined;
        const { handoff, jobs } = prepared(id, decided.handoff, before, decided);
        return { value: handoff, keys: keysOf(handoff), jobs, ...keep(handoff) };
      },
      ATTEMPTS,
    );
    if (written.ok) {
      const known = { id, handoff: written.value };
      await follow(known);
      return { ok: true, known, repeated: false };
    }
    if (written.reason === 'missing') return { ok: false, reason: 'unknown' };
    if (written.reason !== 'declined' || decided === undefined) return { ok: false, reason: 'busy' };
    if (!decided.ok) return decided;
    return { ok: true, known: { id, handoff: decided.handoff }, repeated: true };
  }

  function prepared(
    id: string,
    given: Handoff,
    before: Handoff | undefined,
    { tell = [], audit = [], jobs = [] }: Omit<HandoffChange, 'handoff'>,
  ) {
    const at = now();
    const told = tell.reduce((handoff, event) => withOutgoing(id, handoff, { at, ...event }), given);
    const handoff = { ...told, rev: given.rev + 1 };
    const { due } = handoff;
    const timer = due && (due.timer !== before?.due?.timer || due.at !== before.due.at) ? [timerJob(id, due)] : [];
    const moved = before?.state === 'queued' && handoff.state !== 'queued' ? [positionsJob(at)] : [];
    const further = options.alsoJobs?.(id, handoff.rev, at) ?? [];
    const events = audit.map((part) => auditJob(auditEvent(id, handoff, part, at)));
    return {
      handoff,
      jobs: [
        ...jobs,
        ...events,
        ...timer,
        ...moved,
        ...further,
        changedJob(id, handoff.rev, at + options.repairAfterMs),
      ],
    };
  }

  /** What has to follow a change, done at once; the job written with it is for a process that dies here. */
  async function follow(known: KnownHandoff): Promise<void> {
    for (const listener of listeners) listener(known);
    try {
      await Promise.all([board.write(known), flush(known)]);
    } catch (error) {
      options.onError(error);
    }
  }

  const flush = async ({ id, handoff }: KnownHandoff) => {
    if (handoff.outbox.length > 0) await flushOutbox(handoffs, id, options.deliver, keep);
  };

  /** One that nobody ends is not kept for ever: it goes as long after the last word as an ended one after its end. */
  const keep = ({ endedAt, requestedAt, lastPersonAt = requestedAt, lastAgentAt = requestedAt }: Handoff) => ({
    expiresAt: (endedAt ?? Math.max(lastPersonAt, lastAgentAt)) + options.keepMs,
  });

  /** Does again, after a crash, what follows a change. */
  const changedHandler: JobHandler = {
    async run(jobs) {
      for (const job of jobs) {
        const known = await get(idOf(job.payload));
        if (known) await Promise.all([board.write(known), flush(known)]);
      }
    },
  };

  /** The place in the queue of a hand-off, were it queued. */
  async function place(id: string, requestedAt: Millis): Promise<number> {
    return placeInQueue(await board.list(), id, requestedAt);
  }

  return {
    get,
    ofConversation,
    insert,
    change,
    place,
    changedHandler,
    /** Calls back, within the process, after each change. Returns the way to stop. */
    onChanged(listener: (known: KnownHandoff) => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
export type HandoffRecords = ReturnType<typeof createRecords>;

const openKey = (conversationId: string) => `open:${conversationId}`;

/** While it is open, no second one can be; a ticket finds it for as long as it is kept. */
const keysOf = (handoff: Handoff) => [
  ...(isOpen(handoff) ? [openKey(handoff.conversationId)] : []),
  ...(handoff.ticket === undefined ? [] : [`ticket:${handoff.ticket}`]),
];

const timerJob = (id: string, { timer, at }: NonNullable<Handoff['due']>): NewJob => ({
  id: `${handoffJobs.timer}:${id}:${timer}:${at}`,
  kind: handoffJobs.timer,
  payload: { id },
  dueAt: at,
});

const changedJob = (id: string, rev: number, dueAt: Millis): NewJob => ({
  id: `${handoffJobs.changed}:${id}:${rev}`,
  kind: handoffJobs.changed,
  payload: { id },
  dueAt,
});

/** The queue moved: however often it does within a minute, people are told once. */
function positionsJob(at: Millis): NewJob {
  const dueAt = (Math.floor(at / POSITIONS_MS) + 1) * POSITIONS_MS;
  return { id: `${handoffJobs.positions}:${dueAt}`, kind: handoffJobs.positions, payload: {}, dueAt };
}

function auditEvent(id: string, handoff: Handoff, part: AuditPart, at: Millis): AuditEvent {
  const { portal, procedure, folio, channel, step, rev } = handoff;
  return {
    id: `${part.name}:${id}:${rev}`,
    at,
    handoffId: id,
    channel,
    ...(portal && { portal }),
    ...(procedure && { procedure }),
    ...(step && { step }),
    ...(folio && { folio }),
    ...part,
  };
}

/** The hand-off a job is about. */
export const idOf = (payload: unknown): string => Payload.parse(payload).id;
