import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createResetRequestHandler, createResetRequestJob } from '../../../services/accounts/reset-request.ts';
import { fakeHash, openDomain, type TestDomain } from '../../support/domain.ts';

const CURP = 'EOLJ880311MDFSRM04';
const EMAIL = 'jimena@example.mx';

let domain: TestDomain;
beforeEach(async () => {
  domain = await openDomain();
  domain.handlers['reset-request'] = createResetRequestHandler({
    accounts: domain.accounts,
    links: domain.links,
    jobs: domain.store.jobs,
    mailJob: domain.mailJob,
    auditJob: domain.auditJob,
    sealer: domain.sealer,
    linkTtlMs: 60 * 60_000,
    pageUrl: (token) => `https://recupera.example/nueva?t=${token}`,
  });
  const hash = fakeHash('x');
  await domain.seed({ portal: 'icsoe', name: 'Jimena', curp: CURP, email: EMAIL, passwordHash: hash });
  await domain.seed({
    portal: 'icsoe',
    name: 'Dafne',
    curp: 'HIBD900712MHGNCF07',
    email: 'dafne@example.mx',
    passwordHash: hash,
    frozen: { at: 1, by: 'x' },
  });
  await domain.seed({ portal: 'pase', name: 'Samuel', email: 'samuel@example.mx', passwordHash: hash });
});
afterEach(() => domain.close());

let asked = 0;
async function ask(request: { portal: 'pase' | 'icsoe'; email: string; curp?: string }, id = `r${++asked}`) {
  const job = createResetRequestJob(domain.sealer)(id, {
    ...request,
    caseId: 'case-1',
    locale: 'es-MX',
    at: domain.clock.at,
  });
  await domain.store.jobs.add([job]);
  await domain.runner.settle();
  return job;
}

it.each([
  ['icsoe', { portal: 'icsoe', curp: CURP, email: ' JIMENA@Example.mx ' }, EMAIL],
  ['pase', { portal: 'pase', email: 'Samuel@example.mx' }, 'samuel@example.mx'],
] as const)('of %s mails a usable link to the address on record', async (_name, request, address) => {
  await ask(request);
  const mails = await domain.mailsTo(address);
  expect(mails).toHaveLength(1);
  const token = new URL(mails[0]?.links[0] ?? '').searchParams.get('t') ?? '';
  expect(await domain.links.look(token, 'reset')).toMatchObject({ ok: true, link: { caseId: 'case-1', epoch: 0 } });
  expect(mails[0]?.text).toContain('El enlace sirve 1 hora.');
  expect(await domain.audited()).toContain('link.sent');
});

it.each([
  ['an unknown CURP', { portal: 'icsoe', curp: 'XARA750909HDFNDL00', email: EMAIL }],
  ['an address that is not on record', { portal: 'icsoe', curp: CURP, email: 'intruso@example.mx' }],
  ['a frozen account', { portal: 'icsoe', curp: 'HIBD900712MHGNCF07', email: 'dafne@example.mx' }],
  ['an account of another portal', { portal: 'pase', email: EMAIL }],
  ['no CURP', { portal: 'icsoe', email: EMAIL }],
] as const)('for %s mails nothing to anybody, and audits', async (_name, request) => {
  await ask(request);
  expect(await domain.mailbox.recent(10)).toEqual([]);
  expect(await domain.audited()).toEqual(['link.refused']);
});

it('queues the same for known and unknown, and nothing readable', async () => {
  const shape = (job: object) => JSON.stringify(job).replace(/s1\.test\.[\w-]+/, (sealed) => `sealed:${sealed.length}`);
  const known = await ask({ portal: 'icsoe', curp: CURP, email: EMAIL }, 'r-same');
  const unknown = createResetRequestJob(domain.sealer)('r-same', {
    portal: 'icsoe',
    curp: 'XARA750909HDFNDL00',
    email: 'nadiee@example.mx',
    caseId: 'case-1',
    locale: 'es-MX',
    at: domain.clock.at,
  });
  expect(shape(known)).toBe(shape(unknown));
  expect(JSON.stringify(known)).not.toMatch(/jimena|EOLJ/i);
});

it('done twice mails once', async () => {
  const job = await ask({ portal: 'icsoe', curp: CURP, email: EMAIL });
  await domain.handlers['reset-request']?.run([{ ...job, attempts: 2 }]);
  await domain.runner.settle();
  expect(await domain.mailsTo(EMAIL)).toHaveLength(1);
});

it('however often somebody asks, sends five mails in an hour', async () => {
  for (let count = 0; count < 9; count += 1) await ask({ portal: 'icsoe', curp: CURP, email: EMAIL });
  expect(await domain.mailsTo(EMAIL)).toHaveLength(5);
});

it('three requests give three links, and one used makes the others useless', async () => {
  for (let count = 0; count < 3; count += 1) await ask({ portal: 'icsoe', curp: CURP, email: EMAIL });
  const tokens = (await domain.mailsTo(EMAIL)).map(({ links }) => new URL(links[0] ?? '').searchParams.get('t') ?? '');
  const change = async (token: string) => {
    const seen = await domain.links.look(token, 'reset');
    if (!seen.ok) throw new Error(seen.reason);
    const { accountId, epoch } = seen.link;
    return domain.accounts.changeCredentials({
      accountId,
      epoch,
      applicationId: seen.id,
      passwordHash: fakeHash('new'),
      at: domain.clock.at,
    });
  };
  const [first = '', second = '', third = ''] = tokens;
  expect(await change(second)).toMatchObject({ ok: true, outcome: 'changed' });
  expect(await change(second)).toMatchObject({ ok: true, outcome: 'already-applied' });
  expect(await change(first)).toEqual({ ok: false, reason: 'superseded' });
  expect(await change(third)).toEqual({ ok: false, reason: 'superseded' });
});
