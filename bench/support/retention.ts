import { loadavg } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRetention } from '../../bot/compose/retention.ts';
import { limits } from '../../bot/config.ts';
import { percentile } from './numbers.ts';
import type { Place } from './places.ts';
import { print, table } from './print.ts';
import { doJobs, openConversations, takeStoreTurn } from './store-turns.ts';
import { fill } from './stored.ts';

const DAY_MS = 24 * 60 * 60_000;
const QUIET_MS = 10_000;
const TURN_EVERY_MS = 25;
const TALKING = 200;

/** Forty turns a second, first by themselves, then while retention deletes what came due in a day that it did not run. */
export async function measureRetention(place: Place, stored: number) {
  const startedAt = Date.now();
  const spreadMs = limits.conversationRetentionMs;
  const transfer = await place.transfer('due');
  await fill(transfer, { from: 0, to: stored, now: startedAt, spreadMs });
  await transfer.close();
  const store = await place.open('due');
  const now = () => Date.now() + DAY_MS;
  const talkers = await openConversations(store, TALKING, now());
  const retention = createRetention({
    store,
    limits,
    now,
    pause: sleep,
    onError: (error) => {
      throw error;
    },
  });

  async function during(work: Promise<unknown>) {
    const times: number[] = [];
    const under: Promise<void>[] = [];
    const loop = monitorEventLoopDelay({ resolution: 1 });
    const began = performance.now();
    let going = true;
    const done = work.finally(() => {
      going = false;
    });
    loop.enable();
    for (let turn = 0; going; turn += 1) {
      under.push(one(talkers[turn % TALKING] ?? '', times));
      if (turn % 40 === 39) under.push(doJobs(store, now()));
      await sleep(Math.max(0, began + (turn + 1) * TURN_EVERY_MS - performance.now()));
    }
    loop.disable();
    await Promise.all([done, ...under]);
    return {
      seconds: (performance.now() - began) / 1_000,
      turns: times.length,
      p50: percentile(times, 0.5),
      p99: percentile(times, 0.99),
      slowest: percentile(times, 1),
      pause: loop.max / 1e6,
      load: loadavg()[0] ?? 0,
    };
  }

  async function one(conversation: string, times: number[]): Promise<void> {
    const began = performance.now();
    await takeStoreTurn(store, conversation, now());
    times.push(performance.now() - began);
  }

  await during(sleep(2_000));
  const quiet = await during(sleep(QUIET_MS));
  let deleted = 0;
  const busy = await during(
    retention.sweep().then((count) => {
      deleted = count;
    }),
  );
  await store.close();
  const rows = [
    { when: 'by themselves', ...quiet },
    { when: `${deleted} records deleted`, ...busy },
  ];
  print(`\n${place.engine}: 40 turns a second beside retention, ${stored} conversations stored; ms:\n`);
  print(
    table(
      Object.keys(rows[0] ?? {}),
      rows.map((row) => Object.values(row)),
    ),
  );
  return { deleted, quiet, busy };
}
