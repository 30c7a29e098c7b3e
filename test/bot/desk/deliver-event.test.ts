import { expect, it } from '@jest/globals';
import { createDeliverEvent } from '../../../bot/desk/deliver-event.ts';
import { openStore } from '../../../services/store/open.ts';

it('brings an event of the desk once, and has its conversation looked at each time it is brought', async () => {
  const { conversations, close } = await openStore('sqlite::memory:');
  await conversations.create({ id: 'c', channel: 'web-chat', person: 'p', locale: 'es-MX', createdAt: 0 });
  const kicked: string[] = [];
  const published: number[] = [];
  const deliver = createDeliverEvent({
    conversations,
    publish: (_id, entries) => published.push(...entries.map(({ seq }) => seq)),
    kick: (id) => kicked.push(id),
  });
  const words = { text: 'Hola', agent: 'Ana', clientMessageId: 'k1' };
  const event = { handoffId: 'h', messageId: 'm', desk: { what: 'said' }, words, at: 0 } as const;

  for (const conversationId of ['c', 'c', 'unknown']) await deliver({ ...event, conversationId });

  expect({ kicked, published }).toEqual({ kicked: ['c', 'c'], published: [1] });
  await close();
});
