import { expect, it } from '@jest/globals';
import { createMoveJob, type MoveEvent } from '../../../services/moves/move-event.ts';
import { createMoveHandler } from '../../../services/moves/move-handler.ts';
import { createSealer } from '../../../services/seal/sealer.ts';
import type { Accepted } from '../../../services/store/store.ts';

const sealer = createSealer({ keys: [{ id: 'k', key: Buffer.alloc(32, 1) }] });
const job = createMoveJob(sealer);
const state = { dialogs: ['impi-efirma'], answers: { curp: 'GOMR850312MDFMRS07' } };
const arrived: MoveEvent = { what: 'arrived', moveId: 'm1', channel: 'whatsapp', state };

/** Inboxes of some conversations, which take each message id once. */
function inboxes(...known: string[]) {
  const taken = new Map<string, MoveEvent>();
  const handler = createMoveHandler({
    sealer,
    async accept(conversationId, messageId, event): Promise<Accepted> {
      if (!known.includes(conversationId)) return { outcome: 'unknown-conversation' };
      const key = `${conversationId} ${messageId}`;
      if (taken.has(key)) return { outcome: 'duplicate' };
      taken.set(key, event);
      return { outcome: 'accepted' };
    },
  });
  return {
    taken,
    run: (event: MoveEvent) => handler.run([{ ...job({ to: 'web', from: 'phone', event }, 5), attempts: 1 }]),
  };
}

it('rests sealed, under an id that is the same for the same step of a move', () => {
  const made = job({ to: 'web', from: 'phone', event: arrived }, 5);
  expect(made).toMatchObject({ id: 'move:m1:arrived', kind: 'move', dueAt: 5 });
  expect(JSON.stringify(made)).not.toContain('GOMR');
});

it('brings the state to its destination, once, however often it is run', async () => {
  const { taken, run } = inboxes('web', 'phone');
  for (let again = 0; again < 5; again += 1) await run(arrived);
  expect([...taken]).toEqual([['web move:m1:arrived', arrived]]);
});

it('brings the state back when its destination is gone', async () => {
  const { taken, run } = inboxes('phone');
  for (let again = 0; again < 5; again += 1) await run(arrived);
  expect([...taken]).toEqual([['phone move:m1:returned', { what: 'returned', moveId: 'm1', state }]]);
});

it.each<MoveEvent>([
  { what: 'claimed', moveId: 'm1', channel: 'directline' },
  { what: 'refused', moveId: 'm1' },
])('has nothing to bring back of $what', async (event) => {
  const { taken, run } = inboxes('phone');
  await run(event);
  expect(taken.size).toBe(0);
});

it('refuses a job that was made elsewhere or altered', async () => {
  const { taken } = inboxes('web');
  const handler = createMoveHandler({ sealer, accept: async () => ({ outcome: 'accepted' }) });
  const made = job({ to: 'web', from: 'phone', event: arrived }, 5);
  await expect(handler.run([{ ...made, id: 'move:m2:arrived', attempts: 1 }])).rejects.toThrow();
  await expect(handler.run([{ ...made, payload: { sealed: 'x' }, attempts: 1 }])).rejects.toThrow();
  expect(taken.size).toBe(0);
});
