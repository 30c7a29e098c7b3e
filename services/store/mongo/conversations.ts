import { mongo } from 'mongoose';
import type { Conversations } from '../store.ts';
import { mongoAccept } from './accept.ts';
import type { Archive } from './archive.ts';
import type { Database } from './connection.ts';
import {
  activeSince,
  conversationOf,
  IDENTITY,
  type Identity,
  SIZES,
  tailOf,
  writtenEntries,
} from './conversation-views.ts';
import { isDuplicate } from './driver-errors.ts';
import { type Outbox, outboxWrite, pushJobs, setToken } from './outbox.ts';
import type { ConversationRecord, Models } from './records.ts';
import { mongoRemoval } from './removal.ts';
import { mongoTurns } from './turns.ts';

const HEAD = { ...IDENTITY, awaiting: 1, lastSeq: 1 } as const;
const LOG = { life: 1, archivedSeq: 1, tail: 1 } as const;

/**
 * A conversation is one document. The place of an entry in its log is no number in the entry but its place in the list:
 * adding it and counting it are one update, which needs to know nothing beforehand.
 */
export function mongoConversations(
  database: Database,
  models: Models,
  outbox: Outbox,
  archive: Archive,
): Conversations {
  const { run } = database;
  const { conversations } = models;

  return {
    create: ({ id, channel, person, locale, createdAt, origin }) =>
      run(async () => {
        const identity = { _id: id, channel, person, locale, createdAt, ...(origin === undefined ? {} : { origin }) };
        try {
          await conversations.insertMany([newRecord(identity)], { lean: true });
          return true;
        } catch (error) {
          if (isDuplicate(error)) return false;
          throw error;
        }
      }),

    get: (id) =>
      run(async () => {
        const found = await conversations.findOne({ _id: id }, HEAD).lean();
        if (!found) return undefined;
        return { ...conversationOf(found), awaiting: found.awaiting, lastSeq: found.lastSeq };
      }),

    accept: mongoAccept(database, models, archive),
    ...mongoTurns(database, models, outbox, archive),

    log: (id, afterSeq, limit = Number.POSITIVE_INFINITY) =>
      run(async () => {
        if (limit < 1) return [];
        const found = await conversations.findOne({ _id: id }, LOG).lean();
        if (!found) return [];
        const { life, archivedSeq, tail } = found;
        const older = afterSeq < archivedSeq ? await archive.log(life, afterSeq, archivedSeq, limit) : [];
        const from = Math.max(afterSeq - archivedSeq, 0);
        const newer = tail.slice(from, from + limit - older.length).map(({ at, activity }, index) => ({
          seq: archivedSeq + from + index + 1,
          activity: JSON.parse(activity),
          at,
        }));
        return [...older, ...newer];
      }),

    heads: (ids) =>
      run(async () => {
        const found = await conversations.find({ _id: { $in: [...ids] } }, { lastSeq: 1 }).lean();
        return new Map(found.map(({ _id, lastSeq }) => [_id, lastSeq]));
      }),

    append: (id, activities, jobs, at) =>
      run(async () => {
        const work = outboxWrite(jobs);
        const before = await conversations.findOneAndUpdate(
          { _id: id },
          {
            $push: { tail: { $each: tailOf(activities, at) }, ...pushJobs(work) },
            $inc: { lastSeq: activities.length },
            $max: activeSince(at),
            ...(work ? { $set: setToken(work) } : {}),
          },
          { returnDocument: 'before', lean: true, projection: SIZES },
        );
        if (!before) return [];
        outbox.relay('conversations', id, work);
        archive.relieve(id, before, { entries: activities.length });
        return writtenEntries(activities, at, before.lastSeq);
      }),

    // In the document, and among what was copied out of it: an entry may be in both for a moment.
    replaceEcho: (id, messageId, echo) =>
      run(async () => {
        const found = await conversations
          .findOneAndUpdate(
            { _id: id, 'tail.messageId': messageId },
            // Counts as a trim: whoever is archiving the entry just now has to begin again with the new one.
            { $set: { 'tail.$.activity': JSON.stringify(echo) }, $inc: { trims: 1 } },
            { returnDocument: 'before', lean: true },
          )
          .select<{ life: string }>({ life: 1 });
        const life = found?.life ?? (await conversations.findOne({ _id: id }, { life: 1 }).lean())?.life;
        const known = life === undefined ? undefined : await archive.message(life, messageId);
        const isCopied =
          life !== undefined && known?.seq !== undefined && (await archive.replace(life, known.seq, echo));
        return found !== null || isCopied;
      }),

    waiting: (now, limit) =>
      run(async () => {
        if (limit < 1) return [];
        const found = await conversations
          .find({ readyAt: { $lte: now } }, { _id: 1 })
          .limit(limit)
          .lean();
        return found.map(({ _id }) => _id);
      }),

    forget: mongoRemoval(database, models, outbox, archive),
  };
}

function newRecord(given: Identity): ConversationRecord {
  return {
    ...given,
    life: new mongo.ObjectId().toHexString(),
    ...activeSince(given.createdAt),
    awaiting: 'text',
    version: 0,
    inbox: [],
    attempts: 0,
    lastSeq: 0,
    tail: [],
    archivedSeq: 0,
    quiet: [],
    quietCount: 0,
    trims: 0,
  };
}
