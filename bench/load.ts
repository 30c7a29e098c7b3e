import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { findMongo } from '../test/support/mongo/server.ts';
import { directLine } from './support/direct-line.ts';
import { drive } from './support/drive.ts';
import { percentile } from './support/numbers.ts';
import { databaseAt } from './support/places.ts';
import { machine, print, table } from './support/print.ts';
import { startProduct } from './support/product-process.ts';
import { prepareRecoveries } from './support/recoveries.ts';

/**
 * Many people at once, each recovering an account of their own to the end, with all limits on: `node bench/load.ts
 * [people]`, on SQLite and, where there is one, on MongoDB. Everybody speaks again as soon as they are answered, which no
 * crowd of people does: it is the worst moment of a day with far more of them.
 */
const people = Number(process.argv[2] ?? 500);

print(machine());
const results = [await recover('SQLite', {})];
const mongo = await findMongo();
if (mongo.ok) results.push(await recover('MongoDB', { STORE_URL: databaseAt(mongo.url, 'load') }));
else print(`MongoDB was left out, there is none: ${mongo.reasons}`);

print(`\n${people} recoveries at once on ${availableParallelism()} cores, shared with the driver:\n`);
print(
  table(
    Object.keys(results[0] ?? {}),
    results.map((result) => Object.values(result)),
  ),
);
print(JSON.stringify({ bench: 'load', people, results }));
const isWhole = ({ errors, recovered, mails }: (typeof results)[number]) =>
  errors === 0 && recovered === people && mails === 3 * people;
process.exit(results.every(isWhole) ? 0 : 1);

async function recover(engine: string, environment: Record<string, string>) {
  const recoveries = await prepareRecoveries(people);
  const server = await startProduct({ ...recoveries.environment, ...environment });
  const channel = directLine(server.url, people, { greets: true });
  const driven = await drive({
    server,
    channel,
    script: recoveries.script,
    concurrency: people,
    until: { conversations: people },
    firstPerson: 0,
  });
  const memoryMiB = server.memory().peak;
  const mailsBy = performance.now() + 60_000;
  // A code, and a notice to the old and to the new address.
  while (recoveries.mails() < 3 * people && performance.now() < mailsBy) await sleep(50);
  await channel.close();
  await server.stop();
  const mails = recoveries.mails();
  recoveries.close();
  for (const error of new Set(driven.errors)) print(`error: ${error}`);
  const { latencies, durations, conversations, seconds, errors } = driven;
  return {
    engine,
    recovered: conversations,
    errors: errors.length,
    seconds,
    turnP50Ms: percentile(latencies, 0.5),
    turnP95Ms: percentile(latencies, 0.95),
    turnP99Ms: percentile(latencies, 0.99),
    recoveryP50Ms: percentile(durations, 0.5),
    recoveryP99Ms: percentile(durations, 0.99),
    cpuMsPerRecovery: (1_000 * driven.cpuSeconds) / people,
    serverCores: driven.cpuSeconds / seconds,
    mails,
    memoryMiB,
    loadAverage: loadavg()[0] ?? 0,
  };
}
