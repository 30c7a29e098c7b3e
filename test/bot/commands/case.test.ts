import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseWords } from '../../../bot/commands/case/words.ts';
import { caseCommand } from '../../../bot/commands/case.ts';
import { composeDomain } from '../../../bot/compose/domain.ts';
import { keysOf } from '../../../bot/compose/keys.ts';
import { composeLetters } from '../../../bot/compose/letters.ts';
import { realWorld } from '../../../bot/compose/world.ts';
import { readConfig } from '../../../bot/config.ts';
import { Account, accountKeys, newAccount } from '../../../services/accounts/account.ts';
import { openDisavowal } from '../../../services/cases/disavowal.ts';
import { collection } from '../../../services/store/collection.ts';
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
async function running(environment: Record<string, string | undefined> = { DATA_DIR: folder }) {
  const config = readConfig(environment);
  const keys = keysOf(config);
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
    const papers = ['--by', 'ana', '--document', 'pasaporte', '--last4', 'a1b2'];
    expect(await run('papers-seen', folio, ...papers)).toBe(1);
    expect(await run('papers-seen', folio.toLowerCase(), ...papers, '--curp', petition.curp)).toBe(0);
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
  expect(lines).toContain(caseWords['es-MX']('case.refused.curp'));
  expect(lines).toContain(caseWords['es-MX']('case.refused.no-account'));
  expect(lines).toContain(caseWords['es-MX']('case.none'));
  expect(lines.at(-1)).toBe(`${folio}  not approved  (deadline: December 21, 2026)`);
  const said = lines.join('\n');
  for (const hidden of [petition.email, petition.curp]) expect(said).not.toContain(hidden);
});

test('shows stopped accounts, whose they are and that nothing opens them again', async () => {
  const { store, domain } = await running();
  const disavowal = { linkId: 'l', at: world.now(), portal: 'impi', changeCaseId: 'one', frozenBy: 'l' } as const;
  const seeded = collection(domain.documents, 'account', Account);
  const account = newAccount({ portal: 'impi', name: 'Rosa Lima Paz', curp: petition.curp });
  await seeded.insert('rosa', account, { keys: accountKeys(account) });
  const { folio } = (await openDisavowal(domain.cases, { ...disavowal, accountId: 'rosa' })).case;
  try {
    expect(await run('list')).toBe(0);
    expect(lines).toEqual([expect.stringContaining(`${folio}  cuenta detenida por «no fui yo»`)]);
    expect(await run('show', folio)).toBe(0);
    expect(await run('approve', folio, '--by', 'ana')).toBe(1);
  } finally {
    await store.close();
  }
  expect(lines).toContain('Nombre: Rosa Lima Paz');
  expect(lines).toContain(caseWords['es-MX']('case.stopped'));
  expect(lines.join('\n')).not.toContain(petition.curp);
});

describe('in production', () => {
  const [signing, sealing, older, oldest] = [1, 2, 3, 4].map((byte) => Buffer.alloc(32, byte).toString('base64'));
  const production = () => ({
    MODE: 'production',
    STORE_URL: `sqlite:${join(folder, 'recupera.sqlite')}`,
    PUBLIC_URL: 'https://recupera.example',
    SMTP_URL: 'smtps://mail.example',
    METRICS_TOKEN: 'x'.repeat(16),
    EFIRMA_OCSP_URL: 'https://ocsp.example',
  });
  const firstKeys = () => ({ ...production(), SIGNING_KEY: oldest, SEALING_KEY: older });
  const exchangedKeys = () => ({
    ...production(),
    SIGNING_KEY: signing,
    SEALING_KEY: sealing,
    INDEX_KEY: oldest,
    SIGNING_KEYS_RETIRED: oldest,
    SEALING_KEYS_RETIRED: older,
  });
  const signIn = { OIDC_ISSUER: 'https://staff.example', OIDC_CLIENT_ID: 'desk', OIDC_CLIENT_SECRET: 'secret' };
  const print = (line: string) => lines.push(line);

  test('finds and opens every case after the keys were exchanged', async () => {
    const { store, folio } = await running(firstKeys());
    await store.close();
    expect(await caseCommand(['list'], exchangedKeys(), print, world)).toBe(0);
    expect(await caseCommand(['show', folio], exchangedKeys(), print, world)).toBe(0);
    expect(lines[0]).toContain(folio);
    expect(lines).toContain(`Folio: ${folio}`);
  });

  test.each(['papers-seen', 'approve', 'refuse', 'expire'])(
    'leaves %s to the desk where staff signs in',
    async (deed) => {
      const { store, domain, folio } = await running(firstKeys());
      try {
        const given = ['--by', 'ana', '--document', 'INE', '--last4', '1234', '--curp', petition.curp];
        const args = [deed, folio, ...given, '--reason', 'id-expired'];
        expect(await caseCommand(args, { ...firstKeys(), ...signIn }, print, world)).toBe(1);
        expect(lines).toEqual([caseWords['es-MX']('case.at-the-desk')]);
        expect((await domain.cases.get('one'))?.case.state).toBe('awaiting-visit');
        expect(await caseCommand(['show', folio], { ...firstKeys(), ...signIn }, print, world)).toBe(0);
      } finally {
        await store.close();
      }
    },
  );
});

test('refuses a folio that is none, in words', async () => {
  const { store } = await running();
  expect(await run('show', 'IMPI-2026-999999')).toBe(1);
  expect(await run('approve', 'IMPI-2026-999999', '--by', 'ana')).toBe(1);
  await store.close();
  expect(lines).toEqual([caseWords['es-MX']('case.refused.unknown'), caseWords['es-MX']('case.refused.unknown')]);
});
