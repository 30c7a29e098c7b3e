import type { UpdateQuery } from 'mongoose';
import { StoreError } from '../errors.ts';
import type { Accepted, Conversations, Incoming, Turn } from '../store.ts';
import type { Archive } from './archive.ts';
import type { Database } from './connection.ts';
import { activeSince, conversationOf, IDENTITY, type Identity, SIZES, type Sizes } from './conversation-views.ts';
import type { ConversationRecord, Models } from './records.ts';

type Update = UpdateQuery<ConversationRecord>;
type Lease = { readonly owner: string; readonly leaseMs: number; readonly at: number };

/** A conversation before its message was taken in and at once out again. */
const RESTED = { ...SIZES, ...IDENTITY, version: 1, state: 1, attempts: 1 } as const;
type Rested = Sizes & Identity & Pick<ConversationRecord, 'version' | 'state' | 'attempts'>;

/** What the conversation was, and the turn if it could be taken. */
type Added = { readonly before: Sizes; readonly turn?: Turn };

const isNew = (messageId: string) => ({ quiet: { $ne: messageId }, 'tail.messageId': { $ne: messageId } });

function turnAfter(before: Rested, { messageId, activity, at }: Incoming, owner: string): Turn {
  const { state, version, attempts } = before;
  return {
    conversation: conversationOf(before),
    messageId,
    activity,
    receivedAt: at,
    state: state === undefined ? undefined : JSON.parse(state),
    version,
    owner,
    attempts: attempts + 1,
  };
}

/** Each attempt that fails means that the conversation moved, or that a majority does not have it yet. */
const ATTEMPTS = 50;

const KNOWN = { life: 1, trims: 1, archivedSeq: 1, quiet: 1, 'tail.messageId': 1 } as const;
type Known = Pick<ConversationRecord, 'life' | 'trims' | 'archivedSeq' | 'quiet' | 'tail'>;

/** What the filter of an update says of the archive, so that it counts only if nothing more was archived since. */
type Place = { readonly _id: string; readonly life?: string; readonly trims: number };

/** Ids of conversations with an archive that are remembered, to look there at once. */
const REMEMBERED = 10_000;

/**
 * Takes a message in unless its id is known. One trip for a new message of a conversation that fits into its document;
 * what was archived has to be looked up first, and counts only if nothing more was archived since.
 */
export function mongoAccept({ run }: Database, { conversations }: Models, archive: Archive): Conversations['accept'] {
  const archived = new Set<string>();

  /** The message and its lease in one trip, as long as the conversation is at rest. */
  function addAndTake(place: Place, { messageId }: Incoming, update: Update, { owner, leaseMs, at }: Lease) {
    const { $max: _ready, ...rest } = update;
    const atRest = { inbox: { $size: 0 }, owner: { $exists: false }, readyAt: { $exists: false } };
    return conversations
      .findOneAndUpdate(
        { ...place, ...isNew(messageId), ...atRest },
        {
          ...rest,
          $max: activeSince(at),
          $set: { owner, leaseMs, readyAt: at + leaseMs },
          $inc: { ...update.$inc, attempts: 1 },
        },
        { returnDocument: 'before', lean: true },
      )
      .select<Rested>(RESTED);
  }

  /** Null when the conversation is not as `place` says, or knows the message. */
  async function add(
    place: Place,
    incoming: Incoming,
    update: Update,
    lease: Lease | undefined,
  ): Promise<Added | null> {
    const rested = lease && (await addAndTake(place, incoming, update, lease));
    if (rested && lease) return { before: rested, turn: turnAfter(rested, incoming, lease.owner) };
    const before = await conversations.findOneAndUpdate({ ...place, ...isNew(incoming.messageId) }, update, {
      returnDocument: 'before',
      lean: true,
      projection: SIZES,
    });
    return before && { before };
  }

  async function addOnce(
    id: string,
    incoming: Incoming,
    update: Update,
    lease: Lease | undefined,
  ): Promise<Added | Exclude<Accepted, { outcome: 'accepted' }>> {
    const added = archived.has(id) ? null : await add({ _id: id, trims: 0 }, incoming, update, lease);
    if (added) return added;
    for (let left = ATTEMPTS; left > 0; left -= 1) {
      const found = await conversations.findOne({ _id: id }).select<Known>(KNOWN).lean();
      if (!found) return { outcome: 'unknown-conversation' };
      const { life, trims } = found;
      if (trims > 0) remember(id);
      const known = await whereKnown(found, incoming.messageId);
      if (known) return { outcome: 'duplicate', ...known };
      const late = await add({ _id: id, life, trims }, incoming, update, lease);
      if (late) return late;
    }
    throw new StoreError('unreachable', 'the database does not confirm what it shows');
  }

  function remember(id: string): void {
    const [oldest] = archived;
    if (archived.size >= REMEMBERED && oldest !== undefined) archived.delete(oldest);
    archived.add(id);
  }

  async function whereKnown(record: Known, messageId: string): Promise<{ seq?: number } | undefined> {
    const place = record.tail.findIndex((entry) => entry.messageId === messageId);
    if (place >= 0) return { seq: record.archivedSeq + place + 1 };
    if (record.quiet.includes(messageId)) return {};
    return record.trims === 0 ? undefined : archive.message(record.life, messageId);
  }

  return (id, incoming, lease) =>
    run(async () => {
      const { messageId, activity, echo, at } = incoming;
      const entry = echo === undefined ? undefined : { at, activity: JSON.stringify(echo), messageId };
      const update = {
        $push: {
          inbox: { messageId, at, activity: JSON.stringify(activity) },
          ...(entry ? { tail: entry } : { quiet: messageId }),
        },
        $inc: entry ? { lastSeq: 1 } : { quietCount: 1 },
        // Ready at once, unless somebody holds the lease: then when that ends.
        $max: { readyAt: 0, ...activeSince(at) },
      };
      const added = await addOnce(id, incoming, update, lease && { ...lease, at });
      if ('outcome' in added) return added;
      const { before, turn } = added;
      archive.relieve(id, before, entry ? { entries: 1 } : { quiet: 1 });
      return {
        outcome: 'accepted',
        ...(echo !== undefined && { entry: { seq: before.lastSeq + 1, activity: echo, at } }),
        ...(turn && { turn }),
      };
    });
}
