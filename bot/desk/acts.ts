import type { Handoff, MaskedField } from '../../services/handoff/handoff.ts';
import { OutgoingRefusal } from '../../services/handoff/outgoing-filter.ts';
import type { Route } from '../http/route.ts';
import { act, type Doing, type Outcome } from './act.ts';
import { acts } from './api-types.ts';
import type { DeskContext, DeskLimit } from './context.ts';
import { actorOf, mayRead, maySee, worksHere } from './rights.ts';

/** What staff may do to a hand-off. There is no act that takes an address, a code or a password, and none that proves. */
export function actRoutes(context: DeskContext): Route[] {
  return [
    act(context, 'claim', acts.claim, claim),
    act(context, 'return', acts.return, giveBack),
    act(context, 'transfer', acts.transfer, transfer),
    act(context, 'snooze', acts.snooze, snooze),
    act(context, 'wake', acts.wake, ({ staff, known }) => context.handoffs.wake(known.id, actorOf(staff))),
    act(context, 'close', acts.close, close),
    act(context, 'note', acts.note, note),
    act(context, 'say', acts.say, say),
    act(context, 'typing', acts.typing, typing),
    act(context, 'form', acts.form, ({ staff, known }, { id }) =>
      context.handoffs.instruct(known.id, actorOf(staff), { id, what: 'form' }),
    ),
    act(context, 'start', acts.start, start),
    act(context, 'cancel', acts.cancel, cancel),
    act(context, 'reveal', acts.reveal, reveal),
    act(context, 'looking', acts.looking, looking),
  ];
}

const claim = ({ context, staff, known }: Doing): Promise<Outcome> => context.handoffs.claim(known.id, actorOf(staff));

async function giveBack(
  { context, staff, known }: Doing,
  { reason }: { reason?: string | undefined },
): Promise<Outcome> {
  const because = masked(context, reason);
  return leaving({ context, staff, known }, await context.handoffs.giveBack(known.id, actorOf(staff), because));
}

async function close({ context, staff, known }: Doing, { reason }: { reason?: string | undefined }): Promise<Outcome> {
  const because = masked(context, reason);
  return leaving({ context, staff, known }, await context.handoffs.close(known.id, actorOf(staff), because));
}

async function transfer(
  { context, staff, known }: Doing,
  { to, reason }: { to?: string | undefined; reason?: string | undefined },
): Promise<Outcome> {
  const target = to === undefined ? undefined : await context.staff.get(to);
  if (to !== undefined && (!target || !worksHere(target) || !maySee(target, known.handoff))) {
    return { ok: false, reason: 'unknown-agent' };
  }
  const agent = target && { id: target.id, name: target.name };
  const because = masked(context, reason);
  return leaving({ context, staff, known }, await context.handoffs.transfer(known.id, actorOf(staff), agent, because));
}

/** Whoever keeps taking conversations and lets go of them without a word is a case for the supervisor. */
async function leaving({ context, staff, known: { handoff } }: Doing, outcome: Outcome): Promise<Outcome> {
  const mine = handoff.assignee?.id === staff.id;
  if (outcome.ok && mine && !hasSpoken(handoff)) await context.notices.count('unanswered-claims', staff);
  return outcome;
}

const hasSpoken = ({ lastAgentAt, claimedAt }: Handoff) => lastAgentAt !== undefined && lastAgentAt >= (claimedAt ?? 0);

async function snooze({ context, staff, known }: Doing, { until }: { until: number }): Promise<Outcome> {
  const now = context.now();
  if (until <= now || until > now + context.limits.deskSnoozeMaxMs) return { ok: false, reason: 'impossible' };
  return context.handoffs.snooze(known.id, actorOf(staff), until);
}

async function note({ context, staff, known }: Doing, { id, text }: { id: string; text: string }): Promise<Outcome> {
  if (!mayRead(staff, known.handoff)) return { ok: false, reason: 'not-yours' };
  if (text.length > context.limits.deskNoteMaxChars) return { ok: false, reason: 'too-long' };
  // What people say on the telephone ends up in notes: secrets are hidden there as well.
  return context.handoffs.note(known.id, actorOf(staff), { noteId: id, text: context.mask(text) });
}

async function say(
  { context, staff, known }: Doing,
  { clientMessageId, text }: { clientMessageId: string; text: string },
): Promise<Outcome> {
  const { handoff } = known;
  const limited = await within({ context, staff }, 'desk-say');
  if (limited) return limited;
  const filtered = context.filter(text);
  if (!filtered.ok) {
    await refusedWords({ context, staff, known }, filtered.reason);
    return filtered;
  }
  const windowEndsAt = context.sources.windowEndsAt(handoff.channel, handoff.lastPersonAt ?? handoff.requestedAt);
  if (windowEndsAt !== undefined && windowEndsAt <= context.now()) return { ok: false, reason: 'window-closed' };
  const spoken = await context.handoffs.say(known.id, actorOf(staff), { text: filtered.text, clientMessageId });
  if (spoken.ok) return { ok: true, known: spoken.known, answer: { messageId: spoken.messageId } };
  if (OutgoingRefusal.safeParse(spoken.reason).success) await refusedWords({ context, staff, known }, spoken.reason);
  return spoken;
}

async function refusedWords({ context, staff, known }: Doing, reason: string): Promise<void> {
  if (reason === 'empty' || reason === 'too-long') return;
  await context.audit({
    id: `handoff.words-refused:${context.newId()}`,
    name: 'handoff.words-refused',
    at: context.now(),
    by: staff.id,
    handoffId: known.id,
    reason,
  });
  await context.notices.count('refused-words', staff);
}

async function typing({ context, staff, known }: Doing, given: { typing: boolean }): Promise<Outcome> {
  const { state, assignee, conversationId } = known.handoff;
  if (state !== 'assigned' || assignee?.id !== staff.id) return { ok: false, reason: 'not-yours' };
  context.sources.showTyping(conversationId, given.typing, staff.name);
  return { ok: true, known };
}

async function start(
  { context, staff, known }: Doing,
  { id, procedure }: { id: string; procedure: string },
): Promise<Outcome> {
  if (!context.sources.startable.includes(procedure)) return { ok: false, reason: 'unknown-procedure' };
  const limited = await within({ context, staff }, 'desk-start');
  if (limited) return limited;
  return context.handoffs.instruct(known.id, actorOf(staff), { id, what: 'start', procedure });
}

async function cancel({ context, staff, known }: Doing, { id }: { id: string }): Promise<Outcome> {
  const limited = await within({ context, staff }, 'desk-start');
  if (limited) return limited;
  return context.handoffs.instruct(known.id, actorOf(staff), { id, what: 'cancel' });
}

async function reveal(
  { context, staff, known }: Doing,
  { field, reason }: { field: MaskedField; reason: string },
): Promise<Outcome> {
  const limited = await within({ context, staff }, 'desk-reveal');
  if (limited) return limited;
  const revealed = await context.handoffs.reveal(known.id, actorOf(staff), field, context.mask(reason));
  if (!revealed.ok) return revealed;
  if (revealed.value === undefined) return { ok: false, reason: 'not-known' };
  return { ok: true, known: revealed.known, answer: { field, value: revealed.value } };
}

async function looking(
  { context, staff, known }: Doing,
  given: { stream: string; looking: boolean },
): Promise<Outcome> {
  if (given.looking && !mayRead(staff, known.handoff)) return { ok: false, reason: 'not-yours' };
  const found = await context.feed.watch(given.stream, staff.id, given.looking ? known.id : undefined);
  return found ? { ok: true, known } : { ok: false, reason: 'stream-unknown' };
}

const oddPatterns = {
  'desk-reveal': 'many-reveals',
  'desk-start': 'many-starts',
  'desk-view': 'many-views',
  'desk-say': undefined,
} as const;

/** Counts one use of a limit, which is each agent's own; beyond it, supervisors are told. */
export async function within(
  { context, staff }: Pick<Doing, 'context' | 'staff'>,
  limit: DeskLimit,
): Promise<{ ok: false; reason: 'limited'; retryAt: number } | undefined> {
  const verdict = await context.take(limit, staff.id);
  if (verdict.ok) return undefined;
  const odd = oddPatterns[limit];
  if (odd) await context.notices.count(odd, staff);
  return { ok: false, reason: 'limited', retryAt: verdict.retryAt };
}

const masked = (context: DeskContext, text: string | undefined) =>
  text === undefined ? undefined : context.mask(text);
