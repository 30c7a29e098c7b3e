import { expect, it } from '@jest/globals';
import { moveHandlers } from '../../../bot/compose/moves.ts';
import { createMoveJob, MOVE } from '../../../services/moves/move-event.ts';
import { createSealer } from '../../../services/seal/sealer.ts';
import { openStore } from '../../../services/store/open.ts';

it('has the other conversation looked at each time an event of a move is brought', async () => {
  const store = await openStore('sqlite::memory:');
  await store.conversations.create({ id: 'there', channel: 'web-chat', person: 'p', locale: 'es-MX', createdAt: 0 });
  const sealer = createSealer({ keys: [{ id: 'k', key: Buffer.alloc(32, 1) }] });
  const kicked: string[] = [];
  const handlers = moveHandlers({
    store,
    world: { now: () => 0 },
    domain: { sealer },
    kick: (id) => kicked.push(id),
  });
  const event = { what: 'claimed', moveId: 'm', channel: 'web-chat' } as const;
  const job = { ...createMoveJob(sealer)({ to: 'there', from: 'here', event }, 0), attempts: 1 };
  // The second time as after a first one of which nobody heard that it was written.
  for (let time = 0; time < 2; time += 1) await handlers[MOVE]?.run([job]);
  expect(kicked).toEqual(['there', 'there']);
  await store.close();
});
