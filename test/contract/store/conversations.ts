import { describe, expect, it } from '@jest/globals';
import type { Subject } from '../store-suite.ts';
import {
  claimAll,
  claimedIds,
  conversation,
  incoming,
  job,
  NOW,
  outcome,
  takeTurn,
  times,
  withMessages,
} from './support.ts';

export function conversationContract(subject: Subject): void {
  describe('conversations', () => {
    it('creates a conversation once and gives it back as it was written', async () => {
      const { conversations } = subject.store;

      const created = await Promise.all(
        times(20, (index) => conversations.create({ ...conversation(), person: `p${index}` })),
      );

      expect(created.filter(Boolean)).toHaveLength(1);
      const person = `p${created.indexOf(true)}`;
      expect(await conversations.get('c1')).toEqual({ ...conversation(), person, awaiting: 'text', lastSeq: 0 });
      expect(await conversations.get('unknown')).toBeUndefined();
    });

    it('keeps whence a conversation came, and hands it over with each turn', async () => {
      const { conversations } = subject.store;
      const given = { ...conversation(), origin: 'a-network' };
      await conversations.create(given);
      await conversations.accept('c1', incoming('m1'));
      await conversations.accept('c1', incoming('m2'));

      expect(await conversations.get('c1')).toEqual({ ...given, awaiting: 'text', lastSeq: 2 });
      const turn = await takeTurn(subject.store, 'c1');
      expect(turn.conversation).toEqual(given);
      expect(await conversations.commit(turn, outcome())).toMatchObject({ next: { conversation: given } });
      await conversations.create({ ...given, id: 'c2' });
      expect(await conversations.accept('c2', incoming('m1'), { owner: 'w1', leaseMs: 1 })).toMatchObject({
        turn: { conversation: { ...given, id: 'c2' } },
      });
    });

    it('accepts a message once and answers its seq again to a duplicate', async () => {
      await withMessages(subject.store, 'c1');
      const { conversations } = subject.store;

      expect(await conversations.accept('c1', incoming('m1'))).toEqual({
        outcome: 'accepted',
        entry: { seq: 1, activity: { said: 'm1' }, at: NOW },
      });
      expect(await conversations.accept('c1', incoming('m1'))).toEqual({ outcome: 'duplicate', seq: 1 });
      expect(await conversations.log('c1', 0)).toHaveLength(1);
    });

    it('accepts an event without an echo: nothing in the log, no seq for its duplicate', async () => {
      await withMessages(subject.store, 'c1');
      const { conversations } = subject.store;
      const event = { messageId: 'e1', activity: { type: 'event' }, at: NOW };

      expect(await conversations.accept('c1', event)).toEqual({ outcome: 'accepted' });
      expect(await conversations.accept('c1', event)).toEqual({ outcome: 'duplicate' });
      expect(await conversations.log('c1', 0)).toEqual([]);
      expect((await takeTurn(subject.store, 'c1')).activity).toEqual({ type: 'event' });
    });

    it('refuses a message for an unknown conversation and leaves nothing behind', async () => {
      const { conversations } = subject.store;

      expect(await conversations.accept('nobody', incoming('m1'))).toEqual({ outcome: 'unknown-conversation' });
      await conversations.create(conversation('nobody'));
      expect((await conversations.accept('nobody', incoming('m1'))).outcome).toBe('accepted');
    });

    it('takes the same message id in two conversations for two messages', async () => {
      await withMessages(subject.store, 'c1', 'm1');
      await withMessages(subject.store, 'c2', 'm1');

      expect((await takeTurn(subject.store, 'c2')).conversation.id).toBe('c2');
      expect((await takeTurn(subject.store, 'c1')).conversation.id).toBe('c1');
    });

    it('knows a duplicate also after its turn was committed', async () => {
      await withMessages(subject.store, 'c1', 'm1');
      const { conversations } = subject.store;
      await conversations.commit(await takeTurn(subject.store, 'c1'), outcome());

      expect(await conversations.accept('c1', incoming('m1'))).toEqual({ outcome: 'duplicate', seq: 1 });
      expect(await conversations.waiting(NOW, 10)).toEqual([]);
    });

    it('keeps 200 parallel accepts with duplicates apart: each message once, seqs without gaps', async () => {
      await withMessages(subject.store, 'c1');
      const { conversations } = subject.store;

      const answers = await Promise.all(times(200, (index) => conversations.accept('c1', incoming(`m${index % 120}`))));

      const accepted = answers.flatMap((answer) => (answer.outcome === 'accepted' ? [answer.entry?.seq] : []));
      expect(accepted.toSorted((a, b) => Number(a) - Number(b))).toEqual(times(120, (index) => index + 1));
      const log = await conversations.log('c1', 0);
      expect(log.map(({ seq }) => seq)).toEqual(times(120, (index) => index + 1));
      expect(new Set(log.map(({ activity }) => JSON.stringify(activity))).size).toBe(120);
      for (const [index, answer] of answers.entries()) {
        const seq = answer.outcome === 'accepted' ? answer.entry?.seq : answer.outcome === 'duplicate' ? answer.seq : 0;
        expect(log[Number(seq) - 1]?.activity).toEqual({ said: `m${index % 120}` });
      }
    });

    it("puts another echo in place of a message's, in short logs and long ones, and touches nothing else", async () => {
      await withMessages(subject.store, 'c1', 'm1');
      const { conversations } = subject.store;
      const gone = { text: 'gone' };
      expect(await conversations.replaceEcho('c1', 'm1', gone)).toBe(true);
      expect(await conversations.replaceEcho('c1', 'unknown', gone)).toBe(false);
      expect(await conversations.replaceEcho('unknown', 'm1', gone)).toBe(false);
      await conversations.accept('c1', { messageId: 'quiet', activity: {}, at: NOW });
      expect(await conversations.replaceEcho('c1', 'quiet', gone)).toBe(false);
      expect(await conversations.log('c1', 0)).toEqual([{ seq: 1, activity: gone, at: NOW }]);
      expect(await takeTurn(subject.store, 'c1')).toMatchObject({ messageId: 'm1', activity: { text: 'm1' } });

      for (let index = 2; index <= 200; index += 1) await conversations.accept('c1', incoming(`m${index}`));
      expect(await conversations.replaceEcho('c1', 'm2', gone)).toBe(true);
      const log = await conversations.log('c1', 0);
      expect(
        log.filter(({ activity }) => JSON.stringify(activity) === JSON.stringify(gone)).map(({ seq }) => seq),
      ).toEqual([1, 2]);
    });

    it('takes a message with the write that accepts it, when nothing waits and nobody holds the conversation', async () => {
      await withMessages(subject.store, 'c1');
      const { conversations } = subject.store;
      const lease = { owner: 'w1', leaseMs: 1_000 };

      const first = await conversations.accept('c1', incoming('m1'), lease);
      if (first.outcome !== 'accepted' || !first.turn) throw new Error('the first message is free to be taken');
      expect(first.turn).toMatchObject({ messageId: 'm1', owner: 'w1', attempts: 1, receivedAt: NOW });
      expect(first.turn.activity).toEqual({ text: 'm1' });
      expect(await conversations.take('c1', { owner: 'w2', now: NOW, leaseMs: 1 })).toBeUndefined();

      const second = await conversations.accept('c1', incoming('m2'), lease);
      expect(second).toMatchObject({ outcome: 'accepted' });
      expect(second).not.toHaveProperty('turn');
      expect(await conversations.accept('c1', incoming('m1'), lease)).toEqual({ outcome: 'duplicate', seq: 1 });

      const committed = await conversations.commit(first.turn, outcome({ state: { turns: 1 } }));
      if (!committed.ok || !committed.next) throw new Error('the second message follows under the same lease');
      await conversations.commit(committed.next, outcome({ state: { turns: 2 } }));
      const third = await conversations.accept('c1', incoming('m3'), { owner: 'w2', leaseMs: 1_000 });
      expect(third).toMatchObject({ turn: { messageId: 'm3', state: { turns: 2 }, owner: 'w2', attempts: 1 } });
    });

    it('does not take a message when another waits before it', async () => {
      await withMessages(subject.store, 'c1', 'm1');
      const late = await subject.store.conversations.accept('c1', incoming('m2'), { owner: 'w1', leaseMs: 1_000 });
      expect(late).toMatchObject({ outcome: 'accepted' });
      expect(late).not.toHaveProperty('turn');
      expect(await takeTurn(subject.store, 'c1')).toMatchObject({ messageId: 'm1' });
    });

    it('of 50 messages at once only one is taken on the way in, and all of them run in order', async () => {
      await withMessages(subject.store, 'c1');
      const { conversations } = subject.store;
      const answers = await Promise.all(
        times(50, (index) => conversations.accept('c1', incoming(`m${index}`), { owner: `w${index}`, leaseMs: 1_000 })),
      );
      const taken = answers.flatMap((answer) => (answer.outcome === 'accepted' && answer.turn ? [answer.turn] : []));
      expect(taken).toHaveLength(1);
      let run = 0;
      for (let turn = taken[0]; turn; run += 1) {
        const committed = await conversations.commit(turn, outcome());
        turn = committed.ok ? committed.next : undefined;
      }
      expect(run).toBe(50);
    });

    it('hands out messages in the order of arrival, each with the state the turn before it left', async () => {
      await withMessages(subject.store, 'c1', 'm1', 'm2', 'm3');
      const { conversations } = subject.store;
      const first = await takeTurn(subject.store, 'c1');
      expect(first).toMatchObject({ messageId: 'm1', activity: { text: 'm1' }, receivedAt: NOW, attempts: 1 });
      expect(first.state).toBeUndefined();

      const second = await conversations.commit(first, outcome({ state: { turns: 1 } }));
      if (!second.ok || second.next === undefined) throw new Error('the second message has to follow');
      expect(second.next).toMatchObject({ messageId: 'm2', state: { turns: 1 }, owner: 'w1', attempts: 1 });

      const third = await conversations.commit(second.next, outcome({ state: { turns: 2 } }));
      if (!third.ok || third.next === undefined) throw new Error('the third message has to follow');
      expect(third.next).toMatchObject({ messageId: 'm3', activity: { text: 'm3' }, state: { turns: 2 } });

      const last = await conversations.commit(third.next, outcome({ state: { turns: 3 } }));
      expect(last).toMatchObject({ ok: true });
      expect(last).not.toHaveProperty('next');
      expect(await conversations.take('c1', { owner: 'w2', now: NOW, leaseMs: 1 })).toBeUndefined();
    });

    it('commits state, what is awaited, replies and jobs together', async () => {
      await withMessages(subject.store, 'c1', 'm1');
      const { conversations } = subject.store;
      const replies = [{ text: 'uno' }, { text: 'dos' }];

      const committed = await conversations.commit(
        await takeTurn(subject.store, 'c1'),
        outcome({ awaiting: 'password', replies, jobs: [job('j1')], at: NOW + 5 }),
      );

      const entries = [
        { seq: 2, activity: { text: 'uno' }, at: NOW + 5 },
        { seq: 3, activity: { text: 'dos' }, at: NOW + 5 },
      ];
      expect(committed).toEqual({ ok: true, entries });
      expect(await conversations.log('c1', 1)).toEqual(entries);
      expect(await conversations.get('c1')).toMatchObject({ awaiting: 'password', lastSeq: 3 });
      expect(await claimedIds(subject.store)).toEqual(['j1']);
    });

    it('writes a job of a known id only once, whichever turn brings it', async () => {
      await withMessages(subject.store, 'c1', 'm1', 'm2');
      const { conversations } = subject.store;
      const first = await conversations.commit(await takeTurn(subject.store, 'c1'), outcome({ jobs: [job('mail')] }));
      if (!first.ok || first.next === undefined) throw new Error('the second message has to follow');

      await conversations.commit(first.next, outcome({ jobs: [job('mail'), job('other')] }));

      expect((await claimedIds(subject.store)).toSorted()).toEqual(['mail', 'other']);
    });

    it('pages through the log', async () => {
      await withMessages(subject.store, 'c1', ...times(7, (index) => `m${index}`));
      await withMessages(subject.store, 'c2', 'x1', 'x2');
      const { conversations } = subject.store;

      const seqs = async (...page: [after: number, limit?: number]) =>
        (await conversations.log('c1', ...page)).map(({ seq }) => seq);

      expect(await seqs(0, 3)).toEqual([1, 2, 3]);
      expect(await seqs(3, 3)).toEqual([4, 5, 6]);
      expect(await seqs(6, 3)).toEqual([7]);
      expect(await seqs(7)).toEqual([]);
      expect(await seqs(1_000_000)).toEqual([]);
      expect(await seqs(-1)).toEqual([1, 2, 3, 4, 5, 6, 7]);
      expect(await conversations.log('unknown', 0)).toEqual([]);
      expect((await conversations.log('c2', -1e9)).map(({ activity }) => activity)).toEqual([
        { said: 'x1' },
        { said: 'x2' },
      ]);
    });

    it('tells how far the logs of several conversations have come, unknown ones left out', async () => {
      await withMessages(subject.store, 'c1', 'm1', 'm2');
      await withMessages(subject.store, 'empty');
      await withMessages(subject.store, 'other', 'm1');
      const { conversations } = subject.store;
      await conversations.append('c1', [{ text: 'aviso' }], [], NOW);

      const heads = await conversations.heads(['c1', 'empty', 'unknown', 'c1']);

      expect([...heads].toSorted()).toEqual([
        ['c1', 3],
        ['empty', 0],
      ]);
      expect(await conversations.heads([])).toEqual(new Map());
    });

    it('appends outside a turn, with jobs, while a turn is under way', async () => {
      await withMessages(subject.store, 'c1', 'm1');
      const { conversations } = subject.store;
      const turn = await takeTurn(subject.store, 'c1');

      const appended = await conversations.append('c1', [{ text: 'aviso' }], [job('notice')], NOW);
      const committed = await conversations.commit(turn, outcome());

      expect(appended).toEqual([{ seq: 2, activity: { text: 'aviso' }, at: NOW }]);
      expect(committed).toMatchObject({ ok: true, entries: [{ seq: 3 }] });
      expect(await claimedIds(subject.store)).toEqual(['notice']);
    });

    it('appends nothing to an unknown conversation, jobs included', async () => {
      expect(await subject.store.conversations.append('nobody', [{ text: 'x' }], [job('j')], NOW)).toEqual([]);
      expect(await claimAll(subject.store)).toEqual([]);
    });

    it('numbers parallel accepts and appends without gaps', async () => {
      await withMessages(subject.store, 'c1');
      const { conversations } = subject.store;

      await Promise.all(
        times(60, (index) =>
          index % 2 === 0
            ? conversations.accept('c1', incoming(`m${index}`))
            : conversations.append('c1', [{ a: index }, { b: index }], [], NOW),
        ),
      );

      expect((await conversations.log('c1', 0)).map(({ seq }) => seq)).toEqual(times(90, (index) => index + 1));
      expect((await conversations.get('c1'))?.lastSeq).toBe(90);
    });

    it('forgets conversations without activity, with everything of theirs, at most as many as asked', async () => {
      const { conversations } = subject.store;
      const day = 24 * 60 * 60_000;
      for (const id of ['old-1', 'old-2', 'old-3', 'active'])
        await conversations.create(conversation(id, NOW - 40 * day));
      await conversations.accept('old-1', incoming('m1', NOW - 35 * day));
      await conversations.accept('active', incoming('m1', NOW - 1));
      await conversations.append('old-2', [{ text: 'x' }], [], NOW - 31 * day);

      const before = NOW - 30 * day;
      expect(await conversations.forget(before, 2)).toBe(2);
      expect(await conversations.forget(before, 10)).toBe(1);
      expect(await conversations.forget(before, 10)).toBe(0);

      expect(await conversations.get('old-1')).toBeUndefined();
      expect(await conversations.log('old-1', 0)).toEqual([]);
      expect(await conversations.get('active')).toMatchObject({ lastSeq: 1 });
      await conversations.create(conversation('old-1'));
      expect(await conversations.accept('old-1', incoming('m1'))).toMatchObject({
        outcome: 'accepted',
        entry: { seq: 1 },
      });
      expect((await takeTurn(subject.store, 'old-1')).state).toBeUndefined();
    });

    it.each([
      ['accepting', 'accept'],
      ['committing', 'commit'],
      ['appending', 'append'],
    ])('takes %s for activity, to the millisecond', async (_, how) => {
      const { conversations } = subject.store;
      await conversations.create(conversation('c1', NOW - 10_000));
      if (how === 'accept') await conversations.accept('c1', incoming('m1', NOW));
      if (how === 'append') await conversations.append('c1', [{}], [], NOW);
      if (how === 'commit') {
        await conversations.accept('c1', incoming('m1', NOW - 5_000));
        await conversations.commit(await takeTurn(subject.store, 'c1'), outcome({ at: NOW }));
      }

      expect(await conversations.forget(NOW, 10)).toBe(0);
      expect(await conversations.forget(NOW + 1, 10)).toBe(1);
    });

    it('gives a conversation that takes the place of a forgotten one nothing of it', async () => {
      await withMessages(subject.store, 'c1', 'm1', 'm2', 'm3');
      const { conversations } = subject.store;
      await conversations.commit(await takeTurn(subject.store, 'c1', 'w1'), outcome());
      expect(await conversations.forget(NOW + 1, 10)).toBe(1);

      await withMessages(subject.store, 'c1', 'm2');

      const turn = await takeTurn(subject.store, 'c1', 'w2');
      expect(turn).toMatchObject({ messageId: 'm2', attempts: 1, version: 0 });
      expect(turn.state).toBeUndefined();
      expect(await conversations.commit(turn, outcome())).not.toHaveProperty('next');
      expect((await conversations.log('c1', 0)).map(({ seq }) => seq)).toEqual([1, 2]);
    });
  });
}
