import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { fakeHash, openDomain, type TestDomain } from '../../support/domain.ts';

let domain: TestDomain;
let legacy: string;
let other: string;

const saed = (number: string) =>
  domain.seed({
    portal: 'pase',
    name: `Cliente ${number}`,
    clients: [{ number }],
    legacyPasswordHash: fakeHash(number),
  });

beforeEach(async () => {
  domain = await openDomain();
  legacy = await saed('40010001');
  other = await saed('40010002');
});
afterEach(() => domain.close());

const migrate = (accountId = legacy, email = 'flota@example.mx', applicationId = `link-${accountId}`) =>
  domain.accounts.changeCredentials({
    accountId,
    applicationId,
    email,
    name: 'Ana López Pérez',
    passwordHash: fakeHash('new'),
    epoch: 0,
    at: domain.clock.at,
  });

const associate = (accountId: string, clientAccountIds: string[], applicationId = 'case-a') =>
  domain.accounts.associate({ accountId, clientAccountIds, applicationId, at: domain.clock.at });

it('moves a SAED user to an email: the old key dies with the first password', async () => {
  expect(await migrate()).toMatchObject({ ok: true, outcome: 'changed' });

  expect(await domain.accounts.signIn('pase', '40010001', '40010001')).toMatchObject({ ok: false });
  expect(await domain.accounts.signIn('pase', 'flota@example.mx', 'new')).toMatchObject({
    ok: true,
    name: 'Ana López Pérez',
    clients: [{ number: '40010001' }],
  });
  expect((await domain.accounts.find({ portal: 'pase', clientNumber: '40010001' }))?.id).toBe(legacy);
});

it('associates a further client, which then has no user of its own', async () => {
  await migrate();
  expect(await associate(legacy, [other])).toMatchObject({ ok: true, outcome: 'changed' });

  const signedIn = await domain.accounts.signIn('pase', 'flota@example.mx', 'new');
  expect(signedIn).toMatchObject({ clients: [{ number: '40010001' }, { number: '40010002' }] });
  expect(await domain.accounts.signIn('pase', '40010002', '40010002')).toMatchObject({ ok: false });
  expect((await domain.accounts.find({ portal: 'pase', clientNumber: '40010002' }))?.id).toBe(legacy);
  expect(await associate(legacy, [other])).toMatchObject({ ok: true, outcome: 'already-applied' });
});

it('gives one client to one account only, however many ask at once', async () => {
  const third = await saed('40010003');
  await migrate(legacy, 'uno@example.mx');
  await migrate(third, 'dos@example.mx');

  const outcomes = await Promise.all([associate(legacy, [other], 'case-a'), associate(third, [other], 'case-b')]);

  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'client-taken' });
});

it('finishes the retirement by a job when the process died before it', async () => {
  await migrate();
  const retirement = domain.handlers['account.retire'];
  const payload = { accountId: other, movedTo: legacy };
  const job = { id: 'j', kind: 'account.retire', payload, dueAt: 0, attempts: 1 };
  await retirement?.run([job]);
  await retirement?.run([job]);

  expect(await domain.accounts.signIn('pase', '40010002', '40010002')).toMatchObject({ ok: false });
  expect((await domain.accounts.get(other))?.account).toMatchObject({ movedTo: legacy });
});

it('tells the address on record about an association', async () => {
  await migrate();
  await associate(legacy, [other]);
  await domain.runner.settle();

  const subjects = (await domain.mailsTo('flota@example.mx')).map(({ subject }) => subject);
  expect(subjects).toContain('Se asoció un número de cliente a tu cuenta');
  expect(await domain.audited()).toContain('clients.associated');
});
