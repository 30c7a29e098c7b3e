import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { auditVerify } from '../../../bot/commands/audit-verify.ts';
import { openDomain } from '../../support/domain.ts';

let folder: string;
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-verify-'));
  lines = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const path = () => join(folder, 'recupera.sqlite');
const run = (...args: string[]) => auditVerify(args, { DATA_DIR: folder }, (line) => lines.push(line));

async function chain(count: number): Promise<void> {
  const domain = await openDomain({ path: path() });
  const event = { name: 'case.opened', at: domain.clock.at } as const;
  await domain.store.jobs.add(Array.from({ length: count }, (_, n) => domain.auditJob({ ...event, id: `e${n}` })));
  await domain.runner.settle();
  await domain.close();
}

function tamper(sql: string): void {
  const database = new DatabaseSync(path());
  database.exec(sql);
  database.close();
}

it('says that a chain is whole, and its head, with exit code 0', async () => {
  await chain(7);
  expect(await run()).toBe(0);
  expect(lines).toEqual([expect.stringMatching(/completa y sin cambios: 7 eventos\. Última huella: [0-9a-f]{64}$/)]);
});

it.each([
  ['an edited event', "UPDATE chain SET body = replace(body, 'e3', 'e9') WHERE seq = 4", /evento 4/],
  ['a deleted event', 'DELETE FROM chain WHERE seq = 4', /falta el evento 4/],
])('finds %s in the file itself, with exit code 1', async (_name, sql, said) => {
  await chain(7);
  tamper(sql);
  expect(await run()).toBe(1);
  expect(lines[0]).toMatch(said);
});

it('finds a cut end by the head noted before', async () => {
  await chain(7);
  await run();
  const head = lines[0]?.slice(-64) ?? '';
  tamper('DELETE FROM chain WHERE seq = 7');
  expect(await run()).toBe(0);
  expect(await run('--head', head)).toBe(1);
  expect(lines.at(-1)).toMatch(/ya no contiene la huella/);
});

it('creates nothing where there are no data', async () => {
  expect(await run()).toBe(2);
  expect(lines[0]).toMatch(/No encontré los datos/);
});
