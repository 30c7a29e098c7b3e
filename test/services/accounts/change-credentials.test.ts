import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fakeHash, openDomain, type TestDomain } from '../../support/domain.ts';

const CURP = 'CACX760510MGTSHC04';
const OLD = 'antes@example.mx';
const NEW = 'Nuevo.Correo@Example.mx';
const CANONICAL = 'nuevo.correo@example.mx';

let domain: TestDomain;
let accountId: string;

beforeEach(async () => {
  domain = await openDomain();
  accountId = await domain.seed({
    portal: 'impi',
    name: 'Xóchitl',
    curp: CURP,
    email: OLD,
    passwordHash: fakeHash('old'),
  });
});
afterEach(() => domain.close());

const change = (applicationId: string, more: object = {}) =>
  domain.accounts.changeCredentials({
    accountId,
    applicationId,
    email: NEW,
    passwordHash: fakeHash('new'),
    at: domain.clock.at,
    ...more,
  });

describe('a change of credentials', () => {
  it('replaces email and password, and revokes sessions', async () => {
    const changed = await change('case-1');

    expect(changed).toMatchObject({ ok: true, outcome: 'changed' });
    const known = await domain.accounts.find({ portal: 'impi', curp: CURP.toLowerCase() });
    expect(known?.account).toMatchObject({ email: CANONICAL, contacts: [OLD], sessionsRevokedAt: domain.clock.at });
    expect(await domain.accounts.signIn('impi', NEW, 'new')).toMatchObject({ ok: true });
    expect(await domain.accounts.signIn('impi', OLD, 'new')).toMatchObject({ ok: false });
    expect(await domain.accounts.signIn('impi', OLD, 'old')).toMatchObject({ ok: false });
    expect(await domain.accounts.find({ portal: 'impi', email: OLD })).toBeUndefined();
  });

  it('tells the old and the new address, with a way to say "no fui yo", and audits once', async () => {
    await change('case-1');
    await domain.runner.settle();

    for (const address of [OLD, CANONICAL]) {
      const mails = await domain.mailsTo(address);
      expect(mails).toHaveLength(1);
      expect(mails[0]?.links).toEqual([expect.stringMatching(/^https:\/\/recupera\.example\/no-fui-yo\?t=[\w-]{43}$/)]);
    }
    expect((await domain.audited()).filter((name) => name === 'account.changed')).toHaveLength(1);
  });

  it('is applied once however often it is repeated, and repeats no mail', async () => {
    await change('case-1');
    await domain.runner.settle();
    domain.clock.at += 1_000;
    const again = await change('case-1', { passwordHash: fakeHash('other') });
    await domain.runner.settle();

    expect(again).toMatchObject({ ok: true, outcome: 'already-applied' });
    expect(await domain.accounts.signIn('impi', NEW, 'new')).toMatchObject({ ok: true });
    expect(await domain.mailsTo(OLD)).toHaveLength(1);
  });

  it('is applied once by 50 at a time', async () => {
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => change('case-1')));
    await domain.runner.settle();

    expect(outcomes.map((changed) => changed.ok && changed.outcome).sort()).toEqual([
      ...Array.from({ length: 49 }, () => 'already-applied'),
      'changed',
    ]);
    expect((await domain.accounts.get(accountId))?.account).toMatchObject({ epoch: 1, applied: ['case-1'] });
    expect(await domain.mailsTo(OLD)).toHaveLength(1);
  });

  it('of two cases at once applies both, one after the other, and leaves no mixture', async () => {
    const [first, second] = await Promise.all([
      change('case-1', { email: 'uno@example.mx', passwordHash: fakeHash('uno') }),
      change('case-2', { email: 'dos@example.mx', passwordHash: fakeHash('dos') }),
    ]);

    expect([first.ok, second.ok]).toEqual([true, true]);
    const account = (await domain.accounts.get(accountId))?.account;
    const word = account?.email?.split('@')[0] ?? '';
    expect(account?.passwordHash).toBe(fakeHash(word));
    expect(account?.epoch).toBe(2);
    expect([...(account?.applied ?? [])].sort()).toEqual(['case-1', 'case-2']);
    expect([OLD, 'uno@example.mx', 'dos@example.mx'].filter((to) => to !== account?.email).sort()).toEqual(
      [...(account?.contacts ?? [])].sort(),
    );
  });

  it('tells earlier addresses of later changes too', async () => {
    await change('case-1');
    await change('case-2', { email: 'tercero@example.mx' });
    await domain.runner.settle();

    expect(await domain.mailsTo(OLD)).toHaveLength(2);
    expect(await domain.mailsTo('tercero@example.mx')).toHaveLength(1);
  });

  it('tells an address that this very change drops from the record', async () => {
    for (let n = 1; n <= 6; n += 1) await change(`case-${n}`, { email: `correo${n}@example.mx` });
    const before = (await domain.accounts.get(accountId))?.account.contacts ?? [];
    await change('case-7', { email: 'correo7@example.mx' });
    await domain.runner.settle();

    const dropped = before.at(-1) ?? '';
    expect((await domain.accounts.get(accountId))?.account.contacts).not.toContain(dropped);
    expect((await domain.mailsTo(dropped)).length).toBe(7);
  });

  it('is refused when the address belongs to another account of the portal, and changes and says nothing', async () => {
    await domain.seed({ portal: 'impi', name: 'Otra', curp: 'MEAL840217MDFNRC02', email: CANONICAL });
    expect(await change('case-1')).toEqual({ ok: false, reason: 'email-taken' });
    await domain.runner.settle();

    expect((await domain.accounts.get(accountId))?.account).toMatchObject({ email: OLD, applied: [] });
    expect(await domain.mailsTo(OLD)).toHaveLength(0);
    expect(await domain.mailsTo(CANONICAL)).toHaveLength(0);
  });

  it('may use an address that belongs to an account of another portal', async () => {
    await domain.seed({ portal: 'icsoe', name: 'Otra', curp: CURP, email: CANONICAL });
    expect(await change('case-1')).toMatchObject({ ok: true, outcome: 'changed' });
  });

  it.each([
    ['an unknown account', () => change('c', { accountId: 'nobody' }), 'unknown'],
    ['a link older than the credentials', () => change('c', { epoch: 7 }), 'superseded'],
  ])('is refused for %s', async (_name, attempt, reason) => {
    expect(await attempt()).toEqual({ ok: false, reason });
  });

  it('by one link makes all links issued before it useless', async () => {
    expect(await change('link-1', { epoch: 0 })).toMatchObject({ ok: true });
    expect(await change('link-2', { epoch: 0 })).toEqual({ ok: false, reason: 'superseded' });
    expect(await change('link-1', { epoch: 0 })).toMatchObject({ ok: true, outcome: 'already-applied' });
  });
});

describe('the "no fui yo" links of a notice', () => {
  const linksTo = async (address: string) => (await domain.mailsTo(address)).flatMap(({ links }) => links);

  it('are one for each contact, so that it can be seen who said so', async () => {
    await change('case-1');
    await domain.runner.settle();
    const behind = async (address: string) => {
      const token = new URL((await linksTo(address))[0] ?? '').searchParams.get('t') ?? '';
      const seen = await domain.links.look(token, 'disavow');
      return seen.ok ? seen.link : undefined;
    };
    const [old, now] = [await behind(OLD), await behind(CANONICAL)];
    expect(old).toMatchObject({ accountId, caseId: 'case-1', contactHash: domain.contactHash(OLD) });
    expect(now).toMatchObject({ accountId, caseId: 'case-1', contactHash: domain.contactHash(CANONICAL) });
  });

  it.each([
    [29, 'Cambiaron los datos de acceso', 1],
    [31, 'Cambió una cuenta', 0],
    [179, 'Cambió una cuenta', 0],
    [181, undefined, 0],
  ])('%i days after its address was replaced: %s, with %i of them', async (days, subject, links) => {
    await change('case-1');
    await domain.runner.settle();
    const before = (await domain.mailsTo(OLD)).length;
    domain.clock.at += days * 24 * 60 * 60_000;
    await change('case-2', { email: undefined });
    await domain.runner.settle();

    const later = (await domain.mailsTo(OLD)).slice(before);
    expect(later.map((mail) => mail.subject.includes(subject ?? 'nothing'))).toEqual(subject ? [true] : []);
    expect(later.flatMap((mail) => mail.links)).toHaveLength(links);
    expect((await linksTo(CANONICAL)).length).toBe(2);
  });

  it('are for an address that somebody had before anybody noted when, and run out for it as for others', async () => {
    const id = await domain.seed({
      portal: 'icsoe',
      name: 'Ana',
      curp: CURP,
      email: CANONICAL,
      contacts: ['importado@example.mx'],
    });
    const again = (applicationId: string) => change(applicationId, { accountId: id, email: undefined });
    await again('case-1');
    await domain.runner.settle();
    expect(await linksTo('importado@example.mx')).toHaveLength(1);
    domain.clock.at += 31 * 24 * 60 * 60_000;
    await again('case-2');
    await domain.runner.settle();
    expect(await linksTo('importado@example.mx')).toHaveLength(1);
    expect(await domain.mailsTo('importado@example.mx')).toHaveLength(2);
  });
});

describe('a frozen account', () => {
  const freeze = () => domain.accounts.freeze({ accountId, applicationId: 'link-x', at: domain.clock.at });

  it('takes no sign-in and no change; freezing again is success and tells nobody twice', async () => {
    expect(await freeze()).toMatchObject({ ok: true, outcome: 'changed' });
    expect(await freeze()).toMatchObject({ ok: true, outcome: 'already-applied' });
    await domain.runner.settle();

    expect(await change('case-1')).toEqual({ ok: false, reason: 'frozen' });
    expect(await domain.accounts.signIn('impi', OLD, 'old')).toEqual({ ok: false, reason: 'refused' });
    expect((await domain.mailsTo(OLD)).map(({ subject, links }) => ({ subject, links }))).toEqual([
      { subject: 'Detuvimos tu cuenta', links: [] },
    ]);
    expect(await domain.audited()).toEqual(expect.arrayContaining(['account.frozen', 'notice.sent']));
  });

  it('still answers success for a change applied before', async () => {
    await change('case-1');
    await freeze();
    expect(await change('case-1')).toMatchObject({ ok: true, outcome: 'already-applied' });
  });

  it('wins or loses against a change at the same moment, never half', async () => {
    const [changed, frozen] = await Promise.all([change('case-1'), freeze()]);
    const account = (await domain.accounts.get(accountId))?.account;
    expect(frozen.ok).toBe(true);
    expect(account?.frozen).toBeDefined();
    expect(account?.email).toBe(changed.ok ? CANONICAL : OLD);
  });
});

it('survives a process that dies after the change and before its mails: both go out, once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'accounts-'));
  const path = join(folder, 'store.sqlite');
  const before = await openDomain({ path });
  const id = await before.seed({ portal: 'impi', name: 'Ana', curp: CURP, email: OLD });
  const given = { accountId: id, applicationId: 'case-1', email: NEW, passwordHash: fakeHash('new'), at: 1 };
  await before.accounts.changeCredentials(given);
  await before.close();

  const after = await openDomain({ path });
  expect(await after.accounts.changeCredentials(given)).toMatchObject({ ok: true, outcome: 'already-applied' });
  await after.runner.settle();
  expect([(await after.mailsTo(OLD)).length, (await after.mailsTo(CANONICAL)).length]).toEqual([1, 1]);
  expect((await after.accounts.get(id))?.account.epoch).toBe(1);
  await after.close();
  await rm(folder, { recursive: true });
});

it('keeps no address, CURP or token readable in the store', async () => {
  await change('case-1');
  const rows = [...(await domain.store.documents.list('account', { limit: 10 }))];
  const jobs = await domain.store.jobs.claim({ owner: 'spy', now: domain.clock.at, leaseMs: 1, limit: 100 });
  const links = await domain.store.documents.list('link', { limit: 10 });
  const dump = JSON.stringify([rows, jobs, links]);

  expect(jobs.length).toBeGreaterThanOrEqual(3);
  expect(links).toHaveLength(2);
  for (const secret of [CURP, OLD, CANONICAL, 'no-fui-yo', fakeHash('new')]) expect(dump).not.toContain(secret);
});
