import fc from 'fast-check';
import { ana, beto, MINUTE, openHandoffs, sofia } from '../../support/handoffs.ts';

const agents = [ana, beto, sofia] as const;
const anAct = fc.record({
  what: fc.constantFrom(
    'claim',
    'say',
    'say',
    'return',
    'transfer',
    'snooze',
    'wake',
    'close',
    'leave',
    'heard',
    'ask',
    'time',
  ),
  who: fc.constantFrom(...agents),
  process: fc.nat({ max: 1 }),
});
const storm = fc.array(fc.array(anAct, { minLength: 1, maxLength: 6 }), { maxLength: 12 });

interface Told {
  readonly what: string;
  readonly agent?: string;
}

test('whatever two processes, three agents, a person and the clock do at once, the conversation hears one true story', async () => {
  await fc.assert(
    fc.asyncProperty(storm, async (rounds) => {
      const first = await openHandoffs();
      const second = await openHandoffs({ store: first.store, clock: first.clock });
      const processes = [first, second];
      let words = 0;
      let asked = 0;
      const said: string[] = [];
      const ids: string[] = [];
      const ask = async (process = first) => {
        asked += 1;
        await first.store.conversations.create({
          id: 'a',
          channel: 'web-chat',
          person: 'p',
          locale: 'es-MX',
          createdAt: 0,
        });
        const { id } = await process.handoffs.request({
          id: `handoff-${asked}`,
          conversationId: 'a',
          channel: 'web-chat',
          locale: 'es-MX',
          reason: 'asked',
        });
        if (!ids.includes(id)) ids.push(id);
      };
      await ask();
      for (const round of rounds) {
        const id = ids.at(-1) ?? '';
        await Promise.all(
          round.map(async ({ what, who, process: index }) => {
            const process = processes[index] ?? first;
            const { handoffs } = process;
            words += 1;
            const text = `palabra ${words}`;
            if (what === 'claim') await handoffs.claim(id, who);
            if (what === 'return') await handoffs.giveBack(id, who);
            if (what === 'transfer') await handoffs.transfer(id, who);
            if (what === 'snooze') await handoffs.snooze(id, who, first.clock.at + MINUTE);
            if (what === 'wake') await handoffs.wake(id, who);
            if (what === 'close') await handoffs.close(id, who);
            if (what === 'leave') await handoffs.leave('a');
            if (what === 'heard') await handoffs.heard('a', first.clock.at);
            if (what === 'ask') await ask(process);
            if (what === 'say' && (await handoffs.say(id, who, { text, clientMessageId: text })).ok) said.push(text);
            if (what === 'time') {
              first.clock.at += 2 * MINUTE;
              await process.runner.settle();
            }
          }),
        );
      }
      await first.runner.settle();
      // Each word that an agent was told is sent, was heard once; nothing else was.
      const heard = (await first.wordsIn('a')).map(String);
      expect([...heard].sort()).toEqual([...said].sort());
      const told = (await first.told('a')) as Told[];
      expect(told.filter(({ what }) => what === 'said')).toHaveLength(said.length);
      // Words come only while an agent has it; what ends or moves it comes only once each.
      let owned = false;
      for (const { what } of told) {
        if (what === 'said') expect(owned).toBe(true);
        if (what === 'claimed') owned = true;
        if (['returned', 'closed', 'timed-out'].includes(what)) owned = false;
      }
      const audited = await first.audited();
      expect(told.filter(({ what }) => what === 'claimed')).toHaveLength(
        audited.filter(({ name }) => name === 'handoff.claimed').length,
      );
      for (const id of ids) {
        const known = await first.handoffs.get(id);
        expect(known?.handoff.outbox).toEqual([]);
        expect((await first.handoffs.list()).find((line) => line.id === id)?.row.rev).toBe(known?.handoff.rev);
      }
      expect([...first.errors, ...second.errors]).toEqual([]);
      await first.close();
    }),
    { numRuns: 60 },
  );
}, 60_000);
