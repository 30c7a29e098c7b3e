import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { auditVerify } from '../../../bot/commands/audit-verify.ts';
import { storeCopy } from '../../../bot/commands/store-copy.ts';
import { type TemporaryFolder, temporaryFolder } from '../../services/store/sqlite/temporary.ts';
import { openDomain } from '../../support/domain.ts';
import { mongoForTests } from '../../support/mongo/mongo-for-tests.ts';

const mongo = await mongoForTests('store:copy to MongoDB and back');

let folders: TemporaryFolder[];
let lines: string[];
const print = (line: string) => lines.push(line);

beforeEach(async () => {
  folders = [await temporaryFolder(), await temporaryFolder()];
  lines = [];
});
afterEach(async () => {
  await Promise.all(folders.map((folder) => folder.remove()));
});

const url = (index: number) => `sqlite:${folders[index]?.path}`;
const verify = (from: string) => auditVerify([], { STORE_URL: from }, print);

/** Audit events as the product writes them: as jobs, chained by the runner. */
async function chain(count: number): Promise<void> {
  const domain = await openDomain({ path: folders[0]?.path ?? '' });
  const event = { name: 'case.opened', at: domain.clock.at } as const;
  await domain.store.jobs.add(Array.from({ length: count }, (_, n) => domain.auditJob({ ...event, id: `e${n}` })));
  await domain.runner.settle();
  await domain.close();
}

it('copies a store and says what it copied; the audit chain of the copy has the same head', async () => {
  await chain(7);
  await verify(url(0));

  expect(await storeCopy([url(0), url(1)], print)).toBe(0);
  await verify(url(1));

  expect(lines[1]).toMatch(/7 eventos de la bitácora/);
  expect(lines[2]).toBe(lines[0]);
});

if (mongo) {
  it('copies to MongoDB and back without changing the chain', async () => {
    await chain(130);
    const database = mongo.database();
    await verify(url(0));

    expect(await storeCopy([url(0), database], print)).toBe(0);
    await verify(database);
    expect(await storeCopy([database, url(1)], print)).toBe(0);
    await verify(url(1));

    expect(lines[0]).toMatch(/completa y sin cambios: 130/);
    expect([lines[2], lines[4]]).toEqual([lines[0], lines[0]]);
  });
}

it('refuses a target that has data, and says so', async () => {
  await chain(1);
  await storeCopy([url(0), url(1)], print);

  expect(await storeCopy([url(0), url(1)], print)).toBe(1);
  expect(lines.at(-1)).toMatch(/ya tiene datos/);
});

it('does not make a store out of a source that is not there', async () => {
  expect(await storeCopy([url(0), url(1)], print)).toBe(1);
  expect(lines).toEqual(['No encontré los datos que quieres copiar.']);
});

it.each([[[]], [['sqlite:a']], [['sqlite:a', 'sqlite:b', 'sqlite:c']]])(
  'explains itself when called with %j',
  async (args) => {
    expect(await storeCopy(args, print)).toBe(2);
    expect(lines[0]).toMatch(/npm run store:copy/);
  },
);
