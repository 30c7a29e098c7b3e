import type { Agent, EndReason, Handoff, HandoffEventName, HandoffState, Timer } from './handoff.ts';

/** From which states an event is possible. Everything else is refused. */
export const transitions: Readonly<Record<Exclude<HandoffEventName, 'request'>, readonly HandoffState[]>> = {
  'ask-again': ['promised'],
  claim: ['queued', 'promised'],
  transfer: ['assigned', 'snoozed'],
  snooze: ['assigned'],
  wake: ['snoozed'],
  return: ['assigned', 'snoozed'],
  close: ['queued', 'promised', 'assigned', 'snoozed'],
  cancel: ['queued', 'promised', 'assigned', 'snoozed'],
  heard: ['queued', 'promised', 'assigned', 'snoozed'],
  said: ['assigned'],
  'assignment-timeout': ['queued'],
  'agent-silent': ['assigned'],
  'promise-expired': ['promised'],
  'person-silent': ['assigned'],
  finish: ['queued', 'promised', 'assigned', 'snoozed'],
  fail: ['queued', 'promised', 'assigned', 'snoozed'],
};

/** Who acts; a supervisor may move what belongs to others, but not speak in their place. */
export interface Actor extends Agent {
  readonly supervisor: boolean;
}

/** What can happen to an open hand-off. `at` in milliseconds since the epoch. */
export type HandoffEvent = { readonly at: number } & (
  | { readonly type: 'ask-again' }
  | { readonly type: 'claim' | 'said'; readonly by: Actor }
  | { readonly type: 'transfer'; readonly by: Actor; readonly to?: Agent; readonly reason?: string }
  | { readonly type: 'snooze'; readonly by: Actor; readonly until: number }
  /** By the agent; without `by`, because its time has come. */
  | { readonly type: 'wake'; readonly by?: Actor }
  | { readonly type: 'return' | 'close'; readonly by: Actor; readonly reason?: string }
  | { readonly type: 'cancel' | 'heard' | 'finish' | 'fail' }
  | { readonly type: 'assignment-timeout' | 'agent-silent' | 'promise-expired' | 'person-silent' }
);

/** How long each timer runs, in milliseconds. */
export interface HandoffTimes {
  /** In the queue, before the person is promised an answer and goes on with the assistant. */
  readonly assignmentMs: number;
  /** Until an agent answers a person, before the conversation goes back to the queue. */
  readonly responseMs: number;
  /** Until a promise is given up. */
  readonly promiseMs: number;
  /** A transfer to one agent keeps others away this long. */
  readonly reservedMs: number;
  /** Until a person who writes nothing after an agent's last word is with the assistant again. */
  readonly silentMs: number;
  /** Channels on which people can be written to only so long after their last word; they are told `windowMarginMs` before. */
  readonly windows: Readonly<Record<string, number>>;
  readonly windowMarginMs: number;
}

/**
 * `ended`: it is closed. `taken`: another agent has it. `not-yours`: the act needs the agent who has it. `reserved`: it
 * was handed to another agent just now. `not-due`: the timer's time has not come, or it was set anew. `impossible`: not
 * from this state.
 */
export type TransitionRefusal = 'ended' | 'taken' | 'not-yours' | 'reserved' | 'not-due' | 'impossible';

export type Transitioned =
  /** `repeated`: it is so already; nothing has to be written. */
  | { readonly ok: true; readonly handoff: Handoff; readonly repeated: boolean }
  | { readonly ok: false; readonly reason: TransitionRefusal };

const HISTORY_MAX = 200;

/** What an event makes of a hand-off. Pure. */
export function transition(before: Handoff, event: HandoffEvent, times: HandoffTimes): Transitioned {
  const refused = refusalOf(before, event);
  if (refused === 'repeated') return { ok: true, handoff: before, repeated: true };
  if (refused !== undefined) return { ok: false, reason: refused };
  const after = noted(applied(before, event, times), event);
  return { ok: true, handoff: after, repeated: false };
}

function refusalOf(before: Handoff, event: HandoffEvent): TransitionRefusal | 'repeated' | undefined {
  const { state, assignee, reserved } = before;
  if (state === 'closed') return 'ended';
  if (event.type === 'claim') {
    if (assignee !== undefined) return assignee.id === event.by.id && state === 'assigned' ? 'repeated' : 'taken';
    const kept = reserved !== undefined && reserved.until > event.at && reserved.to.id !== event.by.id;
    if (kept && !event.by.supervisor) return 'reserved';
  }
  if (event.type === 'wake' && state === 'assigned') return 'repeated';
  if (event.type === 'ask-again' && state !== 'promised') return 'repeated';
  if (!transitions[event.type].includes(state)) return isStaffs(event) ? staffRefusal(before, event.by) : 'impossible';
  if (isStaffs(event) && !mayAct(before, event)) return 'not-yours';
  return isDue(before, event) ? undefined : 'not-due';
}

type StaffEvent = Extract<HandoffEvent, { readonly by: Actor }>;
const isStaffs = (event: HandoffEvent): event is StaffEvent => 'by' in event && event.by !== undefined;

/** The agent who has lost it meanwhile is told that, and not that the act is impossible. */
const staffRefusal = ({ assignee }: Handoff, by: Actor): TransitionRefusal =>
  assignee?.id === by.id ? 'impossible' : 'not-yours';

function mayAct({ assignee }: Handoff, event: StaffEvent): boolean {
  if (event.type === 'claim') return true;
  if (assignee?.id === event.by.id) return true;
  return event.by.supervisor && event.type !== 'said';
}

const timerOf: Partial<Record<HandoffEventName, Timer>> = {
  'assignment-timeout': 'assignment',
  'agent-silent': 'response',
  'promise-expired': 'promise',
  'person-silent': 'idle',
  wake: 'wake',
};

/** A timer acts only when it is the one that is set, and its time has come; everybody else is always in time. */
function isDue({ due }: Handoff, event: HandoffEvent): boolean {
  const timer = timerOf[event.type];
  if (timer === undefined || isStaffs(event)) return true;
  return due?.timer === timer && due.at <= event.at;
}

function applied(before: Handoff, event: HandoffEvent, times: HandoffTimes): Handoff {
  const { at } = event;
  switch (event.type) {
    case 'ask-again':
      return queued(before, at, times);
    case 'claim':
      return {
        ...free(before),
        state: 'assigned',
        assignee: agentOf(event.by),
        claimedAt: at,
        due: { timer: 'response', at: at + times.responseMs },
      };
    case 'transfer': {
      const reserved = event.to && { to: event.to, until: at + times.reservedMs };
      return { ...queued(before, at, times), ...(reserved && { reserved }) };
    }
    case 'snooze':
      return { ...before, state: 'snoozed', due: { timer: 'wake', at: event.until } };
    case 'wake':
      return { ...before, state: 'assigned', due: { timer: 'response', at: at + times.responseMs } };
    case 'heard':
      return heard(before, at, times);
    case 'said': {
      const { waitingSince: _, ...rest } = before;
      return { ...rest, lastAgentAt: at, firstReplyAt: before.firstReplyAt ?? at, due: idle(before, at, times) };
    }
    case 'assignment-timeout':
      return { ...free(before), state: 'promised', due: { timer: 'promise', at: at + times.promiseMs } };
    case 'agent-silent':
      return queued(before, at, times);
    default:
      return ended(before, at, endReasons[event.type]);
  }
}

const endReasons = {
  return: 'agent-returned',
  close: 'agent-closed',
  cancel: 'user-command',
  'promise-expired': 'promise-expired',
  'person-silent': 'person-silent',
  finish: 'case-completed',
  fail: 'internal-error',
} as const satisfies Partial<Record<HandoffEventName, EndReason>>;

/**
 * Something was done that is no word, by the agent or by the person at a form: nobody has gone away. It never brings the
 * end nearer. One that an agent has and that has no timer, as earlier versions left it, gets one. Pure.
 */
export function stirred(before: Handoff, at: number, times: HandoffTimes): Handoff {
  const { state, due: set } = before;
  if (set === undefined ? state !== 'assigned' : set.timer !== 'idle') return before;
  const due = idle(before, at, times);
  return set === undefined || set.at < due.at ? { ...before, due } : before;
}

/** Until when the channel brings the person what is said to them. */
export function reachableUntil(handoff: Handoff, { windows }: HandoffTimes): number {
  const { channel, requestedAt, lastPersonAt = requestedAt } = handoff;
  return lastPersonAt + (windows[channel] ?? Number.POSITIVE_INFINITY);
}

/** What is said has to be under way well before the channel shuts, and an agent's word is not followed by a farewell at once. */
const MOMENT_MS = 60_000;

/**
 * The end of a hand-off in which nobody waits for a word: while the channel still brings it to the person, or, where that
 * is over in a moment, in its own time and without a word.
 */
function idle(handoff: Handoff, at: number, times: HandoffTimes) {
  const { silentMs, windowMarginMs: margin } = times;
  const until = reachableUntil(handoff, times);
  const latest = Math.min(Math.max(until - margin, at + margin), until - MOMENT_MS);
  const end = at + silentMs;
  return { timer: 'idle', at: latest < at + MOMENT_MS ? end : Math.min(end, latest) } as const;
}

/** Belongs to nobody in particular. */
function free({ assignee: _, reserved: __, due: ___, ...rest }: Handoff): Handoff {
  return rest;
}

function queued(before: Handoff, at: number, times: HandoffTimes): Handoff {
  return {
    ...free(before),
    state: 'queued',
    waitingSince: before.waitingSince ?? at,
    due: { timer: 'assignment', at: at + times.assignmentMs },
  };
}

/** A word of the person starts the wait for an answer, once, and calls a sleeping conversation back to its agent. */
function heard(before: Handoff, at: number, times: HandoffTimes): Handoff {
  const told = { ...before, lastPersonAt: at };
  if (before.state === 'queued' || before.state === 'promised') return told;
  const response = { timer: 'response', at: at + times.responseMs } as const;
  const due = before.due?.timer === 'response' ? before.due : response;
  return { ...told, state: 'assigned', waitingSince: before.waitingSince ?? at, due };
}

function ended(before: Handoff, at: number, endReason: EndReason): Handoff {
  const { due: _, reserved: __, waitingSince: ___, ...rest } = before;
  return { ...rest, state: 'closed', endedAt: at, endReason };
}

const agentOf = ({ id, name }: Agent): Agent => ({ id, name });

/** Words are in the log of the conversation; the history keeps what moved the hand-off. */
function noted(after: Handoff, event: HandoffEvent): Handoff {
  if (event.type === 'heard' || event.type === 'said') return after;
  const entry = {
    event: event.type,
    at: event.at,
    ...(isStaffs(event) && { by: agentOf(event.by) }),
    ...('reason' in event && event.reason !== undefined && { reason: event.reason }),
  };
  return { ...after, history: [...after.history, entry].slice(-HISTORY_MAX) };
}
