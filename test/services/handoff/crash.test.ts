import { openSqlite } from '../../../services/store/sqlite/index.ts';
import { type Death, dyingStore } from '../../support/dying-store.ts';
import { ana, MINUTE, NOON, openHandoffs } from '../../support/handoffs.ts';

/** What a life of a hand-off tells its conversation. */
const story = [
  { what: 'claimed', agent: 'Ana' },
  { what: 'said' },
  { what: 'said' },
  { what: 'form' },
  { what: 'returned', reason: 'agent-returned' },
];

/** Asks, claims, speaks twice, sends a form, gives back. Every act is safe to repeat by whoever got no answer. */
async function live(desk: Awaited<ReturnType<typeof openHandoffs>>, id: string, done: { acts: number }): Promise<void> {
  const { handoffs } = desk;
  const acts = [
    () => handoffs.claim(id, ana),
    () => handoffs.say(id, ana, { text: 'uno', clientMessageId: '1' }),
    () => handoffs.say(id, ana, { text: 'dos', clientMessageId: '2' }),
    () => handoffs.instruct(id, ana, { id: '3', what: 'form' }),
    () => handoffs.giveBack(id, ana),
  ];
  for (; done.acts < acts.length; done.acts += 1) await acts[done.acts]?.();
}

describe.each([true, false])('a process that dies at a write (which reached the disk: %s)', (written) => {
  test('loses no event, doubles none, and keeps their order', async () => {
    let lives = 0;
    for (let countdown = 1; ; countdown += 1) {
      const store = await openSqlite({ path: ':memory:' });
      const clock = { at: NOON };
      const calm = await openHandoffs({ store, clock });
      const id = await calm.ask('a');
      const death: Death = { countdown, written, happened: false };
      const through = dyingStore(store, death);
      const done = { acts: 0 };
      const dying = await openHandoffs({ store, through, clock });
      await live(dying, id, done).catch(() => {});
      await dying.runner.settle().catch(() => {});
      // Another process: what is due is done, and the agent repeats what had no answer.
      clock.at += MINUTE;
      const next = await openHandoffs({ store, clock });
      await live(next, id, done);
      await next.runner.settle();
      const told = (await next.told('a')).map((event) => JSON.stringify(event));
      const expected = story.map((event) => JSON.stringify(event));
      expect(told).toEqual(expected);
      expect(await next.wordsIn('a')).toEqual(['uno', 'dos']);
      expect((await next.handoffs.list())[0]?.row.state).toBe('closed');
      lives += 1;
      await store.close();
      if (!death.happened) break;
    }
    // It died at every one of its writes, and then not at all.
    expect(lives).toBeGreaterThan(15);
  });
});
