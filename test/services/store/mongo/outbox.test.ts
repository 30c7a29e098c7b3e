import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { openMongo } from '../../../../services/store/mongo/index.ts';
import type { Models } from '../../../../services/store/mongo/records.ts';
import type { Store } from '../../../../services/store/store.ts';
import { claimAll, claimedIds, conversation, firstClaims, job, LEASE, NOW } from '../../../contract/store/support.ts';
import { mongoForTests } from '../../../support/mongo/mongo-for-tests.ts';
import { rawDatabase } from './raw-database.ts';

const mongo = await mongoForTests('jobs that a dead process left in its documents');

if (mongo) {
  describe('jobs that were written with a document, by a process that died right then', () => {
    const url = mongo.database();
    let store: Store;
    let connection: Connection;
    let models: Models;

    beforeEach(async () => {
      ({ connection, models } = await rawDatabase(url));
      store = await openMongo({ url });
      await store.conversations.create(conversation());
      await store.documents.insert('account', 'a1', {}, { expiresAt: NOW });
    });
    afterEach(async () => {
      await store.close();
      for (const model of Object.values(models)) await model.collection.deleteMany({});
      await connection.close();
    });

    /** What the one atomic write leaves behind. */
    function left(id: string) {
      const outbox = [{ id, kind: 'mail', payload: '{}', due: NOW, order: new mongoose.mongo.ObjectId() }];
      return { $set: { outbox, unrelayed: new mongoose.mongo.ObjectId() } };
    }
    const leaveIn = {
      conversation: (id: string) => models.conversations.updateOne({ _id: 'c1' }, left(id)),
      document: (id: string) => models.documents.updateOne({ _id: 'account/a1' }, left(id)),
    };

    it('are found by whoever looks for work next, and done once', async () => {
      await leaveIn.conversation('from-conversation');
      await leaveIn.document('from-document');

      expect((await claimedIds(store, 'o')).toSorted()).toEqual(['from-conversation', 'from-document']);
      await store.jobs.done(firstClaims('from-conversation', 'from-document'), 'o', NOW);

      const other = await openMongo({ url });
      expect(await claimedIds(other, 'p', NOW + 10 * LEASE.leaseMs)).toEqual([]);
      await other.close();
    });

    it('are found by a process that has been looking for work all the time', async () => {
      expect(await claimedIds(store)).toEqual([]);
      await leaveIn.conversation('late');

      expect(await claimedIds(store, 'o', NOW + 60_000)).toEqual(['late']);
    });

    it('are not done again when they had reached the queue already', async () => {
      await store.jobs.add([job('known')]);
      await claimAll(store, 'o');
      await store.jobs.done(firstClaims('known'), 'o', NOW);
      await leaveIn.conversation('known');

      expect(await claimedIds(store, 'p', NOW + 60_000)).toEqual([]);
      expect(await models.conversations.exists({ unrelayed: { $exists: true } })).toBeNull();
    });

    it('outlive the document they were written with', async () => {
      await leaveIn.conversation('of-conversation');
      await leaveIn.document('of-document');

      expect(await store.conversations.forget(NOW + 1, 10)).toBe(1);
      expect(await store.documents.forget(NOW + 1, 10)).toBe(1);

      expect((await claimedIds(store)).toSorted()).toEqual(['of-conversation', 'of-document']);
    });

    it('stay when newer ones came while they were brought', async () => {
      await leaveIn.document('old');
      await store.documents.replace('account', 'a1', 1, {}, { jobs: [job('new')] });

      expect((await claimedIds(store)).toSorted()).toEqual(['new', 'old']);
    });
  });
}
