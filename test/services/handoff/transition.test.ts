import fc from 'fast-check';
import { type Handoff, type HandoffState, isOpen } from '../../../services/handoff/handoff.ts';
import {
  type Actor,
  type HandoffEvent,
  stirred,
  transition,
  transitions,
} from '../../../services/handoff/transition.ts';
import { ana, beto, MINUTE, sofia, testTimes } from '../../support/handoffs.ts';

const T0 = 1_000_000;

const base: Handoff = {
  rev: 1,
  conversationId: 'c',
  channel: 'web-chat',
  locale: 'es-MX',
  reason: 'asked',
  facts: {},
  state: 'queued',
  requestedAt: T0,
  waitingSince: T0,
  due: { timer: 'assignment', at: T0 + testTimes.assignmentMs },
  history: [],
  notes: [],
  said: [],
  lastSeq: 0,
  outbox: [],
};

const run = (events: readonly HandoffEvent[], from: Handoff = base) =>
  events.reduce<Handoff>((handoff, event) => {
    const moved = transition(handoff, event, testTimes);
    if (!moved.ok) throw new Error(`${event.type}: ${moved.reason}`);
    return moved.handoff;
  }, from);
const refusal = (handoff: Handoff, event: HandoffEvent) => {
  const moved = transition(handoff, event, testTimes);
  return moved.ok ? (moved.repeated ? 'repeated' : 'done') : moved.reason;
};

const claimed = run([{ type: 'claim', at: T0 + 1, by: ana }]);
const snoozed = run([{ type: 'snooze', at: T0 + 2, by: ana, until: T0 + 60 * MINUTE }], claimed);
const answered = run([{ type: 'said', at: T0 + 5, by: ana }], claimed);
const promised = run([{ type: 'assignment-timeout', at: T0 + testTimes.assignmentMs }]);
const closed = run([{ type: 'close', at: T0 + 3, by: ana }], claimed);

describe('who gets a hand-off', () => {
  test.each<[string, Handoff, HandoffEvent, string]>([
    ['one that waits can be claimed', base, { type: 'claim', at: T0, by: ana }, 'done'],
    ['one that was promised can be claimed', promised, { type: 'claim', at: T0, by: ana }, 'done'],
    ['claiming twice is once', claimed, { type: 'claim', at: T0, by: ana }, 'repeated'],
    ['what another has is taken', claimed, { type: 'claim', at: T0, by: beto }, 'taken'],
    ['also for a supervisor', claimed, { type: 'claim', at: T0, by: sofia }, 'taken'],
    ['what is over cannot be claimed', closed, { type: 'claim', at: T0, by: ana }, 'ended'],
    ['words need the agent who has it', claimed, { type: 'said', at: T0, by: beto }, 'not-yours'],
    ['a supervisor does not speak in an agent’s place', claimed, { type: 'said', at: T0, by: sofia }, 'not-yours'],
    ['nobody speaks before claiming', base, { type: 'said', at: T0, by: ana }, 'not-yours'],
    ['nobody speaks after the end', closed, { type: 'said', at: T0, by: ana }, 'ended'],
    ['nobody speaks while it sleeps', snoozed, { type: 'said', at: T0, by: ana }, 'impossible'],
    ['others cannot give it back', claimed, { type: 'return', at: T0, by: beto }, 'not-yours'],
    ['a supervisor can', claimed, { type: 'return', at: T0, by: sofia }, 'done'],
    ['others cannot transfer it', claimed, { type: 'transfer', at: T0, by: beto }, 'not-yours'],
    ['others cannot snooze it', claimed, { type: 'snooze', at: T0, by: beto, until: T0 + 1 }, 'not-yours'],
    ['an agent cannot close what waits for all', base, { type: 'close', at: T0, by: ana }, 'not-yours'],
    ['a supervisor can close what waits', base, { type: 'close', at: T0, by: sofia }, 'done'],
  ])('%s', (_, handoff, event, expected) => {
    expect(refusal(handoff, event)).toBe(expected);
  });

  test('a transfer to one agent keeps others away for a while, and nobody for ever', () => {
    const handed = run([{ type: 'transfer', at: T0, by: ana, to: { id: 'beto', name: 'Beto' } }], claimed);
    expect(refusal(handed, { type: 'claim', at: T0 + 1, by: ana })).toBe('reserved');
    expect(refusal(handed, { type: 'claim', at: T0 + 1, by: beto })).toBe('done');
    expect(refusal(handed, { type: 'claim', at: T0 + 1, by: sofia })).toBe('done');
    expect(refusal(handed, { type: 'claim', at: T0 + testTimes.reservedMs, by: ana })).toBe('done');
  });
});

describe('timers', () => {
  test.each<[string, Handoff, HandoffEvent, string]>([
    ['not before its time', base, { type: 'assignment-timeout', at: T0 + testTimes.assignmentMs - 1 }, 'not-due'],
    ['at its time', base, { type: 'assignment-timeout', at: T0 + testTimes.assignmentMs }, 'done'],
    ['not after a claim', claimed, { type: 'assignment-timeout', at: T0 + 99 * MINUTE }, 'impossible'],
    ['not twice', promised, { type: 'assignment-timeout', at: T0 + 99 * MINUTE }, 'impossible'],
    ['not after the end', closed, { type: 'assignment-timeout', at: T0 + 99 * MINUTE }, 'ended'],
    [
      'an agent who said nothing loses it',
      claimed,
      { type: 'agent-silent', at: T0 + 1 + testTimes.responseMs },
      'done',
    ],
    ['a sleeping one wakes at its time', snoozed, { type: 'wake', at: T0 + 60 * MINUTE }, 'done'],
    ['and not before', snoozed, { type: 'wake', at: T0 + 59 * MINUTE }, 'not-due'],
    ['a person who is silent is not so at once', answered, { type: 'person-silent', at: T0 + 5 }, 'not-due'],
    ['a person who is silent too long', answered, { type: 'person-silent', at: T0 + 5 + testTimes.silentMs }, 'done'],
    ['not who waits for an answer', claimed, { type: 'person-silent', at: T0 + 5 + testTimes.silentMs }, 'not-due'],
    ['its agent may wake it before', snoozed, { type: 'wake', at: T0 + 3, by: ana }, 'done'],
  ])('%s', (_, handoff, event, expected) => {
    expect(refusal(handoff, event)).toBe(expected);
  });

  test('an answer stops the clock, the next word of the person starts it, and further words do not set it back', () => {
    expect(answered).toMatchObject({ firstReplyAt: T0 + 5 });
    expect(answered.due?.timer).toBe('idle');
    const asked = run(
      [
        { type: 'heard', at: T0 + 10 },
        { type: 'heard', at: T0 + 20 },
      ],
      answered,
    );
    expect(asked).toMatchObject({
      waitingSince: T0 + 10,
      lastPersonAt: T0 + 20,
      due: { timer: 'response', at: T0 + 10 + testTimes.responseMs },
    });
  });

  test.each([
    ['in a channel that is always open', 'web-chat', T0, 60],
    ['in one with time left', 'whatsapp', T0, 60],
    ['in one that shuts before', 'whatsapp', T0 - 23.5 * 60 * MINUTE, 20],
    ['in one with less left than the margin', 'whatsapp', T0 + 5 - 23 * 60 * MINUTE - 51 * MINUTE, 8],
    ['in one that shuts in a moment', 'whatsapp', T0 + 5 - 24 * 60 * MINUTE + MINUTE, 60],
    ['in one that is shut', 'whatsapp', T0 - 24 * 60 * MINUTE, 60],
  ])('a silent person %s', (_, channel, lastPersonAt, minutes) => {
    const spoken = run([{ type: 'said', at: T0 + 5, by: ana }], { ...claimed, channel, lastPersonAt });
    const left = minutes * MINUTE + (minutes === 20 ? 0 : 5);
    expect(spoken.due).toEqual({ timer: 'idle', at: T0 + left });
  });

  test('a silent person is told while the channel brings it, or not at all', () => {
    fc.assert(
      fc.property(fc.integer({ min: 23 * 60 * MINUTE, max: 25 * 60 * MINUTE }), (silence) => {
        const at = T0 + silence;
        const { due } = run([{ type: 'said', at, by: ana }], { ...claimed, channel: 'whatsapp', lastPersonAt: T0 });
        const shuts = T0 + testTimes.windows.whatsapp;
        expect(due?.at).toBeGreaterThanOrEqual(at + MINUTE);
        expect(due?.at).toBeLessThanOrEqual(at + testTimes.silentMs);
        if (due && due.at > shuts - MINUTE) expect(at).toBeGreaterThan(shuts - 2 * MINUTE);
      }),
    );
  });

  test('whoever does something is not silent; a conversation that waits for an answer waits on', () => {
    expect(stirred(answered, T0 + 9, testTimes).due).toEqual({ timer: 'idle', at: T0 + 9 + testTimes.silentMs });
    expect(stirred(claimed, T0 + 9, testTimes)).toBe(claimed);
  });

  test('what was done before, and is told late, does not bring the end nearer', () => {
    expect(stirred(answered, T0 + 4, testTimes)).toBe(answered);
  });

  test('an unanswered conversation goes back to the queue, never to nobody', () => {
    const back = run([{ type: 'agent-silent', at: T0 + 1 + testTimes.responseMs }], claimed);
    expect(back).toMatchObject({ state: 'queued', due: { timer: 'assignment' } });
    expect(back.assignee).toBeUndefined();
  });

  test('a word of the person wakes a sleeping conversation for its agent', () => {
    expect(run([{ type: 'heard', at: T0 + 9 }], snoozed)).toMatchObject({ state: 'assigned', assignee: { id: 'ana' } });
  });
});

test('whoever was promised an answer can wait in the queue again; the first wait counts on', () => {
  const again = run([{ type: 'ask-again', at: T0 + 30 * MINUTE }], promised);
  expect(again).toMatchObject({ state: 'queued', waitingSince: T0, due: { at: T0 + 35 * MINUTE } });
});

const people: readonly Actor[] = [ana, beto, sofia];
const anEvent = fc
  .record({
    type: fc.constantFrom(...(Object.keys(transitions) as (keyof typeof transitions)[])),
    by: fc.constantFrom(...people),
    wait: fc.integer({ min: 0, max: 10 * MINUTE }),
    to: fc.option(fc.constantFrom(...people), { nil: undefined }),
  })
  .map(({ type, by, wait, to }) => ({ type, by, wait, to }));

/** An event as the product makes it: the machine's own and the person's have no `by`. */
function eventOf(
  { type, by, to }: { type: keyof typeof transitions; by: Actor; to?: Actor | undefined },
  at: number,
): HandoffEvent {
  if (type === 'transfer') return { type, at, by, ...(to && { to: { id: to.id, name: to.name } }) };
  if (type === 'snooze') return { type, at, by, until: at + 5 * MINUTE };
  if (type === 'claim' || type === 'said' || type === 'return' || type === 'close') return { type, at, by };
  return { type, at };
}

const timersOf: Record<HandoffState, readonly (string | undefined)[]> = {
  queued: ['assignment'],
  promised: ['promise'],
  assigned: ['response', 'idle'],
  snoozed: ['wake'],
  closed: [undefined],
};

test('whatever happens: one owner or none, a timer wherever somebody would wait for ever, and an end that stays', () => {
  fc.assert(
    fc.property(fc.array(anEvent, { maxLength: 40 }), (steps) => {
      let handoff = base;
      let at = T0;
      for (const step of steps) {
        at += step.wait;
        const moved = transition(handoff, eventOf(step, at), testTimes);
        if (!moved.ok) continue;
        if (!isOpen(handoff)) throw new Error('something happened after the end');
        handoff = moved.handoff;
        const owned = handoff.state === 'assigned' || handoff.state === 'snoozed';
        if (isOpen(handoff)) expect(handoff.assignee !== undefined).toBe(owned);
        expect(timersOf[handoff.state]).toContain(handoff.due?.timer);
        // Nobody who waits for a word is taken for somebody who went away.
        if (handoff.due?.timer === 'idle') expect(handoff.waitingSince).toBeUndefined();
        expect(handoff.endReason !== undefined).toBe(!isOpen(handoff));
      }
    }),
    { numRuns: 500 },
  );
});
