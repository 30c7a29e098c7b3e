import { expect, it, jest } from '@jest/globals';
import { mongoForTests } from '../support/mongo/mongo-for-tests.ts';
import { scripts } from '../support/scripts/all.ts';
import { storm } from '../support/storm.ts';

jest.setTimeout(300_000);

const SEED = 20_261_122;
const what = 'several processes on one MongoDB, killed while people are on their way';
const found = await mongoForTests(what);

if (found) {
  // Without an outage of the database: see docs/operations.md, "Known: a process that does not find back".
  it(`loses and doubles nothing: ${what}`, async () => {
    const { port, pathname } = new URL(found.database());
    const report = await storm({
      seed: SEED,
      kills: 3,
      lanes: scripts.filter(({ name }) => /signature|upload|reset/.test(name)),
      instances: 2,
      mongo: { port: Number(port), database: pathname.slice(1) },
      mailOutages: 1,
      storeOutages: 0,
      print: (line) => process.stdout.write(line),
    });
    process.stdout.write(`seed ${SEED}: ${JSON.stringify(report)}\n`);
    expect(report).toMatchObject({
      kills: 3,
      lost: [],
      doubled: [],
      stranded: [],
      auditWhole: true,
      secretsAtRest: [],
    });
    expect(report.people).toBeGreaterThanOrEqual(4);
  });
}
