import { parseArgs } from 'node:util';
import { createPasswordHasher } from '../services/passwords/hash.ts';
import type { Channel } from './support/channel.ts';
import { connector } from './support/connector.ts';
import { directLine } from './support/direct-line.ts';
import { type Driven, drive, figuresOf, type Line } from './support/drive.ts';
import { median, medians } from './support/numbers.ts';
import { machine, print, table } from './support/print.ts';
import { startProduct } from './support/product-process.ts';
import { prepareRecoveries } from './support/recoveries.ts';
import { dialogTurns, fourTimes, peerTurns } from './support/scripts.ts';
import { type ServerProcess, startServer } from './support/server-process.ts';

/**
 * What a turn costs, against botbuilder's own way of doing it: `node bench/turns.ts`. The product is the process that
 * `npm start` starts, durable in SQLite; the peers keep nothing. Servers take turns within each repeat, each in a fresh
 * process that is warmed up first. Then, without peers, the whole recovery with password hash, signature and mails.
 */
const { values: options } = parseArgs({
  options: {
    repeats: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '4' },
    warmup: { type: 'string', default: '5' },
    concurrency: { type: 'string', default: '1,16,128' },
  },
});
const repeats = Number(options.repeats);
const measureMs = Number(options.seconds) * 1_000;
const warmupMs = Number(options.warmup) * 1_000;
const levels = options.concurrency.split(',').map(Number);

interface Contestant {
  readonly name: string;
  readonly script: readonly Line[];
  start(): Promise<ServerProcess>;
  reach(url: string): Channel | Promise<Channel>;
}

const connections = 2 * Math.max(...levels);
const peer = (file: string) => () => startServer([new URL(`peers/${file}.ts`, import.meta.url).pathname]);
const contestants: readonly Contestant[] = [
  {
    name: 'recupera, SQLite',
    script: fourTimes(dialogTurns),
    start: startProduct,
    reach: (url) => directLine(url, connections, { greets: true }),
  },
  {
    name: 'botbuilder, connector, memory',
    script: fourTimes(peerTurns),
    start: peer('botbuilder-connector'),
    reach: (url) => connector(url, connections),
  },
  {
    name: 'botbuilder, Direct Line, memory',
    script: fourTimes(peerTurns),
    start: peer('botbuilder-direct-line'),
    reach: (url) => directLine(url, connections, { greets: false }),
  },
];

type Row = ReturnType<typeof figuresOf> & { readonly memoryMiB: number };
const rows = new Map<string, Row[]>();
const errors: string[] = [];

print(machine());
for (let repeat = 0; repeat < repeats; repeat += 1) {
  for (const contestant of contestants) await measure(contestant);
}
const summary = levels.map((level) => report(level));
const whole = await measureWhole();
for (const error of new Set(errors)) print(`error: ${error}`);
print(JSON.stringify({ bench: 'turns', repeats, errors: errors.length, dialog: summary.flat(), whole }));
// A peer that loses a connection of its own is told of, and no reason to fail.
const ours = errors.filter((error) => !contestants.slice(1).some(({ name }) => error.startsWith(name)));
process.exitCode = ours.length === 0 ? 0 : 1;

async function measure({ name, script, start, reach }: Contestant): Promise<void> {
  const server = await start();
  const channel = await reach(server.url);
  const common = { server, channel, script };
  let firstPerson = 1;
  const run = async (concurrency: number, ms: number): Promise<Driven> => {
    const driven = await drive({ ...common, concurrency, until: { ms }, firstPerson });
    firstPerson = driven.nextPerson;
    errors.push(...driven.errors.map((error) => `${name}: ${error}`));
    return driven;
  };
  await run(16, warmupMs);
  for (const level of levels) {
    const figures = figuresOf(await run(level, measureMs));
    const key = `${level} ${name}`;
    rows.set(key, [...(rows.get(key) ?? []), { ...figures, memoryMiB: server.memory().now }]);
  }
  await channel.close();
  await server.stop();
}

/** Prints the medians of one concurrency; ratios are taken within each repeat first, so that the machine's mood cancels. */
function report(level: number) {
  const of = (name: string) => rows.get(`${level} ${name}`) ?? [];
  const own = of(contestants[0]?.name ?? '');
  const result = contestants.map(({ name }) => {
    const theirs = of(name);
    const cpuOfOurs = median(theirs.map((row, repeat) => (own[repeat]?.cpuPer1000Turns ?? 0) / row.cpuPer1000Turns));
    return { name, level, ...medians(theirs), cpuOfOurs };
  });
  print(`\n${level} at a time, medians of ${repeats}:\n`);
  print(
    table(
      [
        '',
        'turns/s',
        'p50 ms',
        'p99 ms',
        'CPU s / 1,000 turns',
        'ours / it',
        'server cores',
        'driver cores',
        'RSS MiB',
      ],
      result.map((row) => [
        row.name,
        Math.round(row.turnsPerSecond),
        row.p50Ms,
        row.p99Ms,
        row.cpuPer1000Turns,
        row.cpuOfOurs,
        row.serverCores,
        row.driverCores,
        Math.round(row.memoryMiB),
      ]),
    ),
  );
  return result;
}

/** The whole recovery, and how much of it is the argon2id hash that no implementation can leave out. */
async function measureWhole() {
  const recoveries = await prepareRecoveries(200);
  const server = await startProduct(recoveries.environment);
  const channel = directLine(server.url, 64, { greets: true });
  const common = { server, channel, script: recoveries.script, concurrency: 16 };
  const warm = await drive({ ...common, until: { ms: warmupMs }, firstPerson: 1 });
  const driven = await drive({ ...common, until: { ms: 2 * measureMs }, firstPerson: warm.nextPerson });
  errors.push(...[...warm.errors, ...driven.errors].map((error) => `whole recovery: ${error}`));
  await channel.close();
  await server.stop();
  recoveries.close();
  const hashCpuMs = await cpuOfHash();
  const result = {
    recoveriesPerSecond: driven.conversations / driven.seconds,
    cpuMsPerRecovery: (1_000 * driven.cpuSeconds) / driven.conversations,
    hashCpuMs,
    p50Ms: figuresOf(driven).p50Ms,
    p99Ms: figuresOf(driven).p99Ms,
  };
  print('\nThe whole recovery, nine turns with password hash, signature, code and three mails, 16 at a time:\n');
  print(table(Object.keys(result), [Object.values(result)]));
  return result;
}

async function cpuOfHash(): Promise<number> {
  const hasher = createPasswordHasher();
  const times: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    const before = process.cpuUsage();
    await hasher.hashPassword('Lluvia-Verde:48');
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1_000);
  }
  return median(times);
}
