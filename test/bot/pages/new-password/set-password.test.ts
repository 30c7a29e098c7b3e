import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { newPasswordRoutes } from '../../../../bot/pages/new-password/new-password.ts';
import { setPasswordPurpose } from '../../../../bot/pages/new-password/set-password.ts';
import prompts from '../../../../locales/es-MX/prompts.json' with { type: 'json' };
import { createFinishCaseHandler, FINISH_CASE } from '../../../../services/cases/finish-job.ts';
import { createLinkAgainHandler, LINK_AGAIN } from '../../../../services/cases/link-again-job.ts';
import { fakeHash, openDomain, type TestDomain } from '../../../support/domain.ts';
import { linkField } from '../../../support/new-password.ts';
import { plainBrowser, serve } from '../../../support/served.ts';

const FORM = '/crear-contrasena/crear';
const GOOD = 'Lluvia-Verde:48';
const OLD = 'antes@example.mx';
const NEW = 'nuevo@example.mx';
const caseId = 'case-1';

let domain: TestDomain;
let server: Awaited<ReturnType<typeof serve>>;
let accountId: string;
let link: string;
const again: string[] = [];

beforeEach(async () => {
  domain = await openDomain();
  const { accounts, cases, links, clock, store } = domain;
  domain.handlers[FINISH_CASE] = createFinishCaseHandler(cases);
  domain.handlers[LINK_AGAIN] = createLinkAgainHandler({
    sendLinkAgain: async (id) => {
      again.push(id);
      return { ok: true };
    },
  });
  const now = () => clock.at;
  server = await serve(
    newPasswordRoutes(setPasswordPurpose({ cases, now }), {
      accounts,
      links,
      jobs: store.jobs,
      auditJob: domain.auditJob,
      hashPassword: async (password) => fakeHash(password),
      verifyPassword: async (password, hash) => hash === fakeHash(password),
      isCommon: () => false,
      take: async () => ({ ok: true }),
      now,
      https: false,
      limits: { maxBytes: 65_536, timeoutMs: 5_000 },
      script: '/assets/live-rules.js',
      signIn: { impi: 'https://impi.example', pase: 'https://pase.example', icsoe: 'https://icsoe.example' },
    }),
  );
  accountId = await domain.seed({
    portal: 'impi',
    name: 'Héctor Núñez',
    curp: 'NUSH790903HJCXLC08',
    email: OLD,
    passwordHash: fakeHash('before'),
  });
  await cases.open({ id: caseId, procedure: 'impi-letter', portal: 'impi', at: 1 });
  const data = { curp: 'NUSH790903HJCXLC08', fullName: 'Héctor Iván Núñez', email: NEW, locale: 'es-MX' };
  await cases.move(caseId, { event: 'await-visit', eventId: '1', at: 2, data });
  await cases.move(caseId, { event: 'see-papers', eventId: '2', at: 3, by: 'ana' });
  link = await newLink();
});
afterEach(async () => {
  await server.close();
  await domain.close();
});

async function newLink(): Promise<string> {
  const issued = await domain.links.issue({ purpose: 'set-password', accountId, caseId, epoch: 0, ttlMs: 60_000 });
  return `/crear-contrasena?t=${issued.token}`;
}
const approve = () => domain.cases.move(caseId, { event: 'approve', eventId: '3', at: 4, by: 'beto' });
const account = async () => (await domain.accounts.get(accountId))?.account;

async function save(password: string, path = link) {
  const person = plainBrowser(server.url);
  const { html } = await person.open(path);
  return person.post(FORM, { link: linkField(html), password, confirmation: password });
}

it('changes email and password together, finishes the case and tells both addresses', async () => {
  await approve();
  const page = await save(GOOD);
  await domain.runner.settle();
  expect([page.status, page.url.pathname]).toEqual([200, '/crear-contrasena/lista']);
  expect(await account()).toMatchObject({ email: NEW, contacts: [OLD], passwordHash: fakeHash(GOOD), epoch: 1 });
  expect((await domain.cases.get(caseId))?.case.state).toBe('done');
  expect([(await domain.mailsTo(OLD)).length, (await domain.mailsTo(NEW)).length]).toEqual([1, 1]);
});

it('gives no right before two people let the petition through', async () => {
  const page = await save(GOOD);
  expect([page.status, (await account())?.email]).toEqual([409, OLD]);
  expect((await plainBrowser(server.url).open(link)).status).toBe(410);
});

it('nor after the case was cancelled', async () => {
  await approve();
  await domain.cases.move(caseId, { event: 'cancel', eventId: '4', at: 5 });
  expect((await plainBrowser(server.url).open(link)).status).toBe(410);
});

it('leaves everything as it was when another account took the address meanwhile', async () => {
  await approve();
  await domain.seed({ portal: 'impi', name: 'Otra', email: NEW });
  const page = await save(GOOD);
  expect(page.status).toBe(422);
  expect(page.html).toContain('ese correo ya lo usa otra cuenta');
  expect(await account()).toMatchObject({ email: OLD, passwordHash: fakeHash('before') });
});

it('two links of one case change the account once', async () => {
  await approve();
  const second = await newLink();
  await Promise.all([save(GOOD), save('Otra-Distinta:77', second)]);
  expect(await account()).toMatchObject({ email: NEW, epoch: 1 });
});

it('refuses the person’s own name, and names the new address to password managers', async () => {
  await approve();
  const { html } = await plainBrowser(server.url).open(link);
  expect(html).toContain(`autocomplete="username" value="${NEW}"`);
  expect((await save('Hector-Nunez:48')).html).toContain(prompts['rule.personal']);
});

it('asks the desk for another link when it expired', async () => {
  await approve();
  domain.clock.at += 60_000;
  const person = plainBrowser(server.url);
  expect((await person.open(link)).status).toBe(410);
  expect((await person.post('/crear-contrasena/otro-enlace', {})).status).toBe(200);
  await domain.runner.settle();
  expect(again).toEqual([caseId]);
});
