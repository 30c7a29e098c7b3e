import { describe, expect, it } from '@jest/globals';
import type { Subject } from '../store-suite.ts';
import {
  claimAll,
  claimedIds,
  conversation,
  firstClaims,
  incoming,
  job,
  LEASE,
  NOW,
  outcome,
  takeTurn,
  times,
} from './support.ts';

export function jobContract(subject: Subject): void {
  describe('jobs', () => {
    it('hands out due jobs, oldest first, at most as many as asked', async () => {
      const { jobs } = subject.store;
      await jobs.add([job('third', NOW), job('first', NOW - 20), job('future', NOW + 1), job('second', NOW - 10)]);
      const claim = (limit: number) => jobs.claim({ owner: 'o', ...LEASE, limit });

      expect((await claim(2)).map(({ id }) => id)).toEqual(['first', 'second']);
      expect(await claim(10)).toEqual([{ ...job('third'), attempts: 1 }]);
      expect(await claim(10)).toEqual([]);
      expect(await claimedIds(subject.store, 'o', NOW + 1)).toEqual(['future']);
    });

    it('accepts an id once: while it waits, while it is held, and after it is done', async () => {
      const { jobs } = subject.store;
      const again = () => jobs.add([{ ...job('j'), payload: { other: true } }]);
      await Promise.all(times(20, () => jobs.add([job('j')])));
      await again();
      expect(await claimAll(subject.store, 'o')).toEqual([{ ...job('j'), attempts: 1 }]);
      await again();
      await jobs.done(firstClaims('j'), 'o', NOW);
      await again();

      expect(await claimAll(subject.store, 'o', NOW + 10 * LEASE.leaseMs)).toEqual([]);
      expect(await jobs.depth()).toEqual({ waiting: 0 });
    });

    it('never gives a job to two owners at a time', async () => {
      const { jobs } = subject.store;
      await jobs.add(times(100, (index) => job(`j${index}`)));

      const claims = await Promise.all(times(20, (index) => jobs.claim({ owner: `o${index}`, ...LEASE, limit: 9 })));

      const ids = claims.flat().map(({ id }) => id);
      expect(ids).toHaveLength(100);
      expect(new Set(ids).size).toBe(100);
    });

    it('hands a job out again when its lease ended, not before, and counts attempts', async () => {
      await subject.store.jobs.add([job('j')]);
      await claimAll(subject.store, 'o1', NOW);

      expect(await claimAll(subject.store, 'o2', NOW + LEASE.leaseMs - 1)).toEqual([]);
      expect(await claimAll(subject.store, 'o2', NOW + LEASE.leaseMs)).toEqual([{ ...job('j'), attempts: 2 }]);
    });

    it('gives nobody a job again that was done', async () => {
      await subject.store.jobs.add([job('a'), job('b')]);
      await claimAll(subject.store, 'o');
      await subject.store.jobs.done(firstClaims('a', 'b', 'unknown'), 'o', NOW);

      expect(await claimAll(subject.store, 'o', NOW + 10 * LEASE.leaseMs)).toEqual([]);
    });

    it.each([
      ['another owner', 'o2'],
      ['the same one', 'o1'],
    ])(
      'lets a claim that was lost to a later one of %s neither finish the job, nor give it back, nor renew it',
      async (_who, later) => {
        const { jobs } = subject.store;
        await jobs.add([job('j')]);
        const [lost] = await claimAll(subject.store, 'o1', NOW);
        const at = NOW + LEASE.leaseMs;
        const [claim] = await claimAll(subject.store, later, at);
        if (!lost || !claim) throw new Error('the job was not there');

        expect(await jobs.done([lost], 'o1', at)).toBe(0);
        await jobs.retry(lost, 'o1', at, 'late');
        expect(await jobs.renew([lost], { owner: 'o1', now: at + 1, leaseMs: LEASE.leaseMs })).toEqual([]);

        expect(await claimAll(subject.store, 'o3', at + LEASE.leaseMs - 1)).toEqual([]);
        expect(await jobs.done([lost, claim], later, at)).toBe(1);
        expect(await jobs.depth()).toEqual({ waiting: 0 });
      },
    );

    it('renews a claim from now on, also one that ended and that nobody took, and tells which are held still', async () => {
      const { jobs } = subject.store;
      await jobs.add([job('ended'), job('done'), job('back'), job('never')]);
      const claims = await claimAll(subject.store, 'o');
      await jobs.done(firstClaims('done'), 'o', NOW);
      await jobs.retry({ id: 'back', attempts: 1 }, 'o', NOW + 1_000_000, 'later');
      const at = NOW + LEASE.leaseMs;

      const renew = (owner: string) => jobs.renew(claims, { owner, now: at, leaseMs: LEASE.leaseMs });
      expect(await renew('somebody else')).toEqual([]);
      expect((await renew('o')).sort()).toEqual(['ended', 'never']);
      expect(await jobs.renew([], { owner: 'o', ...LEASE })).toEqual([]);
      expect(await claimAll(subject.store, 'o', at + LEASE.leaseMs - 1)).toEqual([]);
      expect(await claimedIds(subject.store, 'o', at + LEASE.leaseMs)).toEqual(['ended', 'never']);
    });

    it('hands out no more of a kind than asked, whatever waits of it, and no other job later for that', async () => {
      const { jobs } = subject.store;
      const other = (id: string, dueAt: number) => ({ ...job(id, dueAt), kind: 'audit' });
      await jobs.add([
        ...times(20, (index) => job(`mail${index}`, NOW - 100 + index)),
        other('a1', NOW),
        other('a2', NOW),
      ]);
      const claim = async (mail: number, limit = 10) =>
        (await jobs.claim({ owner: 'o', ...LEASE, limit, atMost: { mail, unheard: 1 } })).map(({ id }) => id);

      expect(await claim(2, 3)).toEqual(['mail0', 'mail1', 'a1']);
      expect(await claim(0)).toEqual(['a2']);
      expect(await claim(0)).toEqual([]);
      expect(await claim(3)).toEqual(['mail2', 'mail3', 'mail4']);
      expect(await claim(1_000)).toHaveLength(10);
    });

    it('gives a job back, due again when asked', async () => {
      await subject.store.jobs.add([job('j')]);
      await claimAll(subject.store, 'o1');
      await subject.store.jobs.retry({ id: 'j', attempts: 1 }, 'o1', NOW + 1_000, 'mail server away');

      expect(await claimAll(subject.store, 'o2', NOW + 999)).toEqual([]);
      expect(await claimAll(subject.store, 'o2', NOW + 1_000)).toEqual([{ ...job('j', NOW + 1_000), attempts: 2 }]);
    });

    it('tells how many are not done and how old the oldest is', async () => {
      const { jobs } = subject.store;
      expect(await jobs.depth()).toEqual({ waiting: 0 });
      await jobs.add([job('a', NOW - 5), job('b', NOW + 5)]);
      expect(await jobs.depth()).toEqual({ waiting: 2, oldestDueAt: NOW - 5 });
      await claimAll(subject.store, 'o');
      expect(await jobs.depth()).toEqual({ waiting: 2, oldestDueAt: NOW - 5 });
      await jobs.done(firstClaims('a'), 'o', NOW);
      expect(await jobs.depth()).toEqual({ waiting: 1, oldestDueAt: NOW + 5 });
    });

    it('forgets done jobs, and with them their ids', async () => {
      const { jobs } = subject.store;
      await jobs.add([job('a'), job('b'), job('c'), job('open')]);
      await claimAll(subject.store, 'o');
      await jobs.done(firstClaims('a', 'b'), 'o', NOW);
      await jobs.done(firstClaims('c'), 'o', NOW + 1);

      expect(await jobs.forget(NOW, 10)).toBe(0);
      expect(await jobs.forget(NOW + 1, 1)).toBe(1);
      expect(await jobs.forget(NOW + 1, 10)).toBe(1);
      expect(await jobs.depth()).toMatchObject({ waiting: 1 });
      await jobs.add([job('a'), job('c')]);
      expect(await claimedIds(subject.store)).toEqual(['a']);
    });

    it('calls back for jobs from wherever they were written, until stopped', async () => {
      const { conversations, documents, jobs } = subject.store;
      const heard: string[] = [];
      let writing = '';
      let stop = jobs.onAdded(() => heard.push(writing));
      const during = async (name: string, write: () => Promise<unknown>) => {
        writing = name;
        await write();
        await new Promise(setImmediate);
      };
      await conversations.create(conversation());
      await conversations.accept('c1', incoming('m1'));
      const turn = await takeTurn(subject.store, 'c1');

      await during('add', () => jobs.add([job('1')]));
      await during('insert', () => documents.insert('k', 'i', {}, { jobs: [job('2')] }));
      await during('replace', () => documents.replace('k', 'i', 1, {}, { jobs: [job('3')] }));
      await during('append', () => conversations.append('c1', [], [job('4')], NOW));
      await during('commit', () => conversations.commit(turn, outcome({ jobs: [job('5')] })));
      await during('nothing', () => documents.insert('k', 'j', {}));
      expect(heard).toEqual(['add', 'insert', 'replace', 'append', 'commit']);

      stop();
      stop = () => undefined;
      await during('stopped', () => jobs.add([job('6')]));
      expect(heard).not.toContain('stopped');
    });
  });
}
