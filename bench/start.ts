import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directLine } from './support/direct-line.ts';
import { drive } from './support/drive.ts';
import { median } from './support/numbers.ts';
import { machine, print, table } from './support/print.ts';
import { startProduct } from './support/product-process.ts';
import { dialogTurns, peerTurns } from './support/scripts.ts';
import { type ServerProcess, startServer } from './support/server-process.ts';

/**
 * From the start of the process to readiness, and resident memory: `node bench/start.ts [repeats]`. Cold is a new data
 * folder (keys, database, demo authority and demo people are made), warm is the next start on the same one. The peer is
 * the stock botbuilder bot, which has nothing to prepare.
 */
const repeats = Number(process.argv[2] ?? 5);
const peerFile = new URL('peers/botbuilder-connector.ts', import.meta.url).pathname;
const times: Record<'cold' | 'warm' | 'peer', number[]> = { cold: [], warm: [], peer: [] };
const cpu: Record<'cold' | 'warm' | 'peer', number[]> = { cold: [], warm: [], peer: [] };
const idle: Record<'product' | 'peer', number[]> = { product: [], peer: [] };

print(machine());
for (let repeat = 0; repeat < repeats; repeat += 1) {
  const folder = mkdtempSync(join(tmpdir(), 'recupera-bench-'));
  for (const kind of ['cold', 'warm', 'peer'] as const) {
    const server =
      kind === 'peer' ? await startServer([peerFile]) : await startProduct({ DATA_DIR: folder, LOG_LEVEL: 'info' });
    times[kind].push(await readyMs(server, kind === 'peer'));
    cpu[kind].push(server.cpuSeconds() * 1_000);
    if (kind !== 'cold') idle[kind === 'peer' ? 'peer' : 'product'].push(server.memory().now);
    await server.stop();
  }
  rmSync(folder, { recursive: true });
}
const loaded = { product: await memoryAfter(1_000, 'product'), peer: await memoryAfter(1_000, 'peer') };

const result = {
  coldMs: median(times.cold),
  warmMs: median(times.warm),
  peerMs: median(times.peer),
  warmToPeer: median(times.warm.map((ms, index) => ms / (times.peer[index] ?? Number.NaN))),
  coldCpuMs: median(cpu.cold),
  warmCpuMs: median(cpu.warm),
  peerCpuMs: median(cpu.peer),
  idleMiB: median(idle.product),
  peerIdleMiB: median(idle.peer),
  after1000MiB: loaded.product,
  peerAfter1000MiB: loaded.peer,
};
print(`\nMedians of ${repeats}:\n`);
print(
  table(
    ['', 'ready, ms', 'CPU, ms', 'RSS idle, MiB', 'RSS after 1,000 conversations, MiB'],
    [
      ['recupera, new data folder', Math.round(result.coldMs), Math.round(result.coldCpuMs), '', ''],
      ['recupera, again', ...rounded(result.warmMs, result.warmCpuMs, result.idleMiB, result.after1000MiB)],
      ['botbuilder', ...rounded(result.peerMs, result.peerCpuMs, result.peerIdleMiB, result.peerAfter1000MiB)],
    ],
  ),
);
print(JSON.stringify({ bench: 'start', repeats, ...result }));

function rounded(...values: readonly number[]): number[] {
  return values.map(Math.round);
}

/** The peer has no readiness: it is ready once it listens. */
async function readyMs(server: ServerProcess, isPeer: boolean): Promise<number> {
  const listeningAt = performance.now();
  if (isPeer) return server.listeningMs;
  while (!(await fetch(`${server.url}/readyz`)).ok) await new Promise((resolve) => setTimeout(resolve, 5));
  return server.listeningMs + (performance.now() - listeningAt);
}

async function memoryAfter(conversations: number, who: 'product' | 'peer'): Promise<number> {
  const isPeer = who === 'peer';
  const server = isPeer
    ? await startServer([new URL('peers/botbuilder-direct-line.ts', import.meta.url).pathname])
    : await startProduct();
  const channel = directLine(server.url, 32, { greets: !isPeer });
  const script = isPeer ? peerTurns : dialogTurns;
  const { errors } = await drive({
    server,
    channel,
    script,
    concurrency: 16,
    until: { conversations },
    firstPerson: 1,
  });
  if (errors[0] !== undefined) throw new Error(errors[0]);
  const { now } = server.memory();
  await channel.close();
  await server.stop();
  return now;
}
