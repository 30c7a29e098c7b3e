import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import { openMongo } from '../../../../services/store/mongo/index.ts';
import type { Models } from '../../../../services/store/mongo/records.ts';
import { openStore } from '../../../../services/store/open.ts';
import { conversation, incoming, LEASE, takeTurn, withMessages } from '../../../contract/store/support.ts';
import { mongoForTests } from '../../../support/mongo/mongo-for-tests.ts';
import { rawDatabase } from './raw-database.ts';

const mongo = await mongoForTests('the schema on MongoDB');

if (mongo) {
  describe('the schema', () => {
    let url: string;
    let connection: Connection;
    let models: Models;

    beforeEach(async () => {
      url = mongo.database();
      ({ connection, models } = await rawDatabase(url));
    });
    afterEach(() => connection.close());

    const codeOf = (opening: Promise<{ close(): Promise<void> }>) =>
      opening.then(
        (store) => store.close(),
        (error: { code?: string }) => error.code,
      );

    it('is made by the first of several instances that start at once', async () => {
      const stores = await Promise.all(Array.from({ length: 5 }, () => openMongo({ url })));

      const unique = await Promise.all(
        [models.documents, models.chain].map(async (model) =>
          (await model.collection.indexes()).filter((one) => one.unique),
        ),
      );
      expect(unique.map((found) => found.map(({ key }) => key))).toEqual([[{ keys: 1 }], [{ ids: 1 }]]);
      await Promise.all(stores.map((store) => store.close()));
    });

    it('is completed where an index is missing, beside indexes of somebody else', async () => {
      await models.documents.collection.createIndex({ version: 1 });

      await (await openMongo({ url })).close();

      const present = (await models.documents.collection.indexes()).map(({ key }) => JSON.stringify(key));
      expect(present).toEqual(expect.arrayContaining(['{"keys":1}', '{"version":1}', '{"unrelayed":1}']));
    });

    it('takes over conversations that know the day of their last activity only', async () => {
      const hour = 60 * 60_000;
      const before = await openMongo({ url });
      for (const [id, at] of [
        ['first', 30 * hour],
        ['second', 31 * hour],
      ] as const) {
        await before.conversations.create(conversation(id, at));
      }
      await before.close();
      const raw = connection.collection('conversations');
      await raw.updateMany({}, { $set: { activeDay: 1 }, $unset: { activeHour: 1 } });
      await raw.createIndex({ activeDay: 1 });

      const stores = await Promise.all([openMongo({ url }), openMongo({ url })]);
      const { conversations } = stores[0];
      expect(await conversations.forget(30 * hour, 10)).toBe(0);
      expect(await conversations.forget(31 * hour, 10)).toBe(1);
      expect(await conversations.get('second')).toMatchObject({ id: 'second' });
      expect((await raw.indexes()).map(({ name }) => name)).not.toContain('activeDay_1');
      await Promise.all(stores.map((store) => store.close()));
    });

    it('is refused when a newer version of the product has been here', async () => {
      await connection.collection<{ _id: string; version: number }>('schema').insertOne({ _id: 'schema', version: 99 });

      expect(await codeOf(openMongo({ url }))).toBe('schema-newer');
    });

    it('is refused when an index that carries a guarantee is not unique', async () => {
      await models.documents.collection.createIndex({ keys: 1 }, { sparse: true });

      expect(await codeOf(openMongo({ url }))).toBe('schema-unfit');
    });

    it('is refused when data are there that a unique index does not allow', async () => {
      await models.documents.collection.insertMany(['a', 'b'].map((_id) => ({ _id, keys: ['account/same'] })) as never);

      expect(await codeOf(openMongo({ url }))).toBe('schema-unfit');
    });

    it('is opened by its URL, and leaves the leases of other instances alone', async () => {
      const first = await openStore(url, { exclusive: true, freeLeases: true });
      await withMessages(first, 'c1', 'm1');
      await takeTurn(first, 'c1', 'w1');

      const second = await openStore(url, { exclusive: true, freeLeases: true });
      expect(await second.conversations.take('c1', { owner: 'w2', ...LEASE })).toBeUndefined();
      expect(await second.conversations.accept('c1', incoming('m1'))).toEqual({ outcome: 'duplicate', seq: 1 });
      await first.close();
      await second.close();
    });

    it('keeps what is JSON as text: no name in it can mean anything to the database', async () => {
      const store = await openMongo({ url });
      const odd = { $set: { 'a.b': 1 }, '': null, __proto__x: [], ñ$: '\u0000' };
      await store.documents.insert('kind', '$id.with/everything', odd, { keys: ['$k.e/y'] });

      expect((await store.documents.byKey('kind', '$k.e/y'))?.value).toEqual(odd);
      expect(await store.documents.list('kind', { limit: 5 })).toMatchObject([{ id: '$id.with/everything' }]);
      await store.close();
    });
  });
}
