import { parseArgs } from 'node:util';
import { findMongo } from '../support/mongo/server.ts';
import { scripts } from '../support/scripts/all.ts';
import { type StormReport, storm } from '../support/storm.ts';

/**
 * `npm run crash -- --kills 100 --engine mongo --instances 2 --seed 7`: people go through all procedures while processes
 * are killed. Prints the figures, and fails when anything was lost or doubled. Without `--engine`, both.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '40' },
      engine: { type: 'string', default: 'both' },
      instances: { type: 'string', default: '2' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    },
  });
  const [kills, seed, instances] = [Number(values.kills), Number(values.seed), Number(values.instances)];
  const common = {
    seed,
    kills,
    lanes: scripts.filter(({ name }) => name !== 'pase-manuals'),
    mailOutages: Math.ceil(kills / 10),
    storeOutages: Math.ceil(kills / 10),
    print: (line: string) => void process.stdout.write(line),
  };
  if (values.engine !== 'mongo') {
    show('SQLite, 1 process', seed, await storm({ ...common, instances: 1 }));
  }
  if (values.engine === 'sqlite') return;
  const found = await findMongo();
  if (!found.ok) {
    process.stdout.write(`MongoDB: skipped, none can be had here: ${found.reasons}\n`);
    return;
  }
  const { port } = new URL(found.url);
  const mongo = { port: Number(port), database: `recupera-test-storm-${seed}` };
  const report = await storm({ ...common, instances, mongo });
  show(`MongoDB, ${instances} processes`, seed, report);
}

function show(engine: string, seed: number, report: StormReport): void {
  const { people, kills, duplicates, storeOutages, mails, lost, doubled, stranded, secretsAtRest, auditWhole } = report;
  const lines = [
    `${engine}, seed ${seed}`,
    `  people             ${people}`,
    `  kills              ${kills}`,
    `  repeated messages  ${duplicates}`,
    `  mails              ${mails.mails} (sent again ${mails.repeated}, turned away ${mails.refused})`,
    `  store away         ${storeOutages} times`,
    `  lost               ${lost.length}${listed(lost)}`,
    `  doubled            ${doubled.length}${listed(doubled)}`,
    `  stranded           ${stranded.length}${listed(stranded)}`,
    `  secrets at rest    ${secretsAtRest.length}`,
    `  audit chain        ${auditWhole ? 'whole' : 'BROKEN'}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n\n`);
  if (lost.length + doubled.length + stranded.length + secretsAtRest.length > 0 || !auditWhole) process.exitCode = 1;
}

const listed = (all: readonly string[]) => all.map((each) => `\n    ${each}`).join('');

await main();
