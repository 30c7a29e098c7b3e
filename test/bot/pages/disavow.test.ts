import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { disavowRoutes, disavowUrl } from '../../../bot/pages/disavow.ts';
import { allCases } from '../../../services/cases/all-cases.ts';
import type { KnownCase } from '../../../services/cases/case.ts';
import { DISAVOWAL_ID, disavowalDataOf } from '../../../services/cases/disavowal.ts';
import { letterGrant } from '../../../services/cases/letter-data.ts';
import { fakeHash, openDomain, type TestDomain } from '../../support/domain.ts';
import { lettersOf } from '../../support/letters.ts';
import { plainBrowser, serve } from '../../support/served.ts';

const OLD = 'antes@example.mx';
const NEW = 'despues@example.mx';
const CLEAN = '/no-fui-yo/confirmar';

let domain: TestDomain;
let server: Awaited<ReturnType<typeof serve>>;
let accountId: string;
let link: string;

beforeEach(async () => {
  domain = await openDomain();
  const { accounts, cases, links, clock } = domain;
  const limits = { maxBytes: 65_536, timeoutMs: 5_000 };
  server = await serve(disavowRoutes({ accounts, cases, links, now: () => clock.at, https: false, limits }));
  accountId = await domain.seed({ portal: 'impi', name: 'Ana', curp: 'CACX760510MGTSHC04', email: OLD });
  await accounts.changeCredentials({
    accountId,
    applicationId: 'case-1',
    email: NEW,
    passwordHash: fakeHash('new'),
    at: clock.at,
  });
  await domain.runner.settle();
  clock.at += 60_000;
  const [notice] = await domain.mailsTo(OLD);
  const { pathname, search } = new URL(notice?.links[0] ?? 'missing:');
  link = `${pathname}${search}`;
});
afterEach(async () => {
  await server.close();
  await domain.close();
});

const frozen = async () => (await domain.accounts.get(accountId))?.account.frozen !== undefined;
const browser = () => plainBrowser(server.url);

/** The posted form of somebody who ticked the box. */
async function stopAccount(url = server.url) {
  const person = plainBrowser(url);
  await person.open(link);
  return person.post(CLEAN, { confirm: 'si' });
}

/** Cases in which somebody said "no fui yo". */
async function disavowals(): Promise<KnownCase[]> {
  const found: KnownCase[] = [];
  for await (const known of allCases(domain.documents, DISAVOWAL_ID)) found.push(known);
  return found;
}

describe('a form of another site', () => {
  it.each([
    { 'sec-fetch-site': 'cross-site', origin: 'null' },
    { 'sec-fetch-site': 'same-site', origin: 'https://otro.example.mx' },
    { origin: 'https://malo.example' },
  ])('stops nothing, even when it comes with the cookie: %j', async (headers) => {
    const opened = await fetch(new URL(link, server.url), { redirect: 'manual' });
    const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const post = (more: object) =>
      fetch(new URL(CLEAN, server.url), { method: 'POST', headers: { cookie, ...type, ...more }, body: 'confirm=si' });
    expect((await post(headers)).status).toBe(403);
    expect(await frozen()).toBe(false);
    expect((await post({ 'sec-fetch-site': 'same-origin', origin: 'null' })).status).toBe(200);
    expect(await frozen()).toBe(true);
  });
});

describe('opening the link', () => {
  it('takes the token out of the address and shows a form that works without script', async () => {
    const page = await browser().open(link);
    expect([page.status, page.url.pathname, page.url.search]).toEqual([200, CLEAN, '']);
    expect(page.html).toContain('<form method="post"');
    expect(page.html).toMatch(/<input type="checkbox" name="confirm" value="si" required>/);
    expect(page.html).not.toMatch(/<script|src=|checked/);
  });

  it('gives the page to nobody else: not kept, no referrer, nothing loaded or framed', async () => {
    for (const { headers } of [await browser().open(link), await stopAccount()]) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/);
      expect(policy).not.toContain('unsafe');
      expect(policy).toContain("frame-ancestors 'none'");
    }
  });

  it('leaves the token in an HttpOnly cookie of these pages only', async () => {
    const response = await fetch(new URL(link, server.url), { redirect: 'manual' });
    expect(response.headers.get('set-cookie')).toMatch(
      /^no-fui-yo=[\w-]{43}; Path=\/no-fui-yo; Max-Age=1800; HttpOnly; SameSite=Lax$/,
    );
  });

  it('by 50 scanners that also submit the form as it stands changes nothing, and the person still succeeds', async () => {
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const scanner = browser();
        await scanner.open(link);
        await scanner.open(CLEAN);
        const submitted = await scanner.post(CLEAN, {});
        expect(submitted.status).toBe(422);
        expect(submitted.html).toContain('No se detuvo nada todavía');
      }),
    );
    expect(await frozen()).toBe(false);
    expect((await stopAccount()).status).toBe(200);
    expect(await frozen()).toBe(true);
  });
});

describe('stopping the account', () => {
  it('freezes it, tells every contact, audits, opens a case and says what comes next', async () => {
    const page = await stopAccount();
    await domain.runner.settle();

    expect(await frozen()).toBe(true);
    const folio = /IMPI-2026-\d{6}/.exec(page.html)?.[0] ?? '';
    expect((await domain.cases.byFolio(folio))?.case).toMatchObject({ procedure: 'disavowal', state: 'open' });
    expect(page.html).toContain('buzon@impi.gob.mx');
    for (const address of [OLD, NEW]) {
      expect((await domain.mailsTo(address)).at(-1)?.subject).toBe('Detuvimos tu cuenta');
    }
    expect((await domain.audited()).filter((name) => name === 'account.frozen')).toHaveLength(1);
  });

  it('leaves staff a case with the account, the change and who said so, also when the process dies right after it', async () => {
    const { accounts, links, clock } = domain;
    const dies = () => Promise.reject(new Error('died'));
    const cases = { open: dies, move: dies };
    const limits = { maxBytes: 65_536, timeoutMs: 5_000 };
    const mortal = await serve(disavowRoutes({ accounts, cases, links, now: () => clock.at, https: false, limits }));
    expect((await stopAccount(mortal.url)).status).toBe(500);
    await expect(mortal.close()).rejects.toThrow();
    expect(await frozen()).toBe(true);
    expect(await disavowals()).toEqual([]);
    await domain.runner.settle();

    const account = (await domain.accounts.get(accountId))?.account;
    const [opened, ...more] = await disavowals();
    expect(more).toEqual([]);
    expect(opened?.case).toMatchObject({ procedure: 'disavowal', state: 'open', accountId });
    expect(opened && disavowalDataOf(opened.case)).toEqual({
      changeCaseId: 'case-1',
      frozenBy: account?.frozen?.by,
      contactHash: domain.contactHash(OLD),
    });
    const page = await browser().open(link);
    expect(page.html).toContain(opened?.case.folio);
  });

  it('by a second contact, who has a link of their own, is a case of its own about the same freeze', async () => {
    await stopAccount();
    const [notice] = await domain.mailsTo(NEW);
    const { pathname, search } = new URL(notice?.links[0] ?? 'missing:');
    expect(`${pathname}${search}`).not.toBe(link);
    const person = browser();
    await person.open(`${pathname}${search}`);
    expect((await person.post(CLEAN, { confirm: 'si' })).status).toBe(200);
    await domain.runner.settle();

    const said = (await disavowals()).map(({ case: given }) => disavowalDataOf(given));
    expect(new Set(said.map((data) => data?.frozenBy)).size).toBe(1);
    expect(said.map((data) => data?.contactHash).sort()).toEqual([OLD, NEW].map(domain.contactHash).sort());
    const entries = await domain.store.chain.read(0, 1_000);
    const chained = entries.map(({ body }) => JSON.parse(body)).filter(({ name }) => name === 'account.frozen');
    expect(chained.map(({ contactHash }) => contactHash).sort()).toEqual([OLD, NEW].map(domain.contactHash).sort());
  });

  it('twenty times at once is once, with one folio for all', async () => {
    const pages = await Promise.all(Array.from({ length: 20 }, () => stopAccount()));
    await domain.runner.settle();

    expect(new Set(pages.map(({ html }) => /IMPI-\d+-\d+/.exec(html)?.[0])).size).toBe(1);
    expect((await domain.mailsTo(OLD)).filter(({ subject }) => subject === 'Detuvimos tu cuenta')).toHaveLength(1);
  });

  it('is shown as done to whoever opens the link again, also after its end', async () => {
    await stopAccount();
    domain.clock.at += 11 * 24 * 60 * 60_000;
    const page = await browser().open(link);
    expect(page.status).toBe(200);
    expect(page.html).toContain('La cuenta está detenida');
    expect(page.html).not.toContain('<form');
  });

  it('before an approved petition has changed anything takes every right from it', async () => {
    const letters = lettersOf(domain);
    const { caseId, folio } = await letters.filed({
      curp: 'CACX760510MGTSHC04',
      fullName: 'Ana',
      email: 'ladron@example.mx',
    });
    await letters.desk.seePapers({ folio, by: 'a1', document: 'INE', last4: '1234', curp: 'CACX760510MGTSHC04' });
    expect(await letters.desk.approve({ folio, by: 'b2' })).toMatchObject({ ok: true });
    await letters.settle();
    const notice = (await domain.mailsTo(NEW)).find(({ subject }) => subject.includes('Aprobamos'));
    const { pathname, search } = new URL(notice?.links[0] ?? 'missing:');
    const person = browser();
    await person.open(`${pathname}${search}`);
    expect((await person.post(CLEAN, { confirm: 'si' })).status).toBe(200);

    const known = await domain.cases.get(caseId);
    expect(known && [known.case.state, letterGrant(known.case)]).toEqual(['frozen', undefined]);
    expect(await letters.desk.sendLinkAgain(caseId)).toMatchObject({ ok: false });
    expect((await domain.accounts.get(accountId))?.account).toMatchObject({ email: NEW, epoch: 1 });
  });

  it('freezes the case in which the account was changed', async () => {
    const opened = await domain.cases.open({ id: 'case-1', procedure: 'impi-efirma', portal: 'impi', at: 1 });
    await domain.cases.move(opened.id, { event: 'prove', eventId: 'p', at: 2 });
    await domain.cases.move(opened.id, { event: 'finish', eventId: 'f', at: 3 });
    await stopAccount();
    expect((await domain.cases.get('case-1'))?.case.state).toBe('frozen');
  });
});

describe('a link that stops nothing', () => {
  it('because it expired says what to do instead', async () => {
    domain.clock.at += 10 * 24 * 60 * 60_000;
    const person = browser();
    for (const page of [await person.open(link), await person.post(CLEAN, { confirm: 'si' })]) {
      expect(page.status).toBe(410);
      expect(page.html).toContain('Este enlace ya venció');
      expect(page.html).toContain('buzon@impi.gob.mx');
    }
    expect(await frozen()).toBe(false);
  });

  it.each([
    ['an invented token', `/no-fui-yo?t=${'A'.repeat(43)}`],
    ['no token', '/no-fui-yo'],
    ['markup', '/no-fui-yo?t=%3Cscript%3Ealert(1)%3C/script%3E'],
    ['a header injection', '/no-fui-yo?t=x%0d%0aSet-Cookie:%20a=b'],
  ])('because of %s', async (_name, path) => {
    const page = await browser().open(path);
    expect(page.status).toBe(404);
    expect(page.html).toContain('Este enlace no sirve');
    expect(page.html).not.toContain('<script');
  });

  it('because its purpose is another', async () => {
    const { token } = await domain.links.issue({ purpose: 'reset', accountId, caseId: 'c', epoch: 0, ttlMs: 1_000 });
    expect((await browser().open(`/no-fui-yo?t=${token}`)).status).toBe(404);
  });

  it('because the form comes without the cookie, as from another site', async () => {
    expect((await browser().post(CLEAN, { confirm: 'si' })).status).toBe(404);
    expect(await frozen()).toBe(false);
  });

  it('a broken link replaces an earlier good one', async () => {
    const person = browser();
    await person.open(link);
    await person.open('/no-fui-yo?t=broken');
    expect((await person.post(CLEAN, { confirm: 'si' })).status).toBe(404);
    expect(await frozen()).toBe(false);
  });
});

it.each([
  ['a body too large', { body: 'a'.repeat(70_000), type: 'application/x-www-form-urlencoded' }, 413],
  ['another content type', { body: '{"confirm":"si"}', type: 'application/json' }, 415],
])('refuses %s', async (_name, { body, type }, status) => {
  const response = await fetch(`${server.url}${CLEAN}`, { method: 'POST', body, headers: { 'content-type': type } });
  expect(response.status).toBe(status);
});

it('speaks English to a browser that asks for it', async () => {
  const response = await fetch(`${server.url}/no-fui-yo`, { headers: { 'accept-language': 'en-US,en;q=0.9' } });
  expect(await response.text()).toContain('<html lang="en">');
});

it('puts the token into the address of a notice and nothing else', () => {
  expect(disavowUrl('https://recupera.example/', 'abc')).toBe('https://recupera.example/no-fui-yo?t=abc');
});
