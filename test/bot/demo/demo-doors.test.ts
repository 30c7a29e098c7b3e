import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { demoRoutes } from '../../../bot/demo/routes.ts';
import { checkCurp } from '../../../services/curp/curp.ts';
import { defaultPeople } from '../../../services/demo/default-people.ts';
import type { PersonNow } from '../../../services/demo/people.ts';
import { firstPasswords, seedPeople } from '../../../services/demo/seed.ts';
import { fakeHash, openDomain, type TestDomain } from '../../support/domain.ts';
import { serve } from '../../support/served.ts';

let domain: TestDomain;
let server: Awaited<ReturnType<typeof serve>>;
let minted: object[];
let attempts: object[];

const seed = () =>
  seedPeople({
    documents: domain.documents,
    hashPassword: async (password) => fakeHash(password),
    now: () => domain.clock.at,
    people: defaultPeople,
  });

beforeEach(async () => {
  domain = await openDomain();
  minted = [];
  attempts = [];
  await seed();
  server = await serve(
    demoRoutes({
      documents: domain.documents,
      people: defaultPeople,
      accounts: domain.accounts,
      efirmaSignIn: {
        newChallenge: async ({ portalName, purpose }) => ({ text: `${portalName}: ${purpose}`, expiresAt: 0 }),
        signIn: async (attempt) => {
          attempts.push(attempt);
          return attempt.curp === 'EOLJ880311MDFSRM04'
            ? { ok: true, accountId: 'a', name: 'Jimena' }
            : { ok: false, reason: 'refused' };
        },
      },
      mailbox: domain.mailbox,
      mint: async (person) => {
        minted.push(person);
        return { certificate: Buffer.from('cer'), key: Buffer.from('key') };
      },
      limits: { maxBytes: 65_536, timeoutMs: 5_000 },
    }),
  );
});
afterEach(async () => {
  await server.close();
  await domain.close();
});

async function people(): Promise<PersonNow[]> {
  return (await fetch(`${server.url}/demo/people`)).json();
}
async function post(path: string, body: unknown) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}
const signIn = async (portal: string, user: string, password: string) =>
  (await post('/demo/sign-in', { portal, user, password })).body;

describe('the demo people', () => {
  it('are about ten a portal, each with what its portal knows', async () => {
    const list = await people();
    for (const portal of ['impi', 'icsoe']) {
      const own = list.filter((person) => person.portal === portal);
      expect(own.length).toBeGreaterThanOrEqual(10);
      expect(own.some(({ frozen }) => frozen)).toBe(true);
      for (const { curp, email } of own) expect([curp, email]).toEqual([expect.any(String), expect.any(String)]);
    }
    const pase = list.filter(({ portal }) => portal === 'pase');
    expect(pase.filter(({ legacyPassword, email }) => legacyPassword && !email).length).toBeGreaterThanOrEqual(10);
    expect(pase.filter(({ legacyPassword, email }) => email && !legacyPassword).length).toBeGreaterThanOrEqual(3);
    expect(pase.every(({ clientNumber, frozen }) => clientNumber && !frozen)).toBe(true);
  });

  it('have valid CURPs, all different, and one of them is the test e.firma of the SAT', () => {
    const curps = defaultPeople.flatMap((person) => (person.portal === 'pase' ? [] : [person.curp]));
    for (const curp of curps) expect([curp, checkCurp(curp, domain.clock.at).ok]).toEqual([curp, true]);
    expect(new Set(curps).size).toBe(curps.length);
    expect(curps).toContain('CACX760510MGTSHC04');
    expect(curps).not.toContain('XARA750909HDFNDL00');
  });

  it('keep what became of them when the product starts again', async () => {
    const found = await domain.accounts.find({ portal: 'impi', curp: 'CACX760510MGTSHC04' });
    await domain.accounts.changeCredentials({
      accountId: found?.id ?? '',
      applicationId: 'case-1',
      email: 'nuevo@example.mx',
      passwordHash: fakeHash('x'),
      at: 1,
    });
    await seed();
    const now = (await people()).find(({ curp }) => curp === 'CACX760510MGTSHC04');
    expect(now).toEqual({
      portal: 'impi',
      name: 'XOCHILT CASAS CHAVEZ',
      curp: 'CACX760510MGTSHC04',
      email: 'nuevo@example.mx',
      frozen: false,
    });
  });

  it('are shown frozen as soon as they are', async () => {
    const found = await domain.accounts.find({ portal: 'impi', curp: 'CACX760510MGTSHC04' });
    await domain.accounts.freeze({ accountId: found?.id ?? '', applicationId: 'l', at: 1 });
    expect((await people()).find(({ curp }) => curp === 'CACX760510MGTSHC04')?.frozen).toBe(true);
  });

  it('lose their legacy password when they move to an email, and vanish into the account that takes them over', async () => {
    const [first, second] = (await people()).filter(({ legacyPassword }) => legacyPassword);
    const ids = await Promise.all(
      [first, second].map(async (person) => {
        const clientNumber = person?.clientNumber ?? '';
        return (await domain.accounts.find({ portal: 'pase', clientNumber }))?.id ?? '';
      }),
    );
    const [accountId = '', other = ''] = ids;
    await domain.accounts.changeCredentials({
      accountId,
      applicationId: 'l1',
      email: 'flota@example.mx',
      passwordHash: fakeHash('LluviaVerde48'),
      at: 1,
    });
    await domain.accounts.associate({ accountId, applicationId: 'c2', clientAccountIds: [other], at: 2 });

    const list = await people();
    expect(list.find(({ email }) => email === 'flota@example.mx')).not.toHaveProperty('legacyPassword');
    expect(list.some(({ clientNumber }) => clientNumber === second?.clientNumber)).toBe(false);
    expect((await signIn('pase', 'flota@example.mx', 'LluviaVerde48')).clients).toHaveLength(2);
  });
});

describe('POST /demo/sign-in', () => {
  it('answers as the portal would, and not why it says no', async () => {
    expect(await signIn('impi', 'xochilt.casas@example.mx', firstPasswords.impi)).toEqual({ ok: true });
    expect(await signIn('impi', 'xochilt.casas@example.mx', 'wrong')).toEqual({ ok: false });
    expect(await signIn('impi', 'nobody@example.mx', 'wrong')).toEqual({ ok: false });
    expect(await signIn('icsoe', 'EOLJ880311MDFSRM04', firstPasswords.icsoe)).toEqual({ ok: true });
    expect(await signIn('pase', '40017723', 'Volante61')).toMatchObject({ ok: true });
  });

  it('takes an e.firma at ICSOE, over a challenge of its own door', async () => {
    const { body } = await post('/demo/sign-in-challenge', { portal: 'icsoe' });
    expect(body).toEqual({ challenge: 'ICSOE del IMSS: iniciar sesión', expiresAt: '1970-01-01T00:00:00.000Z' });
    const proof = { portal: 'icsoe', challenge: body.challenge, certificate: 'Y2Vy', signature: 'c2ln' };
    expect((await post('/demo/sign-in', { ...proof, curp: 'EOLJ880311MDFSRM04' })).body).toEqual({ ok: true });
    expect((await post('/demo/sign-in', { ...proof, curp: 'XARA750909HDFNDL00' })).body).toEqual({ ok: false });
    expect(attempts[0]).toMatchObject({ certificate: Buffer.from('cer'), signature: Buffer.from('sig') });
    expect((await post('/demo/sign-in', { ...proof, portal: 'impi', curp: 'EOLJ880311MDFSRM04' })).status).toBe(400);
    expect((await post('/demo/sign-in-challenge', { portal: 'impi' })).status).toBe(400);
  });

  it.each([[{}], [{ portal: 'bank', user: 'a', password: 'b' }], [[]], ['x']])('refuses %j', async (body) => {
    expect((await post('/demo/sign-in', body)).status).toBe(400);
  });
});

describe('GET /demo/mailbox', () => {
  const order = { portal: 'impi', template: 'code', params: { code: '012345', ttl: '10 minutos' } } as const;
  const mail = (id: string, to: string) =>
    domain.store.jobs.add([domain.mailJob({ id, to, ...order, at: domain.clock.at })]);

  it('lists the mails of one address, oldest first, in any spelling of it', async () => {
    for (const id of ['z', 'a', 'm']) {
      await mail(id, 'ana@example.mx');
      domain.clock.at += 10;
    }
    await mail('other', 'beto@example.mx');
    await domain.runner.settle();
    const list = await (await fetch(`${server.url}/demo/mailbox?to=ANA%40example.mx`)).json();
    expect(list).toHaveLength(3);
    expect(list[0]).toMatchObject({ to: 'ana@example.mx', codes: ['012345'], links: [], subject: expect.any(String) });
    expect(Object.keys(list[0]).sort()).toEqual(['at', 'codes', 'from', 'html', 'links', 'subject', 'text', 'to']);
    expect(list.map(({ at }: { at: string }) => at)).toEqual([...list.map(({ at }: { at: string }) => at)].sort());
  });

  it('holds a mail once though its job was done twice', async () => {
    const job = { ...domain.mailJob({ id: 'a', to: 'ana@example.mx', ...order, at: domain.clock.at }), attempts: 1 };
    await domain.handlers.mail?.run([job]);
    await domain.handlers.mail?.run([job]);
    expect(await domain.mailsTo('ana@example.mx')).toHaveLength(1);
    expect(await domain.mailbox.recent(10)).toHaveLength(1);
  });

  it('shows the newest mails of everybody as a page, with what is needed to go on', async () => {
    await mail('a', 'ana@example.mx');
    domain.clock.at += 10;
    await mail('b', 'beto@example.mx');
    await domain.runner.settle();
    const response = await fetch(`${server.url}/demo/mailbox`, { headers: { accept: 'text/html' } });
    const html = await response.text();
    expect(html.indexOf('beto@')).toBeLessThan(html.indexOf('ana@'));
    expect(html).toContain('<p class="code">012345</p>');
    expect(html).not.toContain('<script');
  });

  it('asks a program for an address', async () => {
    expect((await fetch(`${server.url}/demo/mailbox`)).status).toBe(400);
  });
});

describe('POST /demo/efirma', () => {
  it('mints for the name of the demo person', async () => {
    const answer = await post('/demo/efirma', { curp: 'nush790903hjcxlc08', password: '12345678a' });
    expect(answer.body).toEqual({ certificate: 'Y2Vy', privateKey: 'a2V5' });
    expect(minted).toEqual([{ curp: 'NUSH790903HJCXLC08', name: 'HÉCTOR IVÁN NÚÑEZ SALGADO', password: '12345678a' }]);
  });

  it('refuses what cannot be a CURP', async () => {
    expect((await post('/demo/efirma', { curp: 'x', password: 'y' })).status).toBe(400);
  });
});
