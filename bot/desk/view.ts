import { HandoffRow, placeInQueue } from '../../services/handoff/board-line.ts';
import type { Handoff, KnownHandoff, MaskedField, Staff } from '../../services/handoff/handoff.ts';
import type { LogEntry } from '../../services/store/store.ts';
import type { ConversationView, QueueItem } from './api-types.ts';
import type { DeskContext } from './context.ts';
import { maskField } from './mask.ts';
import { queueItem } from './queue-item.ts';
import { mayDo } from './rights.ts';
import { standingOf, transcriptOf } from './transcript.ts';

/** A hand-off as a line of the queue, as of now. */
export async function itemOf({ id, handoff }: KnownHandoff, context: DeskContext): Promise<QueueItem> {
  // Only a place in the queue depends on the others, and reading them all costs more than the rest of an act.
  const place =
    handoff.state === 'queued' ? placeInQueue(await context.handoffs.list(), id, handoff.requestedAt) : undefined;
  return queueItem({ id, row: HandoffRow.parse(handoff) }, { place, now: context.now(), sla: context.sla });
}

/** Everything about a conversation that this member of staff may see; whether they may at all was decided before. */
export async function viewOf(known: KnownHandoff, staff: Staff, context: DeskContext): Promise<ConversationView> {
  const { id, handoff } = known;
  const { sources } = context;
  const [item, entries, caseView, forms, deliveries] = await Promise.all([
    itemOf(known, context),
    context.conversations.log(handoff.conversationId, 0),
    handoff.folio === undefined ? undefined : sources.caseOf(handoff.folio),
    sources.formsOf(handoff.conversationId),
    sources.deliveriesOf(handoff.conversationId),
  ]);
  const transcript = transcriptOf(entries.filter(until(handoff.endedAt)), context.mask);
  const standing = standingOf(transcript, sources.stepsOf);
  const windowEndsAt = sources.windowEndsAt(handoff.channel, handoff.lastPersonAt ?? handoff.requestedAt);
  return {
    item,
    may: mayDo(staff, handoff),
    transcript,
    deliveries: [...deliveries],
    ...(standing && { standing }),
    masked: maskedFields(handoff),
    ...(caseView && { case: caseView }),
    history: handoff.history,
    notes: handoff.notes,
    forms: [...forms],
    ...(windowEndsAt !== undefined && { windowEndsAt }),
    looking: [...context.feed.lookers(id, staff.id)],
  };
}

/** What the person and the assistant said after the end is no business of the desk. */
const until =
  (endedAt: number | undefined) =>
  ({ at }: LogEntry): boolean =>
    endedAt === undefined || at <= endedAt;

function maskedFields({ facts }: Handoff): ConversationView['masked'] {
  const fields: readonly MaskedField[] = ['curp', 'name', 'client-number'];
  return fields.flatMap((field) => {
    const value = facts[field];
    return value === undefined ? [] : [{ field, shown: maskField(field, value) }];
  });
}
