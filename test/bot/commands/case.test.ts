import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseWords } from '../../../bot/commands/case/words.ts';
import { caseCommand } from '../../../bot/commands/case.ts';
import { composeDomain } from '../../../bot/compose/domain.ts';
import { composeLetters } from '../../../bot/compose/letters.ts';
import { realWorld } from '../../../bot/compose/world.ts';
import { readConfig } from '../../../bot/config.ts';
import { loadKeys } from '../../../services/seal/keys.ts';
import { openStore } from '../../../services/store/open.ts';
import { petition } from '../../support/letters.ts';

const world = { ...realWorld, now: () => Date.UTC(2026, 10, 21, 18) };
let folder: string;
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'case-command-'));
  lines = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (...args: string[]) => caseCommand(args, { DATA_DIR: folder }, (line) => lines.push(line), world);

/** A running product's data with one petition in it, still open beside the command. */
async function running() {
  const config = readConfig({ DATA_DIR: folder });
  const keys = loadKeys({ dataDir: folder });
  const store = await openStore(`sqlite:${join(folder, 'recupera.sqlite')}`, { exclusive: true });
  const publicUrl = 'http://localhost:3978';
  const domain = composeDomain({ config, keys, store, world, publicUrl });
  const letters = composeLetters({ config, keys, store, world, domain, publicUrl });
  await domain.cases.open({ id: 'one', procedure: 'impi-letter', portal: 'impi', at: world.now() });
  const filed = await letters.forDialogs.file({ ...petition, caseId: 'one', at: world.now() });
  if (!filed.ok) throw new Error(filed.reason);
  return { store, domain, folio: filed.folio };
}

test('says where to look when there are no data, and makes none', async () => {
  expect(await run('list')).toBe(2);
  expect(lines).toEqual([caseWords['es-MX']('case.no-store')]);
});

test.each([[[]], [['borrar']], [['show']], [['approve']], [['list', '--force']]])(
  'explains itself for %j',
  async (args) => {
    expect(await run(...args)).toBe(2);
    expect(lines.join('\n')).toContain('npm run case --');
  },
);

test('lists, shows and decides while the product holds the store', async () => {
  const { store, domain, folio } = await running();
  try {
    expect(await run('list')).toBe(0);
    expect(await run('show', folio)).toBe(0);
    expect(
      await run('papers-seen', folio.toLowerCase(), '--by', 'ana', '--document', 'pasaporte', '--last4', 'a1b2'),
    ).toBe(0);
    expect(await run('approve', folio, '--by', 'beto')).toBe(1);
    expect(await run('refuse', folio, '--by', 'beto', '--reason', 'person-differs')).toBe(0);
    expect(await run('list')).toBe(0);
    expect(await run('list', '--all', '--lang', 'en')).toBe(0);
    expect((await domain.cases.get('one'))?.case.state).toBe('refused');
  } finally {
    await store.close();
  }
  expect(lines[0]).toBe(`${folio}  espera la visita  (plazo: 21 de diciembre de 2026)`);
  expect(lines).toContain(`Anotado: ana vio los documentos de ${folio}. Falta que otra persona apruebe.`);
  expect(lines).toContain(caseWords['es-MX']('case.refused.no-account'));
  expect(lines).toContain(caseWords['es-MX']('case.none'));
  expect(lines.at(-1)).toBe(`${folio}  not approved  (deadline: December 21, 2026)`);
  const said = lines.join('\n');
  for (const hidden of [petition.email, petition.curp]) expect(said).not.toContain(hidden);
});

test('refuses a folio that is none, in words', async () => {
  const { store } = await running();
  expect(await run('show', 'IMPI-2026-999999')).toBe(1);
  expect(await run('approve', 'IMPI-2026-999999', '--by', 'ana')).toBe(1);
  await store.close();
  expect(lines).toEqual([caseWords['es-MX']('case.refused.unknown'), caseWords['es-MX']('case.refused.unknown')]);
});
