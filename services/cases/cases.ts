import type { Portal } from '../accounts/portal.ts';
import type { AuditJob } from '../audit/event.ts';
import { collection } from '../store/collection.ts';
import type { Counters, Documents, Millis, NewJob } from '../store/store.ts';
import { Case, type KnownCase } from './case.ts';
import { folioFor } from './folio.ts';
import { type Happening, isForgotten, type Moved, transition } from './transitions.ts';

/** The cases of all procedures. */
export interface Cases {
  /**
   * Opens a case. The id is the caller's (derived from the conversation and the turn that began the procedure), and
   * opening the same id again answers the case that is there.
   */
  open(opening: Opening): Promise<KnownCase>;
  get(caseId: string): Promise<KnownCase | undefined>;
  /** By folio, in any spelling. */
  byFolio(folio: string): Promise<KnownCase | undefined>;
  /** Something happened to a case; see `transition` for what is refused. Repeating is success. */
  move(caseId: string, move: CaseMove): Promise<Moved | { readonly ok: false; readonly reason: 'unknown' }>;
}

export interface Opening {
  readonly id: string;
  readonly procedure: string;
  readonly portal: Portal;
  readonly at: Millis;
  readonly accountId?: string;
  readonly data?: Case['data'];
}

export interface CaseMove extends Happening {
  /** Facts the case learns with this event; added to those it has. */
  readonly data?: Readonly<Record<string, string>>;
  readonly accountId?: string;
  readonly epoch?: number;
  readonly deadlineAt?: Millis;
  /** Where the person stood when it happened, for the figures: where people give up. */
  readonly step?: string;
  /** Written in the same atomic write; ignored when the event is a repetition. */
  readonly jobs?: readonly NewJob[];
}

const BUSY_ATTEMPTS = 32;

export function createCases(options: {
  readonly documents: Documents;
  readonly counters: Counters;
  readonly auditJob: AuditJob;
  /** A case is forgotten so long after it ended, or was left with nothing but a proof; the audit chain keeps what was done. */
  readonly keepMs: number;
}): Cases {
  const { counters, auditJob, keepMs } = options;
  const cases = collection(options.documents, 'case', Case);

  async function get(caseId: string): Promise<KnownCase | undefined> {
    const item = await cases.get(caseId);
    return item && { id: item.id, case: item.value };
  }

  async function open({ id, procedure, portal, at, accountId, data = {} }: Opening): Promise<KnownCase> {
    const there = await get(id);
    if (there !== undefined) return there;
    const folio = await folioFor(counters, portal, at);
    const whose = accountId === undefined ? {} : { accountId };
    const kind = { folio, procedure, portal, ...whose };
    const fresh: Case = { ...kind, state: 'open', openedAt: at, changedAt: at, data, history: [] };
    const event = auditJob({ id: `case.opened:${id}`, name: 'case.opened', at, caseId: id, ...kind });
    const written = await cases.insert(id, fresh, { keys: [folio], jobs: [event] });
    if (written.ok) return { id, case: fresh };
    const winner = await get(id);
    if (winner === undefined) throw new Error(`a case could not be opened: ${written.reason}`);
    return winner;
  }

  async function move(caseId: string, { data, accountId, epoch, deadlineAt, jobs, step, ...happening }: CaseMove) {
    let moved: Moved | undefined;
    const written = await cases.change(
      caseId,
      (before) => {
        moved = transition(before, happening);
        if (!moved.ok || moved.repeated) return undefined;
        const after: Case = {
          ...moved.case,
          data: { ...before.data, ...data },
          ...(accountId === undefined ? {} : { accountId }),
          ...(epoch === undefined ? {} : { epoch }),
          ...(deadlineAt === undefined ? {} : { deadlineAt }),
        };
        moved = { ...moved, case: after };
        return {
          value: after,
          keys: [after.folio],
          jobs: [...(jobs ?? []), movedJob(caseId, after, happening, step)],
          ...(isForgotten(after.state) && { expiresAt: happening.at + keepMs }),
        };
      },
      BUSY_ATTEMPTS,
    );
    if (!written.ok && written.reason === 'missing') return { ok: false, reason: 'unknown' } as const;
    if (moved === undefined || (!written.ok && written.reason !== 'declined')) {
      throw new Error('a case could not be moved: others keep changing it');
    }
    return moved;
  }

  function movedJob(caseId: string, after: Case, { event, eventId, at, by, note }: Happening, step?: string): NewJob {
    const { folio, procedure, portal } = after;
    return auditJob({
      id: `case.${event}:${caseId}:${eventId}`,
      name: event === 'refuse' || event === 'reject' ? 'case.refused' : 'case.moved',
      at,
      procedure,
      portal,
      caseId,
      folio,
      reason: event,
      ...(by === undefined ? {} : { by }),
      ...(note === undefined ? {} : { because: note }),
      ...(step === undefined ? {} : { step }),
    });
  }

  return {
    open,
    get,
    async byFolio(folio) {
      const item = await cases.byKey(folio.trim().toUpperCase());
      return item && { id: item.id, case: item.value };
    },
    move,
  };
}
