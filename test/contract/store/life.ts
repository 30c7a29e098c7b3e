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
  withMessages,
} from './support.ts';

export function lifeContract(subject: Subject): void {
  describe('restart', () => {
    it('keeps state, inbox, log, message ids and what is awaited', async () => {
      await withMessages(subject.store, 'c1', 'm1', 'm2');
      const turn = await takeTurn(subject.store, 'c1', 'before');
      await subject.store.conversations.commit(turn, outcome({ state: { step: 'email' }, awaiting: 'code' }));

      await subject.restart();

      const { conversations } = subject.store;
      expect(await conversations.get('c1')).toEqual({ ...conversation('c1'), awaiting: 'code', lastSeq: 3 });
      expect((await conversations.log('c1', 0)).map(({ activity }) => activity)).toEqual([
        { said: 'm1' },
        { said: 'm2' },
        { text: 'hola' },
      ]);
      expect(await conversations.accept('c1', incoming('m1'))).toEqual({ outcome: 'duplicate', seq: 1 });
      expect(await conversations.waiting(NOW + LEASE.leaseMs, 10)).toEqual(['c1']);
      expect(await takeTurn(subject.store, 'c1', 'after', NOW + LEASE.leaseMs)).toMatchObject({
        messageId: 'm2',
        state: { step: 'email' },
        attempts: 2,
      });
    });

    it('keeps leases: a turn of before holds until its time and may still commit', async () => {
      await withMessages(subject.store, 'c1', 'm1');
      const turn = await takeTurn(subject.store, 'c1', 'w1');
      await subject.restart();

      expect(await subject.store.conversations.take('c1', { owner: 'w2', ...LEASE })).toBeUndefined();
      expect(await subject.store.conversations.commit(turn, outcome())).toMatchObject({ ok: true });
    });

    it('keeps jobs: those that wait, those that are held, and the ids of those that are done', async () => {
      await subject.store.jobs.add([job('done'), job('held')]);
      await claimAll(subject.store, 'before');
      await subject.store.jobs.done(firstClaims('done'), 'before', NOW);
      await subject.store.jobs.add([job('waits')]);

      await subject.restart();

      await subject.store.jobs.add([job('done')]);
      expect(await claimedIds(subject.store, 'after', NOW)).toEqual(['waits']);
      expect(await claimedIds(subject.store, 'after', NOW + LEASE.leaseMs)).toEqual(['held', 'waits']);
    });

    it('keeps documents, keys, the chain, counters and sequences', async () => {
      const before = subject.store;
      await before.documents.insert('account', 'a1', { n: 1 }, { keys: ['email:x'] });
      await before.chain.append([{ seq: 1, id: 'e1', body: '{}', hash: 'h' }]);
      await before.counters.hit('k', { now: NOW, windowMs: 1_000 });
      await before.counters.next('folio');

      await subject.restart();

      const { documents, chain, counters } = subject.store;
      expect(await documents.byKey('account', 'email:x')).toEqual({ id: 'a1', value: { n: 1 }, version: 1 });
      expect((await chain.head())?.id).toBe('e1');
      expect(await counters.hit('k', { now: NOW, windowMs: 1_000 })).toEqual({ count: 2, resetsAt: NOW + 1_000 });
      expect(await counters.next('folio')).toBe(2);
    });
  });

  describe('ping and close', () => {
    it('answers a ping while it is open', async () => {
      await expect(subject.store.ping()).resolves.toBeUndefined();
    });

    it('finishes what is being written before it closes', async () => {
      const writing = subject.store.conversations.create(conversation('last'));
      await subject.store.close();
      expect(await writing).toBe(true);

      await subject.restart();
      expect(await subject.store.conversations.get('last')).toBeDefined();
    });

    it('rejects every call after it was closed, and may be closed twice', async () => {
      const closed = subject.store;
      await closed.close();
      await closed.close();

      const calls = [
        () => closed.ping(),
        () => closed.conversations.get('c1'),
        () => closed.conversations.accept('c1', incoming('m1')),
        () => closed.documents.get('kind', 'id'),
        () => closed.documents.insert('kind', 'id', {}),
        () => closed.jobs.add([job('j')]),
        () => closed.chain.head(),
        () => closed.counters.next('folio'),
      ];
      for (const call of calls) await expect(call()).rejects.toThrow('closed');
    });
  });
}
