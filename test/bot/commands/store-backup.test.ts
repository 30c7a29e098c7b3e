import { statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { storeBackup } from '../../../bot/commands/store-backup.ts';
import { chainEvents } from '../../../services/audit/chain.ts';
import { verifyChain } from '../../../services/audit/verify-chain.ts';
import { openStore } from '../../../services/store/open.ts';
import type { Store } from '../../../services/store/store.ts';
import { incoming, outcome, takeTurn, withMessages } from '../../contract/store/support.ts';
import { type TemporaryFolder, temporaryFolder } from '../../services/store/sqlite/temporary.ts';

let folder: TemporaryFolder;
let store: Store;
let lines: string[];
let target: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  target = `${folder.path}.backup`;
  store = await openStore(`sqlite:${folder.path}`, { exclusive: true });
  lines = [];
});
afterEach(async () => {
  await store.close();
  await folder.remove();
});

const run = (...args: string[]) =>
  storeBackup(args, { STORE_URL: `sqlite:${folder.path}` }, (line) => lines.push(line));

it('writes a copy of what is being served, from which people can go on', async () => {
  await withMessages(store, 'c1', 'm1', 'm2');
  await store.conversations.commit(await takeTurn(store, 'c1'), outcome());
  await chainEvents(store.chain, [{ id: 'e1', name: 'case.opened', at: '2026-01-15T12:00:00.000Z' }]);

  expect(run(target)).toBe(0);
  await store.conversations.accept('c1', incoming('after the backup'));

  expect(lines[0]).toMatch(/Respaldo listo y revisado/);
  const restored = await openStore(`sqlite:${target}`, { exclusive: true, freeLeases: true });
  expect(await verifyChain(restored.chain)).toMatchObject({ ok: true, count: 1 });
  expect((await restored.conversations.log('c1', 0)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(await takeTurn(restored, 'c1', 'new process')).toMatchObject({ messageId: 'm2', version: 1 });
  expect(await restored.conversations.accept('c1', incoming('m1'))).toEqual({ outcome: 'duplicate', seq: 1 });
  await restored.close();
});

it('is readable by its owner only', () => {
  run(target);

  expect(statSync(target).mode & 0o777).toBe(0o600);
});

it('never writes over a file', () => {
  writeFileSync(target, 'precious');

  expect(run(target)).toBe(1);
  expect(lines).toEqual(['Ese archivo ya existe. Elige otro nombre.']);
});

it.each([
  ['a store that is not there', { STORE_URL: 'sqlite:/nowhere/recupera.sqlite' }, /No encontré los datos/],
  ['another engine', { STORE_URL: 'mongodb://host/recupera' }, /docs\/operations\.md/],
])('refuses %s', (_name, environment, said) => {
  expect(storeBackup([target], environment, (line) => lines.push(line))).toBe(1);
  expect(lines[0]).toMatch(said);
});

it('explains itself when called without a file', () => {
  expect(run()).toBe(2);
  expect(lines[0]).toMatch(/npm run store:backup/);
});
