import { z } from 'zod';
import { HopelessJob, type JobHandler, PostponedJob } from '../../services/jobs/handler.ts';
import { collection, type Item } from '../../services/store/collection.ts';
import type { Conversation, Conversations, Documents, LogEntry, NewJob } from '../../services/store/store.ts';
import type { PushChannel } from '../channels/channel.ts';
import { endsTurn, isFromPerson, isRenewal, placeOf } from '../channels/log-activity.ts';

/** The kind of job that brings what is new in a conversation to its person. */
export const DELIVER = 'deliver';

/** Written with whatever adds to the log of a conversation; `occasion` is the same when that is repeated. */
export function deliveryJob(conversationId: string, occasion: string, at: number): NewJob {
  return { id: `${DELIVER}:${conversationId}:${occasion}`, kind: DELIVER, payload: { conversationId }, dueAt: at };
}

export interface DeliveryDeps {
  readonly conversations: Pick<Conversations, 'get' | 'log'>;
  readonly documents: Documents;
  readonly channels: readonly PushChannel[];
  /** Unique per process. */
  readonly owner: string;
  readonly now: () => number;
  /** How long one process may be busy with a conversation before another takes over. */
  readonly leaseMs: number;
  /** How long it is remembered what was delivered; as long as conversations are kept. */
  readonly keepMs: number;
  readonly report: (event: DeliveryReport) => void;
}

/** What logs and metrics are told; nothing of it is a person's word. */
export interface DeliveryReport {
  readonly what: 'sent' | 'postponed' | 'given-up';
  readonly channel: string;
  readonly conversation: string;
  readonly reason?: string;
}

/** How far a conversation's log has been delivered. */
const Cursor = z.object({
  /** Everything up to here is delivered, or given up. */
  seq: z.number().int(),
  /** Of the turn under way: its last entry, and how many of its messages were sent. */
  under: z.object({ upTo: z.number().int(), sent: z.number().int() }).optional(),
  lease: z.object({ owner: z.string(), until: z.number() }).optional(),
});
type Cursor = z.infer<typeof Cursor>;

const Payload = z.object({ conversationId: z.string() });
const pageSize = 100;
/** Who holds a conversation is done with it within moments, or dead. */
const lookAgainMs = 1_000;

/**
 * Brings committed messages to people of push channels: in order, each at least once, a message again only when a
 * process died between sending it and noting that. One cursor per conversation says how far it got, and one process at a
 * time moves it.
 */
export function createDelivery(deps: DeliveryDeps): JobHandler {
  const cursors = collection(deps.documents, 'delivery', Cursor);
  const channels = new Map(deps.channels.map((channel) => [channel.id, channel]));
  const busy = new Map<string, Promise<void>>();

  return {
    async run([job]) {
      const payload = Payload.safeParse(job?.payload);
      if (!payload.success) throw new HopelessJob('a delivery job names no conversation');
      const { conversationId } = payload.data;
      const before = busy.get(conversationId);
      const mine = (before ?? Promise.resolve()).catch(() => {}).then(() => deliver(conversationId));
      busy.set(conversationId, mine);
      try {
        await mine;
      } finally {
        if (busy.get(conversationId) === mine) busy.delete(conversationId);
      }
    },
  };

  async function deliver(conversationId: string): Promise<void> {
    const conversation = await deps.conversations.get(conversationId);
    const channel = conversation && channels.get(conversation.channel);
    if (!conversation || !channel) return;
    const cursor = await hold(conversationId);
    if (conversation.lastSeq > cursor.value.seq) await sendAll(conversation, channel, cursor);
    else await letGo(conversationId);
  }

  /** Takes the cursor's lease. */
  async function hold(id: string): Promise<Item<Cursor>> {
    const at = deps.now();
    const lease = { owner: deps.owner, until: at + deps.leaseMs };
    const expiresAt = at + deps.keepMs;
    const taken = await cursors.change(id, (cursor) =>
      cursor.lease && cursor.lease.owner !== deps.owner && cursor.lease.until > at
        ? undefined
        : { value: { ...cursor, lease }, expiresAt },
    );
    if (taken.ok) return { id, value: taken.value, version: taken.version };
    if (taken.reason === 'missing') {
      const made = await cursors.insert(id, { seq: 0, lease }, { expiresAt });
      if (made.ok) return { id, value: { seq: 0, lease }, version: made.version };
    }
    throw new PostponedJob('another process is delivering this conversation', lookAgainMs);
  }

  /** Sends turn by turn, and lets go with the note of the last one. What is added meanwhile has a job of its own. */
  async function sendAll(conversation: Conversation, channel: PushChannel, { value }: Item<Cursor>): Promise<void> {
    let cursor = value;
    for (;;) {
      const page = await deps.conversations.log(conversation.id, cursor.seq, pageSize);
      const turn = firstTurn(page, cursor.under?.upTo);
      if (turn.length === 0) return letGo(conversation.id);
      const isLast = turn.length === page.length && page.length < pageSize;
      cursor = await sendTurn(conversation, channel, cursor, turn, isLast);
      if (isLast) return;
    }
  }

  async function sendTurn(
    conversation: Conversation,
    channel: PushChannel,
    cursor: Cursor,
    turn: readonly LogEntry[],
    isLast: boolean,
  ): Promise<Cursor> {
    const upTo = turn.at(-1)?.seq ?? cursor.seq;
    const entries = turn.filter(({ activity }) => !isFromPerson(activity) && !isRenewal(activity));
    const messages = entries.length > 0 ? await channel.render(conversation, entries) : [];
    const { procedure, step } = placeOf(entries.at(-1)?.activity);
    for (let index = cursor.under?.sent ?? 0; index < messages.length; index += 1) {
      const sent = await channel.send(conversation, messages[index], `${conversation.id}.${upTo}|${procedure}|${step}`);
      const about = { channel: channel.id, conversation: conversation.id };
      if (!sent.ok && sent.again) {
        deps.report({ what: 'postponed', ...about, reason: sent.reason });
        await letGo(conversation.id);
        if (sent.afterMs === undefined) throw new Error(sent.reason);
        throw new PostponedJob(sent.reason, sent.afterMs);
      }
      deps.report(sent.ok ? { what: 'sent', ...about } : { what: 'given-up', ...about, reason: sent.reason });
      if (index + 1 < messages.length) await note(conversation.id, { under: { upTo, sent: index + 1 } });
    }
    return note(conversation.id, { seq: upTo, under: undefined }, isLast);
  }

  /** Writes how far it got, and renews the lease or ends it. Rejects when another process has taken over. */
  async function note(id: string, progress: Partial<Pick<Cursor, 'seq' | 'under'>>, ends = false): Promise<Cursor> {
    const at = deps.now();
    const lease = ends ? undefined : { owner: deps.owner, until: at + deps.leaseMs };
    const written = await cursors.change(id, (cursor) =>
      cursor.lease?.owner === deps.owner
        ? {
            value: { ...cursor, ...progress, lease },
            expiresAt: at + deps.keepMs,
          }
        : undefined,
    );
    if (!written.ok) throw new PostponedJob('another process took this conversation over', deps.leaseMs);
    return written.value;
  }

  async function letGo(id: string): Promise<void> {
    const expiresAt = deps.now() + deps.keepMs;
    await cursors.change(id, ({ lease, ...cursor }) =>
      lease?.owner === deps.owner ? { value: cursor, expiresAt } : undefined,
    );
  }
}

/** Entries up to the first that ends a turn, or up to `upTo` when a delivery of them has begun. */
function firstTurn(entries: readonly LogEntry[], upTo: number | undefined): readonly LogEntry[] {
  if (upTo !== undefined) return entries.filter((entry) => entry.seq <= upTo);
  const end = entries.findIndex((entry) => endsTurn(entry.activity));
  return end < 0 ? entries : entries.slice(0, end + 1);
}
