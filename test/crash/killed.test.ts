import { expect, it, jest } from '@jest/globals';
import { scripts } from '../support/scripts/all.ts';
import { storm } from '../support/storm.ts';

jest.setTimeout(300_000);

const SEED = 20_261_121;

it('loses and doubles nothing for people on their way when its process is killed, and mail server and store go away', async () => {
  const report = await storm({
    seed: SEED,
    kills: 4,
    lanes: scripts.filter(({ name }) => /signature|migration|icsoe|letter/.test(name)),
    instances: 1,
    mailOutages: 2,
    storeOutages: 1,
    print: (line) => process.stdout.write(line),
  });
  process.stdout.write(`seed ${SEED}: ${JSON.stringify(report)}\n`);
  expect(report).toMatchObject({ kills: 4, lost: [], doubled: [], stranded: [], auditWhole: true, secretsAtRest: [] });
  expect(report.people).toBeGreaterThanOrEqual(4);
});
