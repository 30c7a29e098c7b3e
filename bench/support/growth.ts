import { loadavg } from 'node:os';
import { directLine } from './direct-line.ts';
import { drive, figuresOf } from './drive.ts';
import { median, medians } from './numbers.ts';
import type { Place } from './places.ts';
import { print, table } from './print.ts';
import { startProduct } from './product-process.ts';
import { dialogTurns } from './scripts.ts';
import { doJobs, openConversations, takeStoreTurns } from './store-turns.ts';
import { fill, storedId } from './stored.ts';

const SPREAD_MS = 29 * 24 * 60 * 60_000;
const SMALL = 1_000;
const TALKING = 320;

interface Effort {
  /** Of the store, at each size, in each repeat. */
  readonly turns: number;
  readonly repeats: number;
  /** Of the whole product, the same. */
  readonly conversations: number;
}

/**
 * One store grows from size to size. At each, turns are taken through it and, in alternation, through one that stays at
 * the smallest size: the ratios of these pairs do not drift with the machine.
 */
export async function measureGrowth(place: Place, sizes: readonly number[], effort: Effort) {
  await grow(place, 'few', 0, SMALL);
  const rows = [];
  let reached = 0;
  for (const size of sizes) {
    await grow(place, 'many', reached, size);
    reached = size;
    const store = await measureStore(place, size, effort);
    const product = await measureProduct(place, effort);
    rows.push({ size, ...store, ...product, load: loadavg()[0] ?? 0 });
  }
  print(
    `\n${place.engine}: a turn beside stored conversations, ms; ratios to a store of ${SMALL} in the same minutes:\n`,
  );
  print(
    table(
      Object.keys(rows[0] ?? {}),
      rows.map((row) => Object.values(row)),
    ),
  );
  return rows;
}

async function grow(place: Place, name: string, from: number, to: number): Promise<void> {
  const transfer = await place.transfer(name);
  await fill(transfer, { from, to, now: Date.now(), spreadMs: SPREAD_MS });
  await transfer.close();
}

/** Turns of people who talk now, and turns of anybody who ever talked, which is the worst that can come. */
async function measureStore(place: Place, size: number, { turns, repeats }: Effort) {
  const stores = { few: await place.open('few'), many: await place.open('many') };
  const pairs: Record<string, number>[] = [];
  for (let repeat = 0; repeat <= repeats; repeat += 1) {
    const few = await turnsOf(stores.few, SMALL, turns, repeat);
    const many = await turnsOf(stores.many, size, turns, repeat);
    // The first pair warms up.
    if (repeat === 0) continue;
    pairs.push({
      p50: many.alone.p50Ms,
      p95: many.alone.p95Ms,
      'cpu of 16': many.talking.cpuMs,
      'cpu ratio': many.talking.cpuMs / few.talking.cpuMs,
      'p50 ratio': many.alone.p50Ms / few.alone.p50Ms,
      'anybody, cpu': many.anybody.cpuMs,
      'anybody, cpu ratio': many.anybody.cpuMs / few.anybody.cpuMs,
    });
  }
  await stores.few.close();
  await stores.many.close();
  return medians(pairs);
}

async function turnsOf(store: Awaited<ReturnType<Place['open']>>, size: number, turns: number, repeat: number) {
  const now = Date.now;
  const talkers = await openConversations(store, TALKING, now());
  const talker = (turn: number) => talkers[turn % TALKING] ?? '';
  // A prime step: all over the store, and nobody twice at a time.
  const anyone = (turn: number) => storedId((repeat * 7_919 + turn * 7_927) % size);
  const alone = await takeStoreTurns({ store, turns: turns / 5, concurrency: 1, conversationOf: talker, now });
  const talking = await takeStoreTurns({ store, turns, concurrency: 16, conversationOf: talker, now });
  const anybody = await takeStoreTurns({ store, turns, concurrency: 16, conversationOf: anyone, now });
  await doJobs(store, now());
  return { alone, talking, anybody };
}

/** The whole product on the one store and on the other, some hundred turns each. */
async function measureProduct(place: Place, { repeats, conversations }: Effort) {
  const pairs: Record<string, number>[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const few = await productTurns(place, 'few', conversations);
    const many = await productTurns(place, 'many', conversations);
    pairs.push({
      'product p50': many.p50Ms,
      'product p99': many.p99Ms,
      'product cpu': many.cpuPer1000Turns,
      'product cpu ratio': many.cpuPer1000Turns / few.cpuPer1000Turns,
      'start ms': many.listeningMs,
    });
  }
  return { ...medians(pairs), 'start ms': median(pairs.map((pair) => pair['start ms'] ?? 0)) };
}

async function productTurns(place: Place, name: string, conversations: number) {
  const server = await startProduct({ STORE_URL: place.urlOf(name), DATA_DIR: place.home });
  const channel = directLine(server.url, 64, { greets: true });
  const common = { server, channel, script: dialogTurns, concurrency: 16 };
  const warm = await drive({ ...common, until: { conversations: Math.ceil(conversations / 2) }, firstPerson: 1 });
  const driven = await drive({
    ...common,
    until: { conversations: Math.floor(conversations / 2) },
    firstPerson: warm.nextPerson,
  });
  await channel.close();
  await server.stop();
  const errors = [...warm.errors, ...driven.errors];
  if (errors.length > 0) throw new Error(`${errors.length} conversations failed: ${errors[0]}`);
  return { ...figuresOf(driven), listeningMs: server.listeningMs };
}
