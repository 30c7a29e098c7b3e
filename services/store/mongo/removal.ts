import type { Millis } from '../store.ts';
import type { Archive } from './archive.ts';
import type { Database } from './connection.ts';
import { hourOf } from './conversation-views.ts';
import { areDuplicates } from './driver-errors.ts';
import type { Outbox } from './outbox.ts';
import type { Models } from './records.ts';

/**
 * Deletes conversations without activity. Those with an archive are noted before, so that a crash in between leaves a
 * note of what is to be deleted, not an archive that nobody knows of.
 */
export function mongoRemoval(
  { run }: Database,
  { conversations, removals }: Models,
  outbox: Outbox,
  archive: Archive,
): (before: Millis, limit: number) => Promise<number> {
  return (before, limit) =>
    run(async () => {
      await removeArchives();
      if (limit < 1) return 0;
      const inactive = { activeHour: { $lte: hourOf(before) }, activeAt: { $lt: before } };
      const due = await conversations
        .find(inactive, { life: 1, trims: 1, outbox: 1, unrelayed: 1 })
        .sort({ activeHour: 1 })
        .limit(limit)
        .lean();
      await outbox.settle('conversations', due);
      const archived = due.filter(({ trims }) => trims > 0);
      await note(archived.map(({ _id, life }) => ({ _id: life, conversation: _id })));
      const ids = { $in: due.map(({ _id }) => _id) };
      const gone = await conversations.deleteMany({ _id: ids, ...inactive, unrelayed: { $exists: false } });
      if (archived.length > 0) await removeArchives();
      return gone.deletedCount;
    });

  async function note(archives: { _id: string; conversation: string }[]): Promise<void> {
    try {
      await removals.insertMany(archives, { ordered: false, lean: true });
    } catch (error) {
      if (!areDuplicates(error)) throw error;
    }
  }

  /** Notes of conversations that came to life again stay until those are deleted after all. */
  async function removeArchives(): Promise<void> {
    for (const { _id: life, conversation } of await removals.find().lean()) {
      if (await conversations.exists({ _id: conversation, life })) continue;
      await archive.remove(life);
      await removals.deleteOne({ _id: life });
    }
  }
}
