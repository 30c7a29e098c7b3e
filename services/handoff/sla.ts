import type { Handoff } from './handoff.ts';

/** What the institution promises, in milliseconds. */
export interface SlaTimes {
  /** From asking for a person to their first word. */
  readonly firstReplyMs: number;
  /** From a word of the person to the answer. */
  readonly nextReplyMs: number;
}

export type Sla = { readonly state: 'none' } | { readonly state: 'ok' | 'near' | 'missed'; readonly dueAt: number };

/** The last third of the promised time is `near`. */
const NEAR = 1 / 3;

/** How the promise stands for a person who waits since `waitingSince`. Pure. */
export function slaOf(
  { waitingSince, firstReplyAt, state }: Pick<Handoff, 'waitingSince' | 'firstReplyAt' | 'state'>,
  now: number,
  times: SlaTimes,
): Sla {
  if (waitingSince === undefined || state === 'closed') return { state: 'none' };
  const allowed = firstReplyAt === undefined ? times.firstReplyMs : times.nextReplyMs;
  const dueAt = waitingSince + allowed;
  if (now > dueAt) return { state: 'missed', dueAt };
  return { state: dueAt - now <= allowed * NEAR ? 'near' : 'ok', dueAt };
}
