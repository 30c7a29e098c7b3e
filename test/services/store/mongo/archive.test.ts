import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import { openMongo } from '../../../../services/store/mongo/index.ts';
import type { Models } from '../../../../services/store/mongo/records.ts';
import { openMongoTransfer } from '../../../../services/store/mongo/transfer.ts';
import type { Store } from '../../../../services/store/store.ts';
import {
  conversation,
  incoming,
  LEASE,
  NOW,
  outcome,
  takeTurn,
  times,
  withMessages,
} from '../../../contract/store/support.ts';
import { mongoForTests } from '../../../support/mongo/mongo-for-tests.ts';
import { rawDatabase } from './raw-database.ts';

const mongo = await mongoForTests('long conversations on MongoDB');
const LONG = 150;

if (mongo) {
  describe('a long conversation', () => {
    const url = mongo.database();
    let stores: Store[];
    let connection: Connection;
    let models: Models;

    beforeEach(async () => {
      ({ connection, models } = await rawDatabase(url));
      stores = [await openMongo({ url }), await openMongo({ url })];
    });
    afterEach(async () => {
      await Promise.all(stores.map((store) => store.close()));
      for (const model of Object.values(models)) await model.collection.deleteMany({});
      await connection.close();
    });

    const storeOf = (index: number): Store => stores[index % stores.length] as Store;

    /** Messages from both sides at once, each tried twice, every fifth without an echo. */
    async function talk(from: number, to: number): Promise<void> {
      const { conversations } = storeOf(0);
      await conversations.create(conversation());
      for (let start = from; start < to; start += 25) {
        await Promise.all(
          times(50, (index) => {
            const message = incoming(`m${start + (index % 25)}`);
            const { echo: _, ...quiet } = message;
            return storeOf(index).conversations.accept('c1', index % 5 === 0 ? quiet : message);
          }),
        );
      }
    }

    it('has each message taken by the write that accepts it, from whichever process, also once it has an archive', async () => {
      await storeOf(0).conversations.create(conversation());
      const lease = { owner: 'w', leaseMs: LEASE.leaseMs };
      for (let number = 0; number < LONG; number += 1) {
        const { conversations } = storeOf(number);
        const accepted = await conversations.accept('c1', incoming(`m${number}`), lease);
        const turn = accepted.outcome === 'accepted' ? accepted.turn : undefined;
        expect(turn).toMatchObject({ messageId: `m${number}`, version: number, attempts: 1 });
        if (turn) expect(await conversations.commit(turn, outcome())).toMatchObject({ ok: true });
        expect(await conversations.accept('c1', incoming('m0'), lease)).toEqual({ outcome: 'duplicate', seq: 1 });
      }
      const record = await models.conversations.findOne({ _id: 'c1' }).lean();
      expect(record?.trims).toBeGreaterThan(0);
    });

    it('keeps a small document, a whole log, and every message id', async () => {
      await talk(0, LONG);
      await Promise.all(stores.map((store) => store.close()));
      stores = [await openMongo({ url })];
      const { conversations } = storeOf(0);

      const record = await models.conversations.findById('c1').lean();
      expect(record?.tail.length).toBeLessThan(LONG / 2);
      expect(record?.quiet.length).toBeLessThan(LONG / 2);
      const log = await conversations.log('c1', 0);
      expect(log).toHaveLength(LONG * 0.8);
      expect(log.map(({ seq }) => seq)).toEqual(times(log.length, (index) => index + 1));
      expect(new Set(log.map(({ activity }) => JSON.stringify(activity))).size).toBe(log.length);
      const again = await Promise.all(times(LONG, (index) => conversations.accept('c1', incoming(`m${index}`))));
      for (const [index, answer] of again.entries()) {
        const seq = log.find(({ activity }) => JSON.stringify(activity) === `{"said":"m${index}"}`)?.seq;
        expect(answer).toEqual(seq === undefined ? { outcome: 'duplicate' } : { outcome: 'duplicate', seq });
      }
    });

    it('can be paged through, across the place where the archive ends', async () => {
      await talk(0, LONG);
      const { conversations } = storeOf(0);
      const whole = await conversations.log('c1', 0);

      for (let after = 0; after < whole.length; after += 37) {
        expect(await conversations.log('c1', after, 50)).toEqual(whole.slice(after, after + 50));
      }
      expect(await conversations.log('c1', -5, 3)).toEqual(whole.slice(0, 3));
    });

    it('goes on: turns, replies, duplicates', async () => {
      await talk(0, LONG);
      const { conversations } = storeOf(0);
      const { lastSeq = 0 } = (await conversations.get('c1')) ?? {};
      const turn = await takeTurn(storeOf(0), 'c1');

      expect(turn.messageId).toBe('m0');
      const committed = await conversations.commit(turn, outcome({ replies: times(120, (n) => ({ n })) }));
      expect(committed).toMatchObject({ ok: true, next: { attempts: 1, version: 1 } });
      expect((await conversations.log('c1', lastSeq)).map(({ activity }) => activity)).toEqual(
        times(120, (n) => ({ n })),
      );
      expect((await storeOf(1).conversations.heads(['c1'])).get('c1')).toBe(lastSeq + 120);
    });

    it('is archived again after a process died between copying and cutting', async () => {
      await withMessages(storeOf(0), 'c1', ...times(60, (index) => `m${index}`));
      const record = await models.conversations.findById('c1').lean();
      const copies = (record?.tail ?? []).map(({ at, activity }, index) => ({
        _id: `${record?.life}/${String(index + 1).padStart(10, '0')}`,
        seq: index + 1,
        at,
        // What a person takes back while it is being copied is replaced where it stands.
        activity: index === 0 ? JSON.stringify({ said: 'taken back since' }) : activity,
      }));
      await models.log.insertMany(copies);
      await models.messages.insertMany([{ _id: `${record?.life}/m0`, seq: 1 }]);

      for (const index of times(60, (n) => 60 + n)) await storeOf(0).conversations.accept('c1', incoming(`m${index}`));

      expect(await storeOf(1).conversations.log('c1', 0)).toEqual(
        times(120, (index) => ({ seq: index + 1, activity: { said: `m${index}` }, at: NOW })),
      );
      expect(await storeOf(1).conversations.accept('c1', incoming('m0'))).toEqual({ outcome: 'duplicate', seq: 1 });
    });

    it('is copied to another store with each id once, though a process died between copying and cutting', async () => {
      await withMessages(storeOf(0), 'c1', 'm0', 'm1');
      const record = await models.conversations.findById('c1').lean();
      await models.messages.insertMany([{ _id: `${record?.life}/m0`, seq: 1 }]);

      const transfer = await openMongoTransfer({ url });
      const ids: string[] = [];
      for await (const part of transfer.records()) {
        if (part.what === 'messages') ids.push(...part.messages.map(({ messageId }) => messageId));
      }
      await transfer.close();

      expect(ids).toEqual(['m0', 'm1']);
    });

    it('is forgotten whole, archive included, also when a process died on the way', async () => {
      await talk(0, LONG);
      const record = await models.conversations.findById('c1').lean();
      await Promise.all(stores.map((store) => store.close()));
      stores = [await openMongo({ url })];
      const { conversations } = storeOf(0);
      // As if the process had died after the conversation went and before its archive did.
      await models.removals.insertMany([{ _id: record?.life, conversation: 'c1' }]);
      await models.conversations.deleteOne({ _id: 'c1' });
      await withMessages(storeOf(0), 'c1', 'm1');
      expect(await models.log.countDocuments()).toBeGreaterThan(0);
      expect(await conversations.log('c1', 0)).toHaveLength(1);

      expect(await conversations.forget(NOW + 10 * LEASE.leaseMs, 10)).toBe(1);

      for (const model of [models.conversations, models.log, models.messages, models.removals]) {
        expect(await model.collection.countDocuments()).toBe(0);
      }
    });
  });
}
