import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import words from '../../locales/es-MX/case-command.json' with { type: 'json' };
import pages from '../../locales/es-MX/new-password.json' with { type: 'json' };
import { fill } from '../../locales/texts.ts';
import { firstPasswords } from '../../services/demo/seed.ts';
import { demoDoors } from '../support/demo.ts';
import { linkField } from '../support/new-password.ts';
import { enter, placeOf } from '../support/person.ts';
import { startProduct, type TestProduct } from '../support/product.ts';
import { plainBrowser } from '../support/served.ts';

// The whole product, and processes of the command beside it, on a busy machine.
jest.setTimeout(120_000);

const root = join(import.meta.dirname, '..', '..');
const GOOD = 'Lluvia-Verde:48';
const DAY = 24 * 60 * 60_000;
const FORM = '/crear-contrasena/crear';

let product: TestProduct;
let demo: ReturnType<typeof demoDoors>;
beforeAll(async () => {
  product = await startProduct();
  demo = demoDoors(product.url);
});
afterAll(() => product.stop());

const people = {
  lucia: { curp: 'MEAL840217MDFNRC02', name: 'Lucía Mendoza Arriaga', old: 'lucia.mendoza@example.mx' },
  hector: { curp: 'NUSH790903HJCXLC08', name: 'Héctor Iván Núñez Salgado', old: 'hector.nunez@example.mx' },
  tomas: { curp: 'QUBT681112HVZRRM08', name: 'Tomás Quiroga Bermúdez', old: 'tomas.quiroga@example.mx' },
  aurora: { curp: 'ZARA590722MYNMSR03', name: 'Aurora Zamudio Ríos', old: 'aurora.zamudio@example.mx' },
} as const;
type Somebody = (typeof people)[keyof typeof people];

/** `npm run case -- …` as staff runs it: a process of its own on the data of the running product. */
function staff(...args: string[]): Promise<{ code: unknown; said: string }> {
  const env = { ...process.env, DATA_DIR: product.dataDir };
  return new Promise((resolve) => {
    execFile(process.execPath, ['bot/commands/case.ts', ...args], { cwd: root, env }, (error, stdout) =>
      resolve({ code: error?.code ?? 0, said: stdout.trim() }),
    );
  });
}

/** The petition, in the conversation; answers its folio. */
async function petition({ curp, name }: Somebody, email: string): Promise<string> {
  const person = await enter(product.url);
  await person.listen();
  const start = ['perdí el correo de mi cuenta del IMPI y no tengo e.firma', 'sí', curp, name, email, email];
  for (const said of start) await person.say(said);
  const filed = await person.say('sí');
  expect(placeOf(filed)).toBe('impi-letter/awaiting-visit');
  return filed.at(-1)?.channelData.folio ?? '';
}

/** What `case-status` answers to whoever has folio and CURP. */
async function status(folio: string, { curp }: Somebody): Promise<string> {
  const person = await enter(product.url);
  await person.listen();
  await person.say(`¿cómo va mi trámite ${folio}?`);
  const told = await person.say(curp);
  expect(placeOf(told)).toBe('case-status/done');
  return told.at(-1)?.text ?? '';
}

/** Asks until the product has said so: jobs follow a moment after what causes them. */
async function statusSays(folio: string, who: Somebody, expected: string): Promise<void> {
  for (let round = 0; round < 30 && !(await status(folio, who)).includes(expected); round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  expect(await status(folio, who)).toContain(expected);
}

async function linkTo(email: string, isNew = (_link: string) => true): Promise<string> {
  const { links } = await demo.mailTo(email, ({ links: [link = ''] }) => link.includes('/crear-') && isNew(link));
  const { pathname, search } = new URL(links[0] ?? '');
  return pathname + search;
}

async function save(link: string, password: string) {
  const browser = plainBrowser(product.url);
  const { html } = await browser.open(link);
  return browser.post(FORM, { link: linkField(html), password, confirmation: password });
}

const seePapers = (folio: string, { curp }: Somebody) =>
  staff('papers-seen', folio, '--by', 'ana', '--document', 'INE', '--last4', '1234', '--curp', curp);

it('gives an account back: letter, papers, approval, link, password', async () => {
  const [who, email] = [people.lucia, 'lucia.nueva@example.mx'];
  const folio = await petition(who, email);
  expect(await status(folio, who)).toContain('espera tu visita');

  expect(await staff('approve', folio, '--by', 'beto')).toEqual({
    code: 1,
    said: fill(words['case.refused.impossible'], { state: words['case.is.awaiting-visit'] }),
  });
  expect(await seePapers(folio, who)).toMatchObject({ code: 0 });
  expect(await status(folio, who)).toContain('ya revisaron tus documentos');
  expect(await staff('approve', folio, '--by', 'Ana')).toEqual({ code: 1, said: words['case.refused.same-person'] });
  expect(await staff('approve', folio, '--by', 'beto')).toMatchObject({ code: 0 });
  expect(await status(folio, who)).toContain('fue aprobado');

  // Nothing has changed so far; only the person changes it.
  expect(await demo.signIn('impi', who.old, firstPasswords.impi)).toBe(true);
  const link = await linkTo(email);
  const refused = await save(link, 'corta');
  expect([refused.status, refused.html.includes(pages['form.failing'])]).toEqual([422, true]);
  const saved = await save(link, GOOD);
  expect([saved.status, saved.html.includes(pages['reset.done.title'])]).toEqual([200, true]);

  expect(await demo.signIn('impi', email, GOOD)).toBe(true);
  for (const password of [firstPasswords.impi, GOOD]) expect(await demo.signIn('impi', who.old, password)).toBe(false);
  await statusSays(folio, who, 'terminó bien');
  for (const told of [who.old, email]) await demo.mailTo(told, ({ html }) => html.includes('/no-fui-yo'));
  expect((await save(link, 'Otra-Lluvia:49')).status).not.toBe(200);
  expect(await demo.signIn('impi', email, GOOD)).toBe(true);
  expect((await staff('show', folio)).said).toContain(words['case.is.done']);
  expect((await staff('list')).said).not.toContain(folio);
});

it('a refused petition tells the person why, sends no link and changes nothing', async () => {
  const [who, email] = [people.hector, 'hector.nuevo@example.mx'];
  const folio = await petition(who, email);
  await seePapers(folio, who);
  expect(await staff('refuse', folio, '--by', 'beto', '--reason', 'letter-unsigned')).toMatchObject({ code: 0 });

  const mail = await demo.mailTo(email, ({ subject }) => subject.includes('no fue aprobado'));
  expect(mail.text).toContain('la carta no está firmada');
  expect(await status(folio, who)).toContain('no fue aprobado: la carta no está firmada');
  expect(await staff('approve', folio, '--by', 'carla')).toMatchObject({ code: 1 });
  expect((await demo.mailbox(email)).flatMap(({ links }) => links)).toEqual([]);
  expect(await demo.signIn('impi', who.old, firstPasswords.impi)).toBe(true);
});

// From here on the clock of the product is ahead of that of the command, which is the machine's.

it('an approval not used in time: the link sends another one on request, and none any more when the case is over', async () => {
  const [who, email] = [people.aurora, 'aurora.nueva@example.mx'];
  const folio = await petition(who, email);
  await seePapers(folio, who);
  expect(await staff('approve', folio, '--by', 'beto')).toMatchObject({ code: 0 });
  const first = await linkTo(email);
  product.clock.forward(DAY);
  const browser = plainBrowser(product.url);
  const old = await browser.open(first);
  expect([old.status, old.html.includes(pages['useless.expired.title'])]).toEqual([410, true]);
  await browser.post('/crear-contrasena/otro-enlace', {});
  const second = await linkTo(email, (link) => !link.endsWith(first));
  expect((await plainBrowser(product.url).open(second)).status).toBe(200);

  product.clock.forward(10 * DAY);
  await statusSays(folio, who, 'venció');
  expect((await plainBrowser(product.url).open(second)).status).toBe(410);
  expect(await demo.signIn('impi', who.old, firstPasswords.impi)).toBe(true);
});

it('a petition without a visit ends with its deadline, by itself and not before', async () => {
  const [who, email] = [people.tomas, 'tomas.nuevo@example.mx'];
  const folio = await petition(who, email);
  expect(await staff('expire', folio, '--by', 'ana')).toEqual({ code: 1, said: words['case.refused.not-due'] });
  product.clock.forward(32 * DAY);
  await statusSays(folio, who, 'venció');
  expect(await seePapers(folio, who)).toMatchObject({ code: 1 });
  expect(await demo.signIn('impi', who.old, firstPasswords.impi)).toBe(true);
});
