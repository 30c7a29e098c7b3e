import type { Case, CaseEvent, CaseState } from './case.ts';

/** From which states an event is possible, and where it leads. Everything else is refused. */
export const transitions: Readonly<Record<CaseEvent, { from: readonly CaseState[]; to: CaseState }>> = {
  prove: { from: ['open'], to: 'proof-complete' },
  'await-visit': { from: ['open'], to: 'awaiting-visit' },
  'see-papers': { from: ['awaiting-visit'], to: 'papers-seen' },
  approve: { from: ['papers-seen'], to: 'approved' },
  /** The proof did not hold; decided by the machine. */
  reject: { from: ['open', 'proof-complete'], to: 'refused' },
  /** The papers did not; decided by staff. */
  refuse: { from: ['awaiting-visit', 'papers-seen'], to: 'refused' },
  /** The account was changed; nothing else ends well. */
  finish: { from: ['proof-complete', 'approved'], to: 'done' },
  expire: { from: ['open', 'proof-complete', 'awaiting-visit', 'papers-seen', 'approved'], to: 'expired' },
  cancel: { from: ['open', 'proof-complete', 'awaiting-visit', 'papers-seen', 'approved'], to: 'cancelled' },
  freeze: { from: ['open', 'proof-complete', 'awaiting-visit', 'papers-seen', 'approved', 'done'], to: 'frozen' },
};

export interface Happening {
  readonly event: CaseEvent;
  /** The same happening reported twice changes nothing the second time. */
  readonly eventId: string;
  readonly at: number;
  /** The member of staff; required for `see-papers`, `approve` and `refuse`. */
  readonly by?: string;
  /** Why: a tag. */
  readonly reason?: string;
  /** What the member of staff wrote down. */
  readonly note?: string | undefined;
}

export type Moved =
  | { readonly ok: true; readonly case: Case; readonly repeated: boolean }
  /**
   * `impossible`: not from this state. `staff-needed`: nobody said who did it. `same-person`: who saw the papers may not
   * approve them.
   */
  | { readonly ok: false; readonly reason: 'impossible' | 'staff-needed' | 'same-person'; readonly state: CaseState };

const STAFF_EVENTS: ReadonlySet<CaseEvent> = new Set(['see-papers', 'approve', 'refuse']);

/** What a happening makes of a case. Pure. */
export function transition(before: Case, happening: Happening): Moved {
  const { event, eventId, by, at } = happening;
  const { state } = before;
  if (before.history.some((entry) => entry.eventId === eventId)) return { ok: true, case: before, repeated: true };
  if (!transitions[event].from.includes(state)) return { ok: false, reason: 'impossible', state };
  if (STAFF_EVENTS.has(event) && by === undefined) return { ok: false, reason: 'staff-needed', state };
  const sawPapers = before.history.some((entry) => entry.event === 'see-papers' && entry.by === by);
  if (event === 'approve' && sawPapers) return { ok: false, reason: 'same-person', state };
  const after = { ...before, state: transitions[event].to, changedAt: at, history: [...before.history, happening] };
  return { ok: true, case: after, repeated: false };
}

/** In which nobody waits for anything any more: what a case knows of its person is then forgotten after a while. */
const forgotten: ReadonlySet<CaseState> = new Set(['proof-complete', 'done', 'refused', 'expired', 'cancelled']);
export const isForgotten = (state: CaseState): boolean => forgotten.has(state);

/** States no event leads out of. */
export const isOver = (state: CaseState): boolean =>
  state !== 'done' && !Object.values(transitions).some(({ from }) => from.includes(state));
