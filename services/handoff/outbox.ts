import type { Collection } from '../store/collection.ts';
import type { Millis } from '../store/store.ts';
import type { DeskEvent, Handoff, Outgoing, Words } from './handoff.ts';

/** Brings an event to its conversation, at most once for each `messageId`. Rejects to be tried again. */
export type DeliverEvent = (event: {
  readonly handoffId: string;
  readonly conversationId: string;
  readonly messageId: string;
  readonly desk: DeskEvent;
  /** An agent's words; only with `said`. */
  readonly words?: Words;
  readonly at: Millis;
}) => Promise<void>;

/** The hand-off with one more thing to tell its conversation. Pure. */
export function withOutgoing(
  id: string,
  handoff: Handoff,
  { at, desk, words }: { readonly at: Millis; readonly desk: DeskEvent; readonly words?: Words },
): Handoff {
  const seq = handoff.lastSeq + 1;
  const messageId = `${desk.what === 'said' ? 'agent' : 'desk'}:${id}:${seq}`;
  const outgoing: Outgoing = { seq, messageId, at, desk, ...(words && { words }) };
  return { ...handoff, lastSeq: seq, outbox: [...handoff.outbox, outgoing] };
}

/**
 * Tells the conversation what waits in the outbox. Whoever sees an event there sees all that came before it and is not
 * delivered yet, and delivers in order; a message id is accepted once. So however many do this at once, and wherever one
 * of them dies, the conversation gets each event once and in order.
 */
export async function flushOutbox(
  handoffs: Collection<Handoff>,
  id: string,
  deliver: DeliverEvent,
  keep: (handoff: Handoff) => { readonly expiresAt?: Millis },
): Promise<void> {
  const item = await handoffs.get(id);
  const last = item?.value.outbox.at(-1);
  if (item === undefined || last === undefined) return;
  const { conversationId, outbox } = item.value;
  for (const { messageId, at, desk, words } of outbox) {
    await deliver({ handoffId: id, conversationId, messageId, at, desk, ...(words && { words }) });
  }
  // Losing to others here costs nothing: what stays in the outbox is refused as known when it is delivered again.
  await handoffs.change(id, (value) => {
    const left = value.outbox.filter(({ seq }) => seq > last.seq);
    return left.length === value.outbox.length ? undefined : { value: { ...value, outbox: left }, ...keep(value) };
  });
}
