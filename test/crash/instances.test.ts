import { expect, it, jest } from '@jest/globals';
import { mongoForTests } from '../support/mongo/mongo-for-tests.ts';
import { scripts } from '../support/scripts/all.ts';
import { storm } from '../support/storm.ts';

jest.setTimeout(300_000);

const SEED = 20_261_122;
const what = 'several processes on one MongoDB, killed while people are on their way';
const found = await mongoForTests(what);

if (found) {
  it(`loses and doubles nothing: ${what}, and the database is away for a moment`, async () => {
    const { port, pathname } = new URL(found.database());
    const report = await storm({
      seed: SEED,
      kills: 3,
      lanes: scripts.filter(({ name }) => /signature|upload|reset/.test(name)),
      instances: 2,
      mongo: { port: Number(port), database: pathname.slice(1) },
      mailOutages: 1,
      storeOutages: 1,
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
