import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ActivationRequest } from '../../../services/activation/activation-request.ts';
import { HOUR, linkField, openActivation, type TestActivation } from '../../support/activation.ts';
import { fakeHash } from '../../support/domain.ts';

const EMAIL = 'flota@example.mx';
const GOOD = 'LluviaVerde48';
const DAY = 24 * HOUR;
const OPENED = ['case.opened', 'case.moved'];

let here: TestActivation;
let accountId: string;
beforeEach(async () => {
  here = await openActivation();
  accountId = await here.saed('40017723');
});
afterEach(() => here.close());

const subjectsTo = async (email: string) => (await here.mailsTo(email)).map(({ subject }) => subject);
const linksTo = async (email: string) => (await here.mailsTo(email)).flatMap(({ links }) => links);
const again = (email: string) => here.ask({ by: 'email', email });

describe('after the proof', () => {
  it('the link goes to the address that was agreed to, is good for 24 hours, and is told to the auditor', async () => {
    await here.migrate(accountId, { email: EMAIL });
    const [mail] = await here.mailsTo(EMAIL);
    expect(mail?.subject).toBe('Confirma tu dirección de correo electrónico');
    expect(mail?.text).toContain('24 horas');
    expect(await here.audited()).toEqual([...OPENED, 'link.sent', 'mail.sent']);
    const link = await here.linkTo(EMAIL);
    here.clock.at += DAY - 1;
    expect((await here.browser().open(link)).status).toBe(200);
    here.clock.at += 1;
    expect((await here.browser().open(link)).status).toBe(410);
  });

  it('a move beyond the hourly cap of its user is not remembered', async () => {
    for (let i = 0; i < 8; i += 1) await here.migrate(accountId, { email: `flota${i}@example.mx` });
    here.clock.at += HOUR;
    for (let i = 0; i < 8; i += 1) await again(`flota${i}@example.mx`);
    const links = await Promise.all(
      [...Array(8).keys()].map(async (i) => (await linksTo(`flota${i}@example.mx`)).length),
    );
    expect(links).toEqual([2, 2, 2, 2, 2, 0, 0, 0]);
  });

  it('a repeated job sends nothing twice', async () => {
    await here.migrate(accountId, { email: EMAIL });
    await here.repeat();
    expect(await linksTo(EMAIL)).toHaveLength(1);
  });

  it('an address that has another account gets words and no link', async () => {
    await here.seed({ portal: 'pase', name: 'Ocupado', email: EMAIL, passwordHash: fakeHash('x') });
    await here.migrate(accountId, { email: EMAIL });
    expect(await subjectsTo(EMAIL)).toEqual(['Este correo ya tiene una cuenta del Portal PASE']);
    expect(await linksTo(EMAIL)).toEqual([]);
    expect(await here.audited()).toEqual([...OPENED, 'link.refused', 'mail.sent']);
  });

  it.each(['impi', 'icsoe'] as const)('an account of %s with the same address is nobody here', async (portal) => {
    await here.seed({ portal, name: 'Otra', curp: 'EOLJ880311MDFSRM04', email: EMAIL, passwordHash: fakeHash('x') });
    await here.migrate(accountId, { email: EMAIL });
    expect(await linksTo(EMAIL)).toHaveLength(1);
  });

  it('a mailbox gets five mails an hour, however its address is written and whoever asks', async () => {
    const spellings = ['flota@gmail.com', 'flo.ta@gmail.com', 'flota+1@gmail.com', 'f.l.o.t.a@gmail.com'];
    for (const [index, email] of [...spellings, ...spellings].entries()) {
      await here.migrate(await here.saed(`4002000${index}`), { email });
    }
    const sent = await Promise.all(spellings.map(async (email) => (await linksTo(email)).length));
    expect(sent.reduce((sum, count) => sum + count)).toBe(5);
  });
});

describe('another link', () => {
  it('goes to an address that a move waits for, and to no other', async () => {
    await here.migrate(accountId, { email: EMAIL });
    for (const email of [EMAIL, 'FLOTA@example.mx ', 'otra@example.mx', 'flota+x@example.mx']) await again(email);
    expect(await linksTo(EMAIL)).toHaveLength(3);
    for (const other of ['otra@example.mx', 'flota+x@example.mx']) expect(await here.mailsTo(other)).toEqual([]);
    expect((await here.audited()).filter((name) => name === 'link.refused')).toHaveLength(2);
  });

  it.each([
    ['nothing waits', async () => {}],
    ['the account is active already', async () => void (await here.activate(await here.linkTo(EMAIL), GOOD))],
    ['the account is stopped', () => here.freeze(accountId)],
    ['the client joined another account', () => here.associate(accountId)],
    ['ten days have gone by', async () => here.later(10 * DAY + 1)],
  ])('is not sent when %s', async (state, arrange) => {
    if (state !== 'nothing waits') await here.migrate(accountId, { email: EMAIL });
    await arrange();
    const before = (await linksTo(EMAIL)).filter((link) => link.includes('/activar-cuenta')).length;
    here.clock.at += HOUR;
    await again(EMAIL);
    expect((await linksTo(EMAIL)).filter((link) => link.includes('/activar-cuenta'))).toHaveLength(before);
    expect((await here.audited()).filter((name) => name === 'link.refused')).toHaveLength(1);
  });

  it('is one for each user that waits to be moved to the address', async () => {
    await here.migrate(accountId, { email: EMAIL });
    await here.migrate(accountId, { email: EMAIL });
    await here.migrate(await here.saed('40018846'), { email: EMAIL });
    await again(EMAIL);
    const clients = (await here.mailsTo(EMAIL)).slice(3).map(({ text }) => /terminado en (\d{4})/.exec(text)?.[1]);
    expect(clients.sort()).toEqual(['7723', '8846']);
  });

  it('asked for by 40 at once is sent five times', async () => {
    await here.migrate(accountId, { email: EMAIL });
    here.clock.at += HOUR;
    const requests: ActivationRequest[] = Array.from({ length: 40 }, () => ({ by: 'email', email: EMAIL }));
    await Promise.all(requests.map((request) => here.ask(request)));
    expect(await linksTo(EMAIL)).toHaveLength(6);
  });
});

describe('the page behind the link', () => {
  beforeEach(() => here.migrate(accountId, { email: EMAIL, name: 'Ana López', caseId: 'case' }));

  it('says what it is for, whose user it will be, and the rules, and works without script', async () => {
    const page = await here.browser().open(await here.linkTo(EMAIL));
    expect([page.status, page.url.pathname, page.url.search]).toEqual([200, '/activar-cuenta/crear', '']);
    for (const words of ['Activar la cuenta', EMAIL, 'Administrador', 'Ningún signo ni carácter especial']) {
      expect(page.html).toContain(words);
    }
    expect(page.html.match(/type="password" autocomplete="new-password"/g)).toHaveLength(2);
    expect(page.html).toContain(`autocomplete="username" value="${EMAIL}"`);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['Con-Especiales!1', ['solo letras y números']],
    ['corta1', ['8 caracteres o más']],
    ['SoloLetras', ['al menos un número']],
    ['40017723a', ['sin tus datos']],
    ['lopezana99', ['sin tus datos']],
    ['password1', ['mucha gente']],
  ])('refuses «%s», says exactly why, and leaves the link usable', async (password, reasons) => {
    const link = await here.linkTo(EMAIL);
    const page = await here.activate(link, password);
    const listed = /role="alert"[\s\S]*?<\/ul>/.exec(page.html)?.[0].match(/<li>[^<]*/g) ?? [];
    expect(listed).toEqual(reasons.map((reason) => expect.stringContaining(reason)));
    expect((await here.accounts.signIn('pase', '40017723', '40017723')).ok).toBe(true);
    expect((await here.activate(link, GOOD)).url.pathname).toBe('/activar-cuenta/lista');
  });

  it('makes the email the user, ends the old one, spends the link and closes the case in one go', async () => {
    const link = await here.linkTo(EMAIL);
    await here.activate(link, GOOD);
    const account = (await here.accounts.get(accountId))?.account;
    expect(account).toMatchObject({ email: EMAIL, name: 'Ana López', epoch: 1, sessionsRevokedAt: here.clock.at });
    expect(account?.legacyPasswordHash).toBeUndefined();
    expect(account?.applied).toHaveLength(1);
    await here.runner.settle();
    expect((await here.cases.get('case'))?.case.state).toBe('done');
    expect(await subjectsTo(EMAIL)).toContain('Cambiaron los datos de acceso de tu cuenta');
    expect((await here.browser().open(link)).html).toContain('Este enlace ya se usó');
  });

  it('by 50 scanners that submit the form as it stands, and rubbish, leaves everything as it was', async () => {
    const link = await here.linkTo(EMAIL);
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const scanner = here.browser();
        const page = await scanner.open(link);
        for (const password of ['', `test${index}`]) {
          const fields = { link: linkField(page.html), password, confirmation: password };
          expect((await scanner.post('/activar-cuenta/crear', fields)).status).toBe(422);
        }
      }),
    );
    expect((await here.accounts.get(accountId))?.account.epoch).toBe(0);
    expect((await here.activate(link, GOOD)).status).toBe(200);
  });

  it('lets one of 60 different passwords sent at once through', async () => {
    const links = [await here.linkTo(EMAIL)];
    await here.migrate(accountId, { email: 'segunda@example.mx', caseId: 'second' });
    links.push(await here.linkTo('segunda@example.mx'));
    const ready = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const browser = here.browser();
        const field = linkField((await browser.open(links[index % 2] ?? '')).html);
        const password = `LluviaVerde${100 + index}`;
        return () => browser.post('/activar-cuenta/crear', { link: field, password, confirmation: password });
      }),
    );
    await Promise.all(ready.map((send) => send()));
    const account = (await here.accounts.get(accountId))?.account;
    expect([account?.epoch, account?.applied.length]).toEqual([1, 1]);
    expect([EMAIL, 'segunda@example.mx']).toContain(account?.email);
  });

  it('gives nothing once the address belongs to somebody else', async () => {
    const link = await here.linkTo(EMAIL);
    await here.seed({ portal: 'pase', name: 'Más rápida', email: EMAIL, passwordHash: fakeHash('x') });
    const page = await here.activate(link, GOOD);
    expect(page.html).not.toContain('Tu cuenta está activa');
    expect((await here.browser().open(link)).status).toBe(410);
    expect((await here.accounts.signIn('pase', '40017723', '40017723')).ok).toBe(true);
  });

  it('gives nothing when the account is stopped, or the client joined another account', async () => {
    const link = await here.linkTo(EMAIL);
    await here.associate(accountId);
    expect((await here.browser().open(link)).status).toBe(410);
    await here.freeze(accountId);
    expect((await here.browser().open(link)).status).toBe(403);
  });

  it('stays good however often others agree to a move to the same address', async () => {
    const link = await here.linkTo(EMAIL);
    const stranger = await here.saed('40019999');
    for (let i = 0; i < 12; i += 1) {
      here.clock.at += HOUR;
      await here.migrate(stranger, { email: EMAIL, caseId: `stranger-${i}` });
    }
    for (let i = 10; i < 22; i += 1) await here.migrate(await here.saed(`400300${i}`), { email: EMAIL });
    expect((await here.activate(link, GOOD)).url.pathname).toBe('/activar-cuenta/lista');
  });

  it('is one of ten at most of the same user: who agrees on and on crowds out their own', async () => {
    const link = await here.linkTo(EMAIL);
    for (let i = 0; i < 10; i += 1) {
      here.clock.at += HOUR;
      await here.migrate(accountId, { email: EMAIL, caseId: `again-${i}` });
    }
    expect((await here.browser().open(link)).status).toBe(410);
  });

  it('offers another link when it is too old, to the same address and nobody else', async () => {
    const link = await here.linkTo(EMAIL);
    here.clock.at += 2 * DAY;
    const browser = here.browser();
    const page = await browser.open(link);
    expect(page.html).toContain('Enviar otro enlace');
    await browser.post('/activar-cuenta/otro-enlace', {});
    await here.runner.settle();
    const fresh = await here.linkTo(EMAIL);
    expect(fresh).not.toBe(link);
    expect((await here.activate(fresh, GOOD)).status).toBe(200);
  });
});
