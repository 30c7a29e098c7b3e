import { describe, expect, it } from '@jest/globals';
import type { Subject } from '../store-suite.ts';
import {
  claimAll,
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

export function leaseContract(subject: Subject): void {
  describe('leases of conversations', () => {
    it('gives a conversation to one of 50 owners who ask at once', async () => {
      await withMessages(subject.store, 'c1', 'm1', 'm2');

      const turns = await Promise.all(
        times(50, (index) => subject.store.conversations.take('c1', { owner: `w${index}`, ...LEASE })),
      );

      expect(turns.filter((turn) => turn !== undefined)).toHaveLength(1);
    });

    it('has nothing to take in an empty or unknown conversation', async () => {
      await withMessages(subject.store, 'c1');

      expect(await subject.store.conversations.take('c1', { owner: 'w1', ...LEASE })).toBeUndefined();
      expect(await subject.store.conversations.take('unknown', { owner: 'w1', ...LEASE })).toBeUndefined();
    });

    it('lets the same owner take again and counts the attempts', async () => {
      await withMessages(subject.store, 'c1', 'm1');

      expect((await takeTurn(subject.store, 'c1')).attempts).toBe(1);
      expect((await takeTurn(subject.store, 'c1')).attempts).toBe(2);
    });

    it('ends a lease at its time, not before', async () => {
      await withMessages(subject.store, 'c1', 'm1');
      await takeTurn(subject.store, 'c1', 'w1', NOW);
      const takeAt = (now: number) =>
        subject.store.conversations.take('c1', { owner: 'w2', now, leaseMs: LEASE.leaseMs });

      expect(await takeAt(NOW + LEASE.leaseMs - 1)).toBeUndefined();
      expect(await takeAt(NOW + LEASE.leaseMs)).toMatchObject({ owner: 'w2', messageId: 'm1', attempts: 2 });
    });

    it('refuses a commit after another owner took over, and changes nothing', async () => {
      await withMessages(subject.store, 'c1', 'm1');
      const { conversations } = subject.store;
      const lost = await takeTurn(subject.store, 'c1', 'w1', NOW);
      const later = NOW + LEASE.leaseMs;
      const taken = await takeTurn(subject.store, 'c1', 'w2', later);

      const refused = await conversations.commit(
        lost,
        outcome({ state: { by: 'w1' }, awaiting: 'code', replies: [{ text: 'w1' }], jobs: [job('w1')] }),
      );

      expect(refused).toEqual({ ok: false, reason: 'lease-lost' });
      expect(await conversations.get('c1')).toMatchObject({ awaiting: 'text', lastSeq: 1 });
      expect(await claimAll(subject.store)).toEqual([]);
      expect(await conversations.commit(taken, outcome({ replies: [{ text: 'w2' }], at: later }))).toMatchObject({
        ok: true,
        entries: [{ seq: 2, activity: { text: 'w2' } }],
      });
    });

    it('refuses a commit after the other owner was done or let go', async () => {
      await withMessages(subject.store, 'c1', 'm1', 'm2');
      const { conversations } = subject.store;
      const lost = await takeTurn(subject.store, 'c1', 'w1', NOW);
      const later = NOW + LEASE.leaseMs;
      await conversations.release(await takeTurn(subject.store, 'c1', 'w2', later));
      expect(await conversations.commit(lost, outcome())).toEqual({ ok: false, reason: 'lease-lost' });

      await conversations.commit(await takeTurn(subject.store, 'c1', 'w2', later), outcome({ at: later }));
      expect(await conversations.commit(lost, outcome())).toEqual({ ok: false, reason: 'lease-lost' });
      expect(await conversations.log('c1', 2)).toHaveLength(1);
    });

    it('commits a turn once, however often it is tried', async () => {
      await withMessages(subject.store, 'c1', 'm1', 'm2');
      const turn = await takeTurn(subject.store, 'c1');

      const answers = await Promise.all(times(10, () => subject.store.conversations.commit(turn, outcome())));

      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect((await subject.store.conversations.get('c1'))?.lastSeq).toBe(3);
    });

    it('commits after the time of the lease when nobody took over', async () => {
      await withMessages(subject.store, 'c1', 'm1');
      const turn = await takeTurn(subject.store, 'c1');

      expect(await subject.store.conversations.commit(turn, outcome({ at: NOW + 10 * LEASE.leaseMs }))).toMatchObject({
        ok: true,
      });
    });

    it('renews the lease with the message it hands over', async () => {
      await withMessages(subject.store, 'c1', 'm1', 'm2');
      const { conversations } = subject.store;
      const at = NOW + LEASE.leaseMs - 1;
      await conversations.commit(await takeTurn(subject.store, 'c1'), outcome({ at }));

      expect(await conversations.take('c1', { owner: 'w2', now: at + LEASE.leaseMs - 1, leaseMs: 1 })).toBeUndefined();
      expect(await conversations.take('c1', { owner: 'w2', now: at + LEASE.leaseMs, leaseMs: 1 })).toMatchObject({
        messageId: 'm2',
        attempts: 2,
      });
    });

    it('lets go of the lease with the last message: the next one is free for anybody', async () => {
      await withMessages(subject.store, 'c1', 'm1');
      const { conversations } = subject.store;
      await conversations.commit(await takeTurn(subject.store, 'c1', 'w1'), outcome());
      await conversations.accept('c1', incoming('m2'));

      expect(await takeTurn(subject.store, 'c1', 'w2')).toMatchObject({ messageId: 'm2', attempts: 1, version: 1 });
    });

    it('takes in messages while a turn is under way and hands them over', async () => {
      await withMessages(subject.store, 'c1', 'm1');
      const { conversations } = subject.store;
      const turn = await takeTurn(subject.store, 'c1');
      await conversations.accept('c1', incoming('m2'));

      expect(await conversations.commit(turn, outcome())).toMatchObject({ ok: true, next: { messageId: 'm2' } });
    });

    it('releases: the message stays first, its attempts stay counted, anybody may take it', async () => {
      await withMessages(subject.store, 'c1', 'm1', 'm2');
      await subject.store.conversations.release(await takeTurn(subject.store, 'c1', 'w1'));

      expect(await takeTurn(subject.store, 'c1', 'w2')).toMatchObject({ messageId: 'm1', attempts: 2 });
    });

    it('ignores the release of a lost lease', async () => {
      await withMessages(subject.store, 'c1', 'm1');
      const { conversations } = subject.store;
      const lost = await takeTurn(subject.store, 'c1', 'w1', NOW);
      const later = NOW + LEASE.leaseMs;
      await takeTurn(subject.store, 'c1', 'w2', later);

      await conversations.release(lost);

      expect(await conversations.take('c1', { owner: 'w3', now: later, leaseMs: 1 })).toBeUndefined();
    });

    it('renews the lease of a turn that takes long, also when its time was over', async () => {
      await withMessages(subject.store, 'c1', 'm1', 'm2');
      const { conversations } = subject.store;
      const turn = await takeTurn(subject.store, 'c1', 'w1', NOW);
      const late = NOW + 2 * LEASE.leaseMs;

      expect(await conversations.renew(turn, { now: late, leaseMs: 5_000 })).toBe(true);

      const takeAt = (now: number) => conversations.take('c1', { owner: 'w2', now, leaseMs: 1 });
      expect(await takeAt(late + 4_999)).toBeUndefined();
      expect(await conversations.waiting(late + 4_999, 10)).toEqual([]);
      expect(await conversations.waiting(late + 5_000, 10)).toEqual(['c1']);
      const committed = await conversations.commit(turn, outcome({ at: late }));
      expect(committed).toMatchObject({ ok: true, next: { messageId: 'm2' } });
      expect(await takeAt(late + 4_999)).toBeUndefined();
      expect(await takeAt(late + 5_000)).toMatchObject({ messageId: 'm2' });
    });

    it.each([
      ['taken over', 'w2'],
      ['let go', undefined],
    ])('does not renew a lease that was %s', async (_, next) => {
      await withMessages(subject.store, 'c1', 'm1');
      const { conversations } = subject.store;
      const turn = await takeTurn(subject.store, 'c1', 'w1', NOW);
      const later = NOW + LEASE.leaseMs;
      if (next === undefined) await conversations.release(turn);
      else await takeTurn(subject.store, 'c1', next, later);

      expect(await conversations.renew(turn, { now: later, leaseMs: 60_000 })).toBe(false);

      const free = next === undefined ? later : later + LEASE.leaseMs;
      expect(await conversations.waiting(free, 10)).toEqual(['c1']);
    });

    it('does not renew a lease that ended with its turn', async () => {
      await withMessages(subject.store, 'c1', 'm1');
      const { conversations } = subject.store;
      const turn = await takeTurn(subject.store, 'c1', 'w1', NOW);
      await conversations.commit(turn, outcome());
      await conversations.accept('c1', incoming('m2'));

      expect(await conversations.renew(turn, LEASE)).toBe(false);
      expect(await conversations.waiting(NOW, 10)).toEqual(['c1']);
    });

    it('lists conversations that wait: with a message and no lease in force', async () => {
      const { conversations } = subject.store;
      await withMessages(subject.store, 'waits', 'm1', 'm2');
      await withMessages(subject.store, 'held', 'm1');
      await withMessages(subject.store, 'lapsed', 'm1');
      await withMessages(subject.store, 'done', 'm1');
      await conversations.create(conversation('silent'));
      await takeTurn(subject.store, 'held', 'w1', NOW);
      await takeTurn(subject.store, 'lapsed', 'w1', NOW - LEASE.leaseMs);
      await conversations.commit(await takeTurn(subject.store, 'done'), outcome());

      expect((await conversations.waiting(NOW, 10)).toSorted()).toEqual(['lapsed', 'waits']);
      expect(await conversations.waiting(NOW, 1)).toHaveLength(1);
      expect(await conversations.waiting(NOW + LEASE.leaseMs, 10)).toContain('held');
    });
  });
}
