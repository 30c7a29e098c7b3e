import { writeSync } from 'node:fs';
import { openSqlite } from '../../../../services/store/sqlite/index.ts';

/** Accepts messages for ever and prints the id of each one once it was acknowledged. Run as a process, to be killed. */
const store = await openSqlite({ path: process.argv[2] ?? '', exclusive: true });
await store.conversations.create({ id: 'c1', channel: 'web-chat', person: 'p', locale: 'es-MX', createdAt: 0 });

for (let round = 0; ; round += 1) {
  const ids = Array.from({ length: 25 }, (_, index) => `m${round}-${index}`);
  await Promise.all(
    ids.map(async (messageId) => {
      const activity = { text: messageId };
      await store.conversations.accept('c1', { messageId, activity, echo: activity, at: 0 });
      writeSync(1, `${messageId}\n`);
    }),
  );
}
