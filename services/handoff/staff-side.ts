import type { Millis } from '../store/store.ts';
import { auditOfWords } from './audited.ts';
import type { Agent, Handoff, MaskedField } from './handoff.ts';
import type { HandoffContext } from './handoffs.ts';
import { keptJob } from './kept.ts';
import type { Changed, HandoffRefusal } from './records.ts';
import { type Actor, stirred, transition } from './transition.ts';

/** Words as they go out, after the outgoing filter. */
export interface Speech {
  readonly text: string;
  /** Made by the page: the same words sent again are said once. */
  readonly clientMessageId: string;
}

export type Spoken =
  | {
      readonly ok: true;
      readonly known: Extract<Changed, { ok: true }>['known'];
      readonly messageId: string;
      readonly repeated: boolean;
    }
  | { readonly ok: false; readonly reason: HandoffRefusal };

/** What an agent lets the assistant do in the conversation they have. `id`, made by the page: the same again is once. */
export type Instruction = { readonly id: string } & (
  | { readonly what: 'start'; readonly procedure: string }
  | { readonly what: 'cancel' }
  | { readonly what: 'form' }
);

/** What members of staff do. Whether they may at all (roles, portals) is decided before. */
export interface StaffSide {
  claim(id: string, by: Actor): Promise<Changed>;
  transfer(id: string, by: Actor, to?: Agent, reason?: string): Promise<Changed>;
  snooze(id: string, by: Actor, until: Millis): Promise<Changed>;
  wake(id: string, by: Actor): Promise<Changed>;
  /** Gives the conversation back to the assistant, which goes on at the same step. */
  giveBack(id: string, by: Actor, reason?: string): Promise<Changed>;
  close(id: string, by: Actor, reason?: string): Promise<Changed>;
  say(id: string, by: Actor, speech: Speech): Promise<Spoken>;
  /** A word among agents. `noteId`: the same note twice is one. */
  note(id: string, by: Actor, note: { readonly noteId: string; readonly text: string }): Promise<Changed>;
  instruct(id: string, by: Actor, instruction: Instruction): Promise<Changed>;
  /** Notes that a field was shown, before it is. `undefined`: the field is not known. */
  reveal(id: string, by: Actor, field: MaskedField, because: string): Promise<Changed & { readonly value?: string }>;
}

/** Ids of what agents said and let be done that are remembered; a page sends again within seconds, or not at all. */
const SAID_MAX = 50;
const NOTES_MAX = 200;

export function staffSide(context: HandoffContext): StaffSide {
  const { records, now } = context;
  const placeOf = async (id: string): Promise<number> => {
    const known = await records.get(id);
    return known ? records.place(id, known.handoff.requestedAt) : 1;
  };

  const touched = (before: Handoff, at: Millis): Handoff => ({
    ...stirred(before, at, context.times),
    touchedAt: at,
  });

  return {
    claim: (id, by) =>
      context.happen(
        id,
        { type: 'claim', at: now(), by },
        {
          tell: [{ what: 'claimed', agent: by.name }],
          jobs: (before) => (before.state === 'promised' ? [keptJob(id, now())] : []),
        },
      ),
    async transfer(id, by, to, reason) {
      const position = await placeOf(id);
      const event = { type: 'transfer', at: now(), by, ...(to && { to }), ...(reason && { reason }) } as const;
      return context.happen(id, event, {
        tell: [{ what: 'position', position }],
        also: (handoff) => ({ ...handoff, toldPosition: position }),
      });
    },
    snooze: (id, by, until) => context.happen(id, { type: 'snooze', at: now(), by, until }),
    wake: (id, by) => context.happen(id, { type: 'wake', at: now(), by }),
    giveBack: (id, by, reason) =>
      context.happen(
        id,
        { type: 'return', at: now(), by, ...(reason && { reason }) },
        {
          tell: [{ what: 'returned', reason: 'agent-returned' }],
        },
      ),
    close: (id, by, reason) =>
      context.happen(id, { type: 'close', at: now(), by, ...(reason && { reason }) }, { tell: [{ what: 'closed' }] }),

    async say(id, by, { text, clientMessageId }) {
      const changed = await records.change(id, (before) => {
        if (seqOf(before, clientMessageId) !== undefined) return { ok: true, handoff: before, repeated: true };
        const at = now();
        const moved = transition(before, { type: 'said', at, by }, context.times);
        if (!moved.ok) return moved;
        const lately = withinReach(before, at, context.lookBack);
        const refused = context.refusedAcross(
          text,
          lately.map((words) => words.text),
        );
        if (refused !== undefined) return { ok: false, reason: refused };
        return {
          ok: true,
          handoff: {
            ...moved.handoff,
            said: withSaid(before, clientMessageId),
            lastWords: [...lately, { at, text }].slice(-context.lookBack.messages),
          },
          tell: [{ desk: { what: 'said' }, words: { text, agent: by.name, clientMessageId } }],
          audit: [auditOfWords(before, by.id, at, context.sla)],
        };
      });
      if (!changed.ok) return changed;
      return { ...changed, messageId: `agent:${id}:${seqOf(changed.known.handoff, clientMessageId)}` };
    },

    note: (id, by, { noteId, text }) =>
      records.change(id, (before) => {
        if (before.notes.some((note) => note.id === noteId)) return { ok: true, handoff: before, repeated: true };
        const note = { id: noteId, at: now(), by: { id: by.id, name: by.name }, text };
        const handoff = { ...touched(before, note.at), notes: [...before.notes, note].slice(-NOTES_MAX) };
        return { ok: true, handoff, audit: [{ name: 'handoff.noted', by: by.id }] };
      }),

    instruct: (id, by, { id: actId, ...instruction }) =>
      records.change(id, (before) => {
        if (seqOf(before, actId) !== undefined) return { ok: true, handoff: before, repeated: true };
        const refused = unlessTheirs(before, by);
        if (refused) return refused;
        const reason = instruction.what === 'start' ? instruction.procedure : (before.procedure ?? '');
        return {
          ok: true,
          handoff: { ...touched(before, now()), said: withSaid(before, actId) },
          tell: [{ desk: instruction }],
          audit: [{ name: instructionNames[instruction.what], by: by.id, reason }],
        };
      }),

    async reveal(id, by, field, because) {
      const changed = await records.change(id, (before) => {
        const refused = unlessTheirs(before, by);
        if (refused) return refused;
        if (before.facts[field] === undefined) return { ok: true, handoff: before, repeated: true };
        const handoff = touched(before, now());
        return { ok: true, handoff, audit: [{ name: 'handoff.revealed', by: by.id, reason: field, because }] };
      });
      const value = changed.ok ? changed.known.handoff.facts[field] : undefined;
      return value === undefined ? changed : { ...changed, value };
    },
  };
}

const instructionNames = {
  start: 'handoff.procedure-started',
  cancel: 'handoff.procedure-cancelled',
  form: 'handoff.form-sent',
} as const;

const seqOf = ({ said }: Handoff, clientMessageId: string) =>
  said.find((entry) => entry.clientMessageId === clientMessageId)?.seq;

/** Agents' words that may belong to the next. Whole: an address that is cut is another. */
const withinReach = ({ lastWords = [] }: Handoff, at: Millis, { ms }: HandoffContext['lookBack']) =>
  lastWords.filter((words) => words.at > at - ms);

/** The next thing that goes out gets this id. */
const withSaid = ({ said, lastSeq }: Handoff, clientMessageId: string) =>
  [...said, { clientMessageId, seq: lastSeq + 1 }].slice(-SAID_MAX);

/** What is done in the conversation itself is for the agent who has it, supervisors included. */
function unlessTheirs({ state, assignee }: Handoff, by: Actor) {
  if (state === 'closed') return { ok: false, reason: 'ended' } as const;
  if (state !== 'assigned' || assignee?.id !== by.id) return { ok: false, reason: 'not-yours' } as const;
  return undefined;
}
