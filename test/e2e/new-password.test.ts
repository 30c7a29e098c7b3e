import { jest } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { accessibilityProblems, sidewaysScroll } from '../support/chat-page.ts';
import { demoDoors } from '../support/demo.ts';
import { enter } from '../support/person.ts';
import { openPhone, walkByKeyboard } from '../support/phone.ts';
import { startProduct, type TestProduct } from '../support/product.ts';

// A browser on a busy machine.
jest.setTimeout(60_000);

const GOOD = 'Lluvia-Verde:48';
const HOUR = 60 * 60_000;

let browser: Browser;
let product: TestProduct;
let demo: ReturnType<typeof demoDoors>;
beforeAll(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct()]);
  demo = demoDoors(product.url);
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});

const people = {
  jimena: { portal: 'icsoe', user: 'EOLJ880311MDFSRM04', email: 'jimena.escobedo@example.mx' },
  bruno: { portal: 'icsoe', user: 'AAMB761024HMCLJR02', email: 'bruno.alcantara@example.mx' },
  soledad: { portal: 'icsoe', user: 'OANS690815MGRRTL04', email: 'soledad.ordaz@example.mx' },
  berenice: { portal: 'icsoe', user: 'YAMB931130MBCXNR04', email: 'berenice.yanez@example.mx' },
  citlali: { portal: 'icsoe', user: 'AIDC980101MTLVXT08', email: 'citlali.avila@example.mx' },
  samuel: { portal: 'pase', user: 'samuel.ibarra@example.mx', email: 'samuel.ibarra@example.mx' },
} as const;
type Somebody = (typeof people)[keyof typeof people];

/** Goes through the conversation; answers the path of the mailed link. */
async function linkFor({ portal, user, email }: Somebody): Promise<string> {
  const earlier = new Set((await demo.mailbox(email)).flatMap(({ links }) => links));
  const isNew = ({ links: [first = ''] }: { links: string[] }) => first.includes('contrasena') && !earlier.has(first);
  const person = await enter(product.url);
  await person.listen();
  if (portal === 'icsoe') await person.say(`olvidé mi contraseña de ICSOE, mi curp es ${user}`);
  else await person.say('olvidé la contraseña de mi correo de PASE corporativo');
  await person.say(email);
  const [link = ''] = (await demo.mailTo(email, isNew)).links;
  const { pathname, search } = new URL(link);
  return product.url + pathname + search;
}

const openPage = (options?: BrowserContextOptions) => openPhone(browser, product.url, options);

async function fillIn(page: Page, password: string, confirmation = password): Promise<void> {
  await page.getByLabel('Contraseña nueva').fill(password);
  await page.getByLabel('Escríbela otra vez').fill(confirmation);
  await page.getByRole('button', { name: 'Guardar contraseña' }).click();
}
const metRules = (page: Page) => page.locator('[data-state=met]').count();

test('with script the four rules tick off while the person types, and the new password works', async () => {
  const { page, close, complaints } = await openPage();
  await page.goto(await linkFor(people.jimena));
  expect(page.url()).toBe(`${product.url}/contrasena-nueva/crear`);
  const steps: [string, number][] = [
    ['', 0],
    ['Lluvia48', 3],
    ['Lluvia-48', 4],
    ['lluvia-48', 3],
    ['Lluvia-1234', 3],
    ['Lluvia-48 ', 3],
    [GOOD, 4],
  ];
  for (const [typed, met] of steps) {
    await page.getByLabel('Contraseña nueva').fill(typed);
    expect([typed, await metRules(page)]).toEqual([typed, met]);
  }
  expect(await page.getByRole('status').textContent()).toBe('Cumple 4 de 4 reglas.');
  await fillIn(page, GOOD);
  await page.getByRole('heading', { name: 'Contraseña guardada' }).waitFor();
  expect(await demo.signIn('icsoe', people.jimena.user, GOOD)).toBe(true);
  await page.getByText('también puedes entrar con ella').waitFor();
  expect(await demo.signInWithEfirma(people.jimena.user, await demo.efirma(people.jimena.user))).toBe(true);
  expect(await demo.signInWithEfirma(people.jimena.user, await demo.efirma(people.bruno.user))).toBe(false);
  await page.reload();
  await page.getByRole('heading', { name: 'Contraseña guardada' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Este enlace ya se usó' }).waitFor();
  expect(complaints).toEqual([]);
  await close();
});

test('without script a refused password says why, and the next one is saved', async () => {
  const { page, close, complaints } = await openPage({ javaScriptEnabled: false });
  await page.goto(await linkFor(people.samuel));
  await fillIn(page, 'Con-Signos:48');
  const alert = page.getByRole('alert');
  expect(await alert.textContent()).toContain('solo letras y números, sin signos');
  expect(await page.getByLabel('Contraseña nueva').inputValue()).toBe('');
  await fillIn(page, 'LluviaVerde48', 'LluviaVerde49');
  expect(await alert.textContent()).toContain('no son iguales');
  await fillIn(page, 'LluviaVerde48');
  await page.getByRole('heading', { name: 'Contraseña guardada' }).waitFor();
  expect(await demo.signIn('pase', people.samuel.user, 'LluviaVerde48')).toBe(true);
  expect(complaints).toEqual([]);
  await close();
});

test('scanners that run scripts, click everything and submit what they find leave the link to its person', async () => {
  const link = await linkFor(people.bruno);
  for (let visit = 0; visit < 10; visit += 1) {
    const { page, close } = await openPage();
    await page.goto(link);
    for (const name of ['Mostrar contraseñas', 'Guardar contraseña', 'Ocultar contraseñas']) {
      const button = page.getByRole('button', { name });
      if (await button.isVisible()) await button.click();
    }
    // As scanners do it: past the browser's own check of required fields, with nothing and with rubbish.
    for (const rubbish of ['', 'test', 'test@example.com']) {
      await page.evaluate((value) => {
        for (const field of document.querySelectorAll<HTMLInputElement>('input:not([type=hidden])'))
          field.value = value;
        for (const form of document.forms) form.noValidate = true;
        document.forms[0]?.requestSubmit();
      }, rubbish);
      await page.getByRole('alert').waitFor();
    }
    await close();
  }
  expect(await demo.signIn('icsoe', people.bruno.user, 'Antes-Demo:27')).toBe(true);
  const { page, close } = await openPage();
  await page.goto(link);
  await fillIn(page, GOOD);
  await page.getByRole('heading', { name: 'Contraseña guardada' }).waitFor();
  await close();
});

test('by keyboard alone, in the order of the page, with the focus always to be seen', async () => {
  const { page, close } = await openPage();
  await page.goto(await linkFor(people.soledad));
  await walkByKeyboard(page, [
    ['password', GOOD],
    ['confirmation', GOOD],
    ['Mostrar contraseñas', ''],
    ['Guardar contraseña', ''],
  ]);
  await page.getByRole('heading', { name: 'Contraseña guardada' }).waitFor();
  expect(await demo.signIn('icsoe', people.soledad.user, GOOD)).toBe(true);
  await close();
});

const looks: [string, BrowserContextOptions][] = [
  ['a desktop', { viewport: { width: 1280, height: 800 } }],
  ['a phone in the dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
  ['320 px, which is 400 % zoom', { viewport: { width: 320, height: 256 } }],
];

test.each(looks)(
  'on %s no state has an axe violation, scrolls sideways or has small buttons',
  async (_name, options) => {
    // axe-core is put into the page, which its policy would refuse.
    const { page, close } = await openPage({ ...options, bypassCSP: true });
    const found: Record<string, unknown> = {};
    const look = async (state: string) => {
      const problems = await accessibilityProblems(page);
      const sideways = await sidewaysScroll(page);
      const small = await page
        .locator('button, input:visible, .button')
        .evaluateAll((all) =>
          all.filter((element) => element.getBoundingClientRect().height < 44).map((element) => element.outerHTML),
        );
      if (problems.length + small.length > 0 || sideways > 0) found[state] = { problems, sideways, small };
    };
    await page.goto(await linkFor(people.berenice));
    await look('form');
    await page.getByLabel('Contraseña nueva').fill('Lluvia48');
    await page.getByRole('button', { name: 'Mostrar contraseñas' }).click();
    await look('some rules met');
    await fillIn(page, 'corta');
    await page.getByRole('alert').waitFor();
    await look('refused');
    await fillIn(page, GOOD);
    await page.getByRole('heading', { name: 'Contraseña guardada' }).waitFor();
    await look('saved');
    await page.goto(`${product.url}/contrasena-nueva/crear`);
    await look('used');
    await page.getByRole('button', { name: 'Enviar otro enlace' }).click();
    await page.getByRole('heading', { name: 'Revisa tu correo' }).waitFor();
    await look('sent again');
    await page.goto(`${product.url}/contrasena-nueva?t=broken`);
    await look('unknown');
    expect(found).toEqual({});
    await close();
    product.clock.forward(HOUR);
  },
);

test('a link that expired while the page was open offers another, which works', async () => {
  const { page, close } = await openPage();
  const link = await linkFor(people.citlali);
  const opened = new URL(link).search;
  await page.goto(link);
  product.clock.forward(HOUR);
  await fillIn(page, GOOD);
  await page.getByRole('heading', { name: 'Este enlace ya venció' }).waitFor();
  await page.getByRole('button', { name: 'Enviar otro enlace' }).click();
  await page.getByRole('heading', { name: 'Revisa tu correo' }).waitFor();
  const isFresh = ({ links: [first = ''] }: { links: string[] }) => first !== '' && new URL(first).search !== opened;
  const fresh = await demo.mailTo(people.citlali.email, isFresh);
  const { pathname, search } = new URL(fresh.links[0] ?? '');
  await page.goto(product.url + pathname + search);
  await fillIn(page, GOOD);
  await page.getByRole('heading', { name: 'Contraseña guardada' }).waitFor();
  await close();
});
