import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findMongo } from '../test/support/mongo/server.ts';
import { measureBareTable } from './support/bare-table.ts';
import { measureGrowth } from './support/growth.ts';
import { measureHour } from './support/hour.ts';
import { mongoPlace, sqlitePlace } from './support/places.ts';
import { machine, print } from './support/print.ts';
import { measureRetention } from './support/retention.ts';

/**
 * Whether it stays as it is when much is stored and time goes by: `npm run bench:scale`. What a turn costs beside 10³ to
 * 10⁶ stored conversations, through the store and through the whole product; memory over as many turns as an hour of
 * twenty a second has; what people notice while retention deletes what came due.
 */
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: 'growth,hour,retention' },
    sizes: { type: 'string', default: '1000,10000,100000,1000000' },
    /** A server for tests keeps everything in memory, and takes tens of turns a second beside few conversations. */
    'mongo-sizes': { type: 'string', default: '1000,5000,10000' },
    'mongo-turns': { type: 'string', default: '160' },
    'mongo-stored': { type: 'string', default: '2000' },
    engines: { type: 'string', default: 'sqlite,mongo' },
    turns: { type: 'string', default: '3000' },
    /** Conversations of the whole product at each size, half of them to warm up. */
    product: { type: 'string', default: '160' },
    repeats: { type: 'string', default: '3' },
    hour: { type: 'string', default: '72000' },
    /** Conversations stored when retention begins, a thirtieth of them due. */
    stored: { type: 'string', default: '300000' },
  },
});
const parts = options.only.split(',');
const numbers = (list: string) => list.split(',').map(Number);
const folder = mkdtempSync(join(tmpdir(), 'recupera-scale-'));
const effort = {
  turns: Number(options.turns),
  repeats: Number(options.repeats),
  conversations: Number(options.product),
};
const mongoEffort = { turns: Number(options['mongo-turns']), repeats: 1, conversations: 30 };
const result: Record<string, unknown> = { bench: 'scale' };

print(machine());
try {
  for (const engine of options.engines.split(',')) {
    const place = engine === 'mongo' ? await mongo() : sqlitePlace(folder);
    if (!place) continue;
    const sizes = numbers(engine === 'mongo' ? options['mongo-sizes'] : options.sizes);
    if (parts.includes('growth'))
      result[`growth ${engine}`] = await measureGrowth(place, sizes, engine === 'mongo' ? mongoEffort : effort);
    if (parts.includes('retention')) {
      const stored = Number(engine === 'mongo' ? options['mongo-stored'] : options.stored);
      result[`retention ${engine}`] = await measureRetention(place, Math.min(stored, Math.max(...sizes)));
    }
    if (engine === 'sqlite' && parts.includes('growth')) result['bare table'] = measureBareTable(folder);
    if (engine === 'sqlite')
      print(
        `\nThe file: ${(statSync(join(folder, 'many.sqlite'), { throwIfNoEntry: false })?.size ?? 0) / 2 ** 30} GiB`,
      );
  }
  if (parts.includes('hour')) result.hour = await measureHour(Number(options.hour));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
print(JSON.stringify(result));
process.exit();

async function mongo() {
  // Only the Java server reads this: what it holds, it holds in its heap.
  process.env._JAVA_OPTIONS = '-Xmx6g';
  const found = await findMongo();
  if (found.ok) return mongoPlace(found.url, folder);
  print(`\nMongoDB was left out, there is none: ${found.reasons}`);
  return undefined;
}
