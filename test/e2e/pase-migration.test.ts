import { jest } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { accessibilityProblems, sidewaysScroll } from '../support/chat-page.ts';
import { demoDoors } from '../support/demo.ts';
import { activationLink, freshEmail, migrationAnswers, NEW_PASSWORD, saedUsers, standAt } from '../support/pase.ts';
import { openPhone } from '../support/phone.ts';
import { startProduct, type TestProduct } from '../support/product.ts';

// The whole product and a browser on a busy machine.
jest.setTimeout(120_000);

let browser: Browser;
let product: TestProduct;
const nextClient = saedUsers(() => product.url);
beforeAll(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct()]);
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});

const openPage = (options?: BrowserContextOptions) => openPhone(browser, product.url, options);

async function fillIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('Contraseña nueva').fill(password);
  await page.getByLabel('Escríbela otra vez').fill(password);
  await page.getByRole('button', { name: 'Activar la cuenta' }).click();
}

/** A move agreed to in the conversation; the activation link it ends with. */
async function agreed() {
  const [client, email] = [await nextClient(), freshEmail('pagina')];
  await standAt(product.url, 'end', migrationAnswers(client, email));
  return { client, email, link: product.url + (await activationLink(product.url, email)) };
}

test('on a phone a person moves to an email, from the greeting to signing in', async () => {
  const { page, close, complaints } = await openPage({ hasTouch: true });
  const [{ clientNumber, legacyPassword }, email] = [await nextClient(), freshEmail('telefono')];
  const say = async (text: string, awaited: string) => {
    await page.locator('#composer').fill(text);
    await page.locator('#composer').press('Enter');
    await page.locator('.message.bot', { hasText: awaited }).last().waitFor();
  };
  await page.goto(product.url);
  await page.getByRole('button', { name: 'Mi cuenta del IMPI' }).waitFor();
  await say('quiero pasar mi usuario SAED a mi correo', '¿Cuál es tu número de cliente?');
  await say(clientNumber, 'contraseña actual del número de cliente');
  await page.getByRole('textbox', { name: 'Contraseña actual' }).fill(legacyPassword);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Enviar contraseña' }).click();
  await page.locator('.message.bot', { hasText: '¿Con qué correo' }).waitFor();
  await say(email, 'escribe otra vez tu correo');
  await say(email, '¿Cuál es tu nombre');
  await say('Ana', 'apellido paterno');
  await say('López', 'apellido materno');
  await page.getByRole('button', { name: 'No tengo' }).click();
  await page.getByRole('button', { name: 'Sí, enviar el correo' }).click();
  await page.locator('.message.bot', { hasText: 'En unos minutos llega un correo' }).waitFor();
  expect(await page.content()).not.toContain(legacyPassword);

  await page.goto(product.url + (await activationLink(product.url, email)));
  await fillIn(page, NEW_PASSWORD);
  await page.getByRole('heading', { name: 'Tu cuenta está activa' }).waitFor();
  expect(await demoDoors(product.url).signIn('pase', email, NEW_PASSWORD)).toBe(true);
  expect(complaints).toEqual([]);
  await close();
});

test('with script the three rules of PASE tick off while the person types', async () => {
  const { link } = await agreed();
  const { page, close, complaints } = await openPage();
  await page.goto(link);
  expect(page.url()).toBe(`${product.url}/activar-cuenta/crear`);
  for (const [typed, met] of [
    ['', 0],
    ['Lluvia', 1],
    ['Lluvia-Verde48', 2],
    ['Lluvia Verde48', 2],
    [NEW_PASSWORD, 3],
  ] as const) {
    await page.getByLabel('Contraseña nueva').fill(typed);
    expect([typed, await page.locator('[data-state=met]').count()]).toEqual([typed, met]);
  }
  expect(complaints).toEqual([]);
  await close();
});

test('without script a password with special characters is refused with its reason, and the next one activates', async () => {
  const { client, email, link } = await agreed();
  const { page, close, complaints } = await openPage({ javaScriptEnabled: false });
  await page.goto(link);
  await fillIn(page, 'Con-Especiales!1');
  expect(await page.getByRole('alert').textContent()).toContain('solo letras y números, sin signos');
  const demo = demoDoors(product.url);
  expect(await demo.signIn('pase', client.clientNumber, client.legacyPassword)).toBe(true);
  await fillIn(page, NEW_PASSWORD);
  await page.getByRole('heading', { name: 'Tu cuenta está activa' }).waitFor();
  expect(await demo.signIn('pase', email, NEW_PASSWORD)).toBe(true);
  expect(await demo.signIn('pase', client.clientNumber, client.legacyPassword)).toBe(false);
  expect(complaints).toEqual([]);
  await close();
});

test('the link opens in another browser that holds another link, each for its own account', async () => {
  const [mine, other] = [await agreed(), await agreed()];
  const { page, close } = await openPage();
  await page.goto(other.link);
  const left = await page.context().newPage();
  await left.goto(mine.link);
  await fillIn(page, NEW_PASSWORD);
  await page.getByRole('heading', { name: 'Esta página es de otro enlace' }).waitFor();
  await fillIn(left, NEW_PASSWORD);
  await left.getByRole('heading', { name: 'Tu cuenta está activa' }).waitFor();
  const demo = demoDoors(product.url);
  expect(await demo.signIn('pase', mine.email, NEW_PASSWORD)).toBe(true);
  expect(await demo.signIn('pase', other.email, NEW_PASSWORD)).toBe(false);
  await close();
});

const looks: [string, BrowserContextOptions][] = [
  ['a desktop', { viewport: { width: 1280, height: 800 } }],
  ['a phone in the dark', { colorScheme: 'dark' }],
  ['320 px, which is 400 % zoom', { viewport: { width: 320, height: 256 } }],
];

test.each(looks)('on %s no state of the page has an axe violation or scrolls sideways', async (_name, options) => {
  const { link } = await agreed();
  // axe-core is put into the page, which its policy would refuse.
  const { page, close } = await openPage({ ...options, bypassCSP: true });
  const found: Record<string, unknown> = {};
  const look = async (state: string) => {
    const [problems, sideways] = [await accessibilityProblems(page), await sidewaysScroll(page)];
    if (problems.length > 0 || sideways > 0) found[state] = { problems, sideways };
  };
  await page.goto(link);
  await look('form');
  await fillIn(page, 'Con-Especiales!1');
  await page.getByRole('alert').waitFor();
  await look('refused');
  await fillIn(page, NEW_PASSWORD);
  await page.getByRole('heading', { name: 'Tu cuenta está activa' }).waitFor();
  await look('active');
  expect(found).toEqual({});
  await close();
});
