import { describe, expect, it } from '@jest/globals';
import type { Chain, Store } from '../../../services/store/store.ts';
import type { Subject } from '../store-suite.ts';
import {
  claimAll,
  claimedIds,
  conversation,
  incoming,
  job,
  LEASE,
  NOW,
  outcome,
  takeTurn,
  times,
  withMessages,
} from './support.ts';

const RACERS = 50;

/** What holds when the same data are open more than once, as with several instances of the product. */
export function instancesContract(subject: Subject): void {
  describe('two openings of the same data', () => {
    /** Every racer calls at once, each second one at the other opening. */
    async function race<T>(call: (store: Store, racer: number) => Promise<T>): Promise<T[]> {
      const stores = [subject.store, await subject.another()];
      return Promise.all(times(RACERS, (racer) => call(stores[racer % 2] ?? subject.store, racer)));
    }

    it('show each other what they write', async () => {
      const other = await subject.another();
      await withMessages(subject.store, 'c1', 'm1');

      await other.conversations.commit(await takeTurn(other, 'c1'), outcome({ jobs: [job('j1')] }));

      expect(await subject.store.conversations.heads(['c1'])).toEqual(new Map([['c1', 2]]));
      expect(await subject.store.conversations.log('c1', 1)).toMatchObject([{ seq: 2, activity: { text: 'hola' } }]);
      expect(await claimedIds(subject.store)).toEqual(['j1']);
    });

    it('create a conversation once', async () => {
      const created = await race(({ conversations }) => conversations.create(conversation()));

      expect(created.filter(Boolean)).toHaveLength(1);
    });

    it('accept a message once and agree on its seq', async () => {
      await withMessages(subject.store, 'c1', 'm0');

      const answers = await race(({ conversations }) => conversations.accept('c1', incoming('m1')));

      expect(answers.filter(({ outcome: answer }) => answer === 'accepted')).toEqual([
        { outcome: 'accepted', entry: { seq: 2, activity: { said: 'm1' }, at: NOW } },
      ]);
      expect(answers.filter(({ outcome: answer }) => answer !== 'accepted')).toEqual(
        times(RACERS - 1, () => ({ outcome: 'duplicate', seq: 2 })),
      );
    });

    it('number a log together, without gap or repetition', async () => {
      await withMessages(subject.store, 'c1');

      const written = await race(async ({ conversations }, racer) => {
        if (racer % 3 === 0) return conversations.append('c1', [{ a: racer }, { b: racer }], [], NOW);
        const answer = await conversations.accept('c1', incoming(`m${racer}`));
        return answer.outcome === 'accepted' && answer.entry ? [answer.entry] : [];
      });

      const seqs = written.flat().map(({ seq }) => seq);
      const log = await subject.store.conversations.log('c1', 0);
      expect(log.map(({ seq }) => seq)).toEqual(times(seqs.length, (index) => index + 1));
      expect(seqs.toSorted((a, b) => a - b)).toEqual(log.map(({ seq }) => seq));
    });

    it('give a conversation to one owner, also when its lease has just ended', async () => {
      await withMessages(subject.store, 'c1', 'm1');
      const takeAt = (now: number, round: string) =>
        race(({ conversations }, racer) =>
          conversations.take('c1', { owner: `${round}${racer}`, now, leaseMs: LEASE.leaseMs }),
        );

      expect((await takeAt(NOW, 'a')).filter((turn) => turn !== undefined)).toHaveLength(1);
      expect((await takeAt(NOW + LEASE.leaseMs, 'b')).filter((turn) => turn !== undefined)).toHaveLength(1);
    });

    it('commit a turn once, and write its jobs once', async () => {
      await withMessages(subject.store, 'c1', 'm1', 'm2');
      const turn = await takeTurn(subject.store, 'c1');

      const answers = await race(({ conversations }) => conversations.commit(turn, outcome({ jobs: [job('j')] })));

      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await subject.store.conversations.get('c1')).toMatchObject({ lastSeq: 3 });
      expect(await claimedIds(subject.store)).toEqual(['j']);
    });

    it('let one of a renewal, a commit and a take-over win, never two', async () => {
      await withMessages(subject.store, 'c1', 'm1');
      const turn = await takeTurn(subject.store, 'c1', 'w1');
      const now = NOW + LEASE.leaseMs;

      const answers = await race(async ({ conversations }, racer) => {
        if (racer % 3 === 0) return (await conversations.renew(turn, { now, leaseMs: LEASE.leaseMs })) && 'renewed';
        if (racer % 3 === 1) return (await conversations.commit(turn, outcome({ at: now }))).ok && 'committed';
        return (await conversations.take('c1', { owner: `o${racer}`, now, leaseMs: LEASE.leaseMs })) && 'taken';
      });

      expect(answers.filter((answer) => answer === 'committed' || answer === 'taken')).toHaveLength(1);
    });

    it('write a document once, replace a version once, and give a key to one', async () => {
      const inserted = await race(({ documents }, racer) => documents.insert('account', 'a', { racer }));
      const replaced = await race(({ documents }, racer) => documents.replace('account', 'a', 1, { racer }));
      const named = await race(({ documents }, racer) =>
        documents.insert('account', `b${racer}`, {}, { keys: ['one'] }),
      );

      for (const written of [inserted, replaced, named]) expect(written.filter(({ ok }) => ok)).toHaveLength(1);
    });

    it('hand out each job once, whichever of them wrote it', async () => {
      const other = await subject.another();
      await subject.store.jobs.add(times(60, (index) => job(`a${index}`)));
      await other.jobs.add(times(60, (index) => job(`b${index}`)));

      const claims = await race((store, racer) => store.jobs.claim({ owner: `o${racer}`, ...LEASE, limit: 7 }));

      const ids = claims.flat().map(({ id }) => id);
      expect(new Set(ids).size).toBe(120);
      expect(ids).toHaveLength(120);
    });

    it('know of each other what is done', async () => {
      const other = await subject.another();
      await subject.store.jobs.add([job('j')]);
      await claimAll(other, 'o');
      await subject.store.jobs.done([{ id: 'j', attempts: 1 }], 'o', NOW);
      await other.jobs.add([job('j')]);

      expect(await claimedIds(other, 'p', NOW + 10 * LEASE.leaseMs)).toEqual([]);
    });

    it('chain every event once, without a gap, when all of them append at the same end', async () => {
      async function append(chain: Chain, racer: number): Promise<void> {
        for (;;) {
          const { seq = 0 } = (await chain.head()) ?? {};
          const size = (racer % 3) + 1;
          const entries = times(size, (index) => ({
            seq: seq + index + 1,
            id: `e${racer}.${index}`,
            body: `after ${seq}`,
            hash: 'h',
          }));
          if ((await chain.append(entries)).ok) return;
        }
      }

      await race(({ chain }, racer) => append(chain, racer));

      const entries = await subject.store.chain.read(0, 1_000);
      const ids = times(RACERS, (racer) => times((racer % 3) + 1, (index) => `e${racer}.${index}`)).flat();
      expect(entries.map(({ seq }) => seq)).toEqual(times(ids.length, (index) => index + 1));
      expect(entries.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    });

    it('chain an event once that both of them want to chain', async () => {
      const event = { seq: 1, id: 'e', body: '{}', hash: 'h' };

      const answers = await race(({ chain }) => chain.append([event]));

      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect(answers.filter(({ ok }) => !ok)).toEqual(times(RACERS - 1, () => ({ ok: false, reason: 'id-known' })));
    });

    it('count together, also where a window ends', async () => {
      const countsAt = async (now: number) =>
        (await race(({ counters }) => counters.hit('k', { now, windowMs: 1_000 })))
          .map(({ count }) => count)
          .toSorted((a, b) => a - b);

      expect(await countsAt(NOW)).toEqual(times(RACERS, (index) => index + 1));
      expect(await countsAt(NOW + 1_000)).toEqual(times(RACERS, (index) => index + 1));
    });

    it('give each number of a sequence once', async () => {
      const numbers = await race(({ counters }) => counters.next('folio'));

      expect(new Set(numbers).size).toBe(RACERS);
    });
  });
}
