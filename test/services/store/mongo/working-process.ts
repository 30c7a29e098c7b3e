import { writeSync } from 'node:fs';
import { openMongo } from '../../../../services/store/mongo/index.ts';

/** Runs turns for ever and prints the number of each one once it was committed. Run as a process, to be killed. */
const { conversations } = await openMongo({ url: process.argv[2] ?? '' });
await conversations.create({ id: 'c1', channel: 'web-chat', person: 'p', locale: 'es-MX', createdAt: 0 });

for (let n = 0; ; n += 1) {
  await conversations.accept('c1', { messageId: `m${n}`, activity: { n }, echo: { n }, at: 0 });
  const turn = await conversations.take('c1', { owner: 'worker', now: 0, leaseMs: 1_000 });
  if (turn === undefined) throw new Error('the message that was accepted is not there');
  await conversations.commit(turn, {
    state: { n },
    awaiting: 'text',
    replies: [{ reply: n }],
    jobs: [{ id: `j${n}`, kind: 'mail', payload: { n }, dueAt: 0 }],
    at: 0,
  });
  writeSync(1, `${n}\n`);
}
