import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openMongo } from '../../../../services/store/mongo/index.ts';
import type { Store } from '../../../../services/store/store.ts';
import {
  claimedIds,
  conversation,
  incoming,
  job,
  NOW,
  outcome,
  takeTurn,
  withMessages,
} from '../../../contract/store/support.ts';
import { eventually } from '../../../support/eventually.ts';
import { type Line, lineTo } from '../../../support/mongo/cut-line.ts';
import { mongoForTests } from '../../../support/mongo/mongo-for-tests.ts';

const mongo = await mongoForTests('a MongoDB that goes away and comes back');

/** How long a call looks for a server, here: longer than the pause between two looks of the driver. */
const serverSelectionTimeoutMs = 1_500;

if (mongo) {
  describe('a MongoDB that goes away', () => {
    let line: Line;
    let store: Store;

    beforeEach(async () => {
      line = await lineTo(mongo.database());
      store = await openMongo({ url: line.url, serverSelectionTimeoutMs });
    });
    afterEach(async () => {
      await store.close();
      await line.cut();
    });

    it('makes every call fail as unreachable, none wait in memory, and none happen later', async () => {
      await withMessages(store, 'c1', 'm1');
      await line.cut();

      const calls = [
        () => store.ping(),
        () => store.conversations.get('c1'),
        () => store.conversations.accept('c1', incoming('m2')),
        () => store.documents.insert('kind', 'id', {}),
        () => store.jobs.add([job('j')]),
        () => store.chain.head(),
        () => store.counters.next('folio'),
      ];
      const answers = await Promise.allSettled(calls.map((call) => call()));
      for (const answer of answers) {
        expect(answer).toMatchObject({ status: 'rejected', reason: { name: 'StoreError', code: 'unreachable' } });
      }

      await line.mend();
      expect(await store.conversations.log('c1', 0)).toHaveLength(1);
      expect(await claimedIds(store)).toEqual([]);
    });

    it('loses no turn: what was under way is committed when it is back, with its jobs', async () => {
      await withMessages(store, 'c1', 'm1', 'm2');
      const turn = await takeTurn(store, 'c1');
      await line.cut();
      await expect(store.conversations.commit(turn, outcome())).rejects.toMatchObject({ code: 'unreachable' });
      await line.mend();

      const again = await takeTurn(store, 'c1');
      expect(again).toMatchObject({ messageId: 'm1', version: turn.version });
      expect(await store.conversations.commit(again, outcome({ jobs: [job('j')] }))).toMatchObject({ ok: true });
      expect(await claimedIds(store)).toEqual(['j']);
      expect((await store.conversations.log('c1', 0)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    });

    it('brings the jobs of a commit to the queue that it could not bring at once', async () => {
      await store.conversations.create(conversation());
      await claimedIds(store);
      const appended = store.conversations.append('c1', [], [job('j')], NOW);
      await appended;
      await line.cut();
      await claimedIds(store).catch(() => {});
      await line.mend();

      expect(await claimedIds(store)).toEqual(['j']);
    });

    // Short limits; and the driver may look for its server in the very moment when connections end, where it is caught.
    const quick = '&connectTimeoutMS=200&heartbeatFrequencyMS=500&minHeartbeatFrequencyMS=1';

    it.each([
      ['at once', 0],
      ['when nobody is there for some time', 3],
    ])('finds back when the driver was caught by connections that ended all together, %s', async (_when, away) => {
      const caught = await openMongo({ url: `${line.url}${quick}`, serverSelectionTimeoutMs });
      // The first has the driver look at its server by a connection that was there before.
      await Promise.all([caught.ping(), caught.ping()]);
      const asked = line.hold(2);
      const calls = Promise.allSettled([caught.ping(), caught.ping()]);
      await asked;
      await line.cut();
      await calls;
      for (let failed = 0; failed < away; failed += 1) await expect(caught.ping()).rejects.toThrow();
      await line.mend();

      await backTo(caught);
      await caught.close();
    });

    it('gives up a call that was caught, and takes others', async () => {
      const caught = await openMongo({ url: `${line.url}${quick}&socketTimeoutMS=400`, serverSelectionTimeoutMs });
      await Promise.all([caught.ping(), caught.ping()]);
      // Ends with the others, and is the first to be told: a call at that moment takes a connection that has ended.
      const bell = connect(Number(new URL(line.url).port), '127.0.0.1').resume();
      await line.joined();
      const call = once(bell, 'close').then(() => caught.ping());
      await line.cut();
      await line.mend();

      await expect(call).rejects.toMatchObject({ name: 'StoreError', code: 'unreachable' });
      await backTo(caught);
      await caught.close();
    });

    it('refuses to open when there is nobody', async () => {
      await line.cut();

      await expect(openMongo({ url: line.url, serverSelectionTimeoutMs })).rejects.toMatchObject({
        name: 'StoreError',
        code: 'unreachable',
      });
      await line.mend();
    });
  });
}

/** Until the database answers the store again. */
async function backTo(store: Store): Promise<void> {
  const answers = () =>
    store.ping().then(
      () => true,
      () => false,
    );
  await eventually(answers, 'a database that answers');
}
