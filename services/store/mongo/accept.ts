import type { QueryFilter, UpdateQuery } from 'mongoose';
import { StoreError } from '../errors.ts';
import type { Accepted, Conversations } from '../store.ts';
import type { Archive } from './archive.ts';
import type { Database } from './connection.ts';
import { activeSince, SIZES, type Sizes } from './conversation-views.ts';
import type { ConversationRecord, Models } from './records.ts';

/** Each attempt that fails means that the conversation moved, or that a majority does not have it yet. */
const ATTEMPTS = 50;

const KNOWN = { life: 1, trims: 1, archivedSeq: 1, quiet: 1, 'tail.messageId': 1 } as const;
type Known = Pick<ConversationRecord, 'life' | 'trims' | 'archivedSeq' | 'quiet' | 'tail'>;

/**
 * Takes a message in unless its id is known. One trip for a new message of a conversation that fits into its document;
 * what was archived has to be looked up first, and counts only if nothing more was archived since.
 */
export function mongoAccept({ run }: Database, { conversations }: Models, archive: Archive): Conversations['accept'] {
  function add(filter: QueryFilter<ConversationRecord>, update: UpdateQuery<ConversationRecord>) {
    return conversations.findOneAndUpdate(filter, update, { returnDocument: 'before', lean: true, projection: SIZES });
  }

  async function addOnce(
    id: string,
    messageId: string,
    update: UpdateQuery<ConversationRecord>,
  ): Promise<Sizes | Exclude<Accepted, { outcome: 'accepted' }>> {
    const isNew = { quiet: { $ne: messageId }, 'tail.messageId': { $ne: messageId } };
    const added = await add({ _id: id, trims: 0, ...isNew }, update);
    if (added) return added;
    for (let left = ATTEMPTS; left > 0; left -= 1) {
      const found = await conversations.findOne({ _id: id }).select<Known>(KNOWN).lean();
      if (!found) return { outcome: 'unknown-conversation' };
      const known = await whereKnown(found, messageId);
      if (known) return { outcome: 'duplicate', ...known };
      const { life, trims } = found;
      const late = await add({ _id: id, life, trims, ...isNew }, update);
      if (late) return late;
    }
    throw new StoreError('unreachable', 'the database does not confirm what it shows');
  }

  async function whereKnown(record: Known, messageId: string): Promise<{ seq?: number } | undefined> {
    const place = record.tail.findIndex((entry) => entry.messageId === messageId);
    if (place >= 0) return { seq: record.archivedSeq + place + 1 };
    if (record.quiet.includes(messageId)) return {};
    return record.trims === 0 ? undefined : archive.message(record.life, messageId);
  }

  return (id, { messageId, activity, echo, at }) =>
    run(async () => {
      const entry = echo === undefined ? undefined : { at, activity: JSON.stringify(echo), messageId };
      const before = await addOnce(id, messageId, {
        $push: {
          inbox: { messageId, at, activity: JSON.stringify(activity) },
          ...(entry ? { tail: entry } : { quiet: messageId }),
        },
        $inc: entry ? { lastSeq: 1 } : { quietCount: 1 },
        // Ready at once, unless somebody holds the lease: then when that ends.
        $max: { readyAt: 0, ...activeSince(at) },
      });
      if ('outcome' in before) return before;
      archive.relieve(id, before, entry ? { entries: 1 } : { quiet: 1 });
      if (echo === undefined) return { outcome: 'accepted' };
      return { outcome: 'accepted', entry: { seq: before.lastSeq + 1, activity: echo, at } };
    });
}
