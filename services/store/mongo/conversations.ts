import { mongo, type QueryFilter, type UpdateQuery } from 'mongoose';
import { StoreError } from '../errors.ts';
import type { Accepted, Conversations } from '../store.ts';
import type { Archive, Sizes } from './archive.ts';
import type { Database } from './connection.ts';
import { conversationOf, lastEntries, TURN, type TurnRecord, tailOf, turnOf } from './conversation-views.ts';
import { isDuplicate } from './driver-errors.ts';
import { type Outbox, type OutboxWrite, outboxWrite } from './outbox.ts';
import type { ConversationRecord, Models } from './records.ts';
import { mongoRemoval } from './removal.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Each attempt that fails means that the conversation moved, or that a majority does not have it yet. */
const ATTEMPTS = 50;
const SIZES = { lastSeq: 1, archivedSeq: 1, quietCount: 1 } as const;
const HEAD = { channel: 1, person: 1, locale: 1, createdAt: 1, awaiting: 1, lastSeq: 1 } as const;
const KNOWN = { life: 1, trims: 1, archivedSeq: 1, quiet: 1, 'tail.messageId': 1 } as const;

type Filter = QueryFilter<ConversationRecord>;
type Duplicate = Exclude<Accepted, { outcome: 'accepted' }>;
type Known = Pick<ConversationRecord, 'life' | 'trims' | 'archivedSeq' | 'quiet' | 'tail'>;
type Update = UpdateQuery<ConversationRecord>;

/**
 * A conversation is one document. Places in its log are not numbers in the entries but their order: adding an entry and
 * counting it are one update, which needs to know nothing beforehand.
 */
export function mongoConversations(
  database: Database,
  models: Models,
  outbox: Outbox,
  archive: Archive,
): Conversations {
  const { run } = database;
  const { conversations } = models;

  /** Changes the one conversation that fits, and answers what it is then. */
  const after = { returnDocument: 'after', lean: true } as const;
  const grow = (filter: Filter, update: Update): Promise<Sizes | null> =>
    conversations.findOneAndUpdate(filter, update, { ...after, projection: SIZES });
  const proceed = (filter: Filter, update: Update): Promise<(Sizes & TurnRecord) | null> =>
    conversations.findOneAndUpdate(filter, update, after).select<Sizes & TurnRecord>({ ...TURN, ...SIZES });

  async function accept(id: string, messageId: string, update: Update): Promise<Sizes | Duplicate> {
    const unknown = { quiet: { $ne: messageId }, 'tail.messageId': { $ne: messageId } };
    const accepted = await grow({ _id: id, trims: 0, ...unknown }, update);
    if (accepted) return accepted;
    for (let left = ATTEMPTS; left > 0; left -= 1) {
      const found = await conversations.findOne({ _id: id }).select<Known>(KNOWN).lean();
      if (!found) return { outcome: 'unknown-conversation' };
      const known = await whereKnown(found, messageId);
      if (known) return { outcome: 'duplicate', ...known };
      const { life, trims } = found;
      const late = await grow({ _id: id, life, trims, ...unknown }, update);
      if (late) return late;
    }
    throw new StoreError('unreachable', 'the database does not confirm what it shows');
  }

  async function whereKnown(record: Known, messageId: string): Promise<{ seq?: number } | undefined> {
    const place = record.tail.findIndex((entry) => entry.messageId === messageId);
    if (place >= 0) return { seq: record.archivedSeq + place + 1 };
    if (record.quiet.includes(messageId)) return {};
    const archived = record.trims === 0 ? undefined : await archive.message(record.life, messageId);
    if (!archived) return undefined;
    return archived.seq === undefined ? {} : { seq: archived.seq };
  }

  return {
    create: ({ id, channel, person, locale, createdAt }) =>
      run(async () => {
        try {
          await conversations.insertMany([newRecord({ _id: id, channel, person, locale, createdAt })], { lean: true });
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

    accept: (id, { messageId, activity, echo, at }) =>
      run(async () => {
        const accepted = await accept(id, messageId, {
          $push: {
            inbox: { messageId, at, activity: JSON.stringify(activity) },
            ...(echo === undefined
              ? { quiet: messageId }
              : { tail: { at, activity: JSON.stringify(echo), messageId } }),
          },
          $inc: echo === undefined ? { quietCount: 1 } : { lastSeq: 1 },
          // Ready at once, unless somebody holds the lease: then when that ends.
          $max: { readyAt: 0, ...activeSince(at) },
        });
        if ('outcome' in accepted) return accepted;
        archive.relieve(id, accepted);
        if (echo === undefined) return { outcome: 'accepted' };
        return { outcome: 'accepted', entry: { seq: accepted.lastSeq, activity: echo, at } };
      }),

    take: (id, { owner, now, leaseMs }) =>
      run(async () => {
        const taken = await proceed(
          { _id: id, $or: [{ readyAt: { $lte: now } }, { owner }] },
          { $set: { owner, leaseMs, readyAt: now + leaseMs }, $inc: { attempts: 1 } },
        );
        return taken ? turnOf(taken, owner) : undefined;
      }),

    commit: (turn, { state, awaiting, replies, jobs, at }) =>
      run(async () => {
        const { conversation, owner, version, messageId } = turn;
        const held: Filter = { _id: conversation.id, owner, version, 'inbox.0.messageId': messageId };
        const work = outboxWrite(jobs);
        const update = (lease: { $set: object; $unset?: object }): Update => ({
          $set: { state: JSON.stringify(state), awaiting, ...lease.$set, ...unrelayed(work) },
          ...(lease.$unset ? { $unset: lease.$unset } : {}),
          $push: { tail: { $each: tailOf(replies, at) }, ...outboxPush(work) },
          $pop: { inbox: -1 },
          $inc: { lastSeq: replies.length, version: 1 },
          $max: activeSince(at),
        });
        const letGo = { $set: { attempts: 0 }, $unset: { owner: 1, leaseMs: 1, readyAt: 1 } };
        let committed = await proceed({ ...held, inbox: { $size: 1 } }, update(letGo));
        if (!committed) {
          // There are further messages, whose lease is as long as this one, or the lease is lost.
          const lease = await conversations.findOne(held, { leaseMs: 1 }).lean();
          if (!lease) return { ok: false, reason: 'lease-lost' };
          const leaseMs = lease.leaseMs ?? 0;
          const keep = { $set: { attempts: 1, readyAt: at + leaseMs } };
          committed = await proceed({ ...held, 'inbox.1': { $exists: true } }, update(keep));
        }
        if (!committed) return { ok: false, reason: 'lease-lost' };
        outbox.relay('conversations', conversation.id, work);
        archive.relieve(conversation.id, committed);
        const entries = lastEntries(replies, at, committed.lastSeq);
        const next = turnOf(committed, owner);
        return next ? { ok: true, entries, next } : { ok: true, entries };
      }),

    release: ({ conversation, owner, version }) =>
      run(async () => {
        await conversations.updateOne(
          { _id: conversation.id, owner, version },
          { $set: { readyAt: 0 }, $unset: { owner: 1, leaseMs: 1 } },
        );
      }),

    log: (id, afterSeq, limit = Number.POSITIVE_INFINITY) =>
      run(async () => {
        if (limit < 1) return [];
        const found = await conversations.findOne({ _id: id }, { life: 1, archivedSeq: 1, tail: 1 }).lean();
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

    append: (id, activities, jobs, at) =>
      run(async () => {
        const work = outboxWrite(jobs);
        const appended = await grow(
          { _id: id },
          {
            $push: { tail: { $each: tailOf(activities, at) }, ...outboxPush(work) },
            $inc: { lastSeq: activities.length },
            $max: activeSince(at),
            ...(work ? { $set: unrelayed(work) } : {}),
          },
        );
        if (!appended) return [];
        outbox.relay('conversations', id, work);
        archive.relieve(id, appended);
        return lastEntries(activities, at, appended.lastSeq);
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

    forget: mongoRemoval(database, models, outbox, archive, dayOf),
  };
}

function newRecord(
  given: Pick<ConversationRecord, '_id' | 'channel' | 'person' | 'locale' | 'createdAt'>,
): ConversationRecord {
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

function activeSince(at: number): { activeAt: number; activeDay: number } {
  return { activeAt: at, activeDay: dayOf(at) };
}

function unrelayed(work: OutboxWrite | undefined) {
  return work ? { unrelayed: work.token } : {};
}

function outboxPush(work: OutboxWrite | undefined) {
  return work ? { outbox: { $each: [...work.jobs] } } : {};
}

function dayOf(at: number): number {
  return Math.floor(at / DAY_MS);
}
