import type { Json, LogEntry } from '../store.ts';
import type { Database } from './connection.ts';
import type { Sizes } from './conversation-views.ts';
import { areDuplicates } from './driver-errors.ts';
import type { ConversationRecord, Models } from './records.ts';

/** A conversation whose log, or list of quiet messages, is longer than this is relieved of all but `KEPT` entries. */
const LONG = 96;
const KEPT = 32;
const ATTEMPTS = 3;

type Long = Sizes & Pick<ConversationRecord, '_id' | 'life' | 'trims' | 'tail' | 'quiet'>;

/**
 * Where the older log of long conversations lies, so that their documents stay small. What is moved was written long ago
 * and hardly ever changes: it is copied first, then taken out of the conversation if that has not moved meanwhile. Whoever
 * repeats it, after a crash too, writes the copies again.
 */
export interface Archive {
  /** Moves, in the background, what a write has made too much: what there was `before`, and what it added. */
  relieve(id: string, before: Sizes, added: { readonly entries?: number; readonly quiet?: number }): void;
  /** Log entries after `afterSeq` up to `upToSeq`. */
  log(life: string, afterSeq: number, upToSeq: number, limit: number): Promise<LogEntry[]>;
  /** Whether a message is known, and the seq of its echo. */
  message(life: string, messageId: string): Promise<{ readonly seq?: number } | undefined>;
  /** Another activity in place of an entry's. False when there is no such entry. */
  replace(life: string, seq: number, activity: Json): Promise<boolean>;
  /** Deletes all of it. */
  remove(life: string): Promise<void>;
}

export function mongoArchive(database: Database, { conversations, log, messages }: Models): Archive {
  async function relieveNow(id: string): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const record = await conversations
        .findOne({ _id: id }, { life: 1, trims: 1, lastSeq: 1, archivedSeq: 1, tail: 1, quiet: 1, quietCount: 1 })
        .lean();
      if (!record || !isLong(record)) return;
      await copy(record);
      if (await takeOut(record)) return;
    }
  }

  async function copy({ life, archivedSeq, tail, quiet }: Long): Promise<void> {
    const old = tail.slice(0, -KEPT).map((entry, index) => ({ ...entry, seq: archivedSeq + index + 1 }));
    const echoed = old.flatMap(({ messageId, seq }) => (messageId === undefined ? [] : [{ messageId, seq }]));
    await unlessThere(
      messages.insertMany(
        [
          ...echoed.map(({ messageId, seq }) => ({ _id: messageKey(life, messageId), seq })),
          ...quiet.map((messageId) => ({ _id: messageKey(life, messageId) })),
        ],
        { ordered: false, lean: true },
      ),
    );
    // Over what an earlier attempt copied: an echo may have been replaced since.
    await log.bulkWrite(
      old.map(({ seq, at, activity }) => ({
        updateOne: { filter: { _id: entryId(life, seq) }, update: { $set: { seq, at, activity } }, upsert: true },
      })),
      { ordered: false },
    );
  }

  /** False when the conversation has moved, so that what was copied may not be all that would be cut off. */
  async function takeOut({ _id, life, trims, lastSeq, tail, quietCount }: Long): Promise<boolean> {
    const kept = Math.min(tail.length, KEPT);
    const { modifiedCount } = await conversations.updateOne(
      { _id, life, trims, lastSeq, quietCount },
      {
        $push: { tail: { $each: [], $slice: -kept } },
        $set: { archivedSeq: lastSeq - kept, quiet: [], quietCount: 0 },
        $inc: { trims: 1 },
      },
    );
    return modifiedCount === 1;
  }

  return {
    relieve(id, { lastSeq, archivedSeq, quietCount }, { entries = 0, quiet = 0 }) {
      const sizes = { lastSeq: lastSeq + entries, archivedSeq, quietCount: quietCount + quiet };
      if (isLong(sizes)) database.background(() => relieveNow(id));
    },
    async log(life, afterSeq, upToSeq, limit) {
      const found = log
        .find({ _id: { $gt: entryId(life, Math.max(afterSeq, 0)), $lte: entryId(life, upToSeq) } })
        .sort({ _id: 1 });
      const entries = await (Number.isFinite(limit) ? found.limit(limit) : found).lean();
      return entries.map(({ seq, at, activity }) => ({ seq, activity: JSON.parse(activity), at }));
    },
    async message(life, messageId) {
      const found = await messages.findOne({ _id: messageKey(life, messageId) }, { seq: 1 }).lean();
      if (!found) return undefined;
      return found.seq === undefined ? {} : { seq: found.seq };
    },
    async replace(life, seq, activity) {
      const replaced = await log.updateOne(
        { _id: entryId(life, seq) },
        { $set: { activity: JSON.stringify(activity) } },
      );
      return replaced.matchedCount === 1;
    },
    async remove(life) {
      const whole = { _id: lifeRange(life) };
      await log.deleteMany(whole);
      await messages.deleteMany(whole);
    },
  };
}

function isLong({ lastSeq, archivedSeq, quietCount }: Sizes): boolean {
  return lastSeq - archivedSeq > LONG || quietCount > LONG;
}

export function entryId(life: string, seq: number): string {
  return `${life}/${String(seq).padStart(10, '0')}`;
}

export function messageKey(life: string, messageId: string): string {
  return `${life}/${messageId}`;
}

/** The keys of an archive; "0" follows "/". */
export function lifeRange(life: string) {
  return { $gte: `${life}/`, $lt: `${life}0` };
}

async function unlessThere(writing: Promise<unknown>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    if (!areDuplicates(error)) throw error;
  }
}
