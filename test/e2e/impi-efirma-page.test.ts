import { setTimeout } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { accessibilityProblems, sidewaysScroll } from '../support/chat-page.ts';
import { startProduct, type TestProduct } from '../support/product.ts';

// The whole product and a browser on a busy machine.
jest.setTimeout(120_000);

const password = 'Nopal-Verde-58!';
const keyPassword = 'llave-de-nadie';

let browser: Browser;
let product: TestProduct;
beforeAll(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct()]);
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});

const post = async (path: string, body: object) =>
  (
    await fetch(product.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  ).json();

/** The code of the newest mail to an address, as soon as it is there. */
async function mailedCode(email: string): Promise<string> {
  for (;;) {
    const mails = await (await fetch(`${product.url}/demo/mailbox?to=${encodeURIComponent(email)}`)).json();
    const code = mails.at(-1)?.codes?.[0];
    if (code !== undefined) return code;
    await setTimeout(100);
  }
}

test.each([
  ['a desktop', { viewport: { width: 1280, height: 800 } }, 'MEAL840217MDFNRC02', 'lucia.nueva@correo.example'],
  [
    'a phone',
    { viewport: { width: 360, height: 740 }, hasTouch: true },
    'NUSH790903HJCXLC08',
    'hector.n@correo.example',
  ],
])('on %s a person gets the account back, from the greeting to signing in', async (_name, options, curp, email) => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  const sent: (string | Buffer | null)[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  context.on('request', (request) => sent.push(request.url(), request.postDataBuffer()));
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const say = async (text: string, awaited: string | RegExp) => {
    await page.locator('#composer').fill(text);
    await page.locator('#composer').press('Enter');
    await page.locator('.message.bot', { hasText: awaited }).last().waitFor();
  };

  await page.goto(product.url);
  await page.getByRole('button', { name: 'Mi cuenta del IMPI' }).waitFor();
  await say('quiero recuperar mi cuenta del impi con mi e.firma', 'Necesitas:');
  await say('claro', '¿Cuál es tu CURP?');
  await say(`mi curp es ${curp.toLowerCase()}`, 'correo nuevo que quieres usar');
  await say(email, 'escribe otra vez tu correo');
  await say(email, 'contraseña nueva');
  await field('Contraseña nueva').fill(password);
  await field('Escríbela otra vez').fill(password);
  await press('Guardar contraseña');

  await page.getByRole('heading', { name: 'Firma con tu e.firma' }).waitFor();
  const { certificate, privateKey } = await post('/demo/efirma', { curp, password: keyPassword });
  const key = Buffer.from(privateKey, 'base64');
  await page.locator('#efirma-certificate').setInputFiles([
    { name: 'mi.cer', mimeType: 'application/pkix-cert', buffer: Buffer.from(certificate, 'base64') },
    { name: 'mi.key', mimeType: 'application/vnd.apple.keynote', buffer: key },
  ]);
  await field('Contraseña de la clave privada').fill(keyPassword);
  await press('Firmar');
  await page.getByRole('heading', { name: 'Código de tu correo' }).waitFor();
  await field('Código de 6 números').fill(await mailedCode(email));
  await press('Comprobar código');

  await page.getByText('Revisa antes de cambiar').waitFor();
  await page.reload();
  await page.getByText('Revisa antes de cambiar').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await sidewaysScroll(page)).toBe(0);
  await press('Sí, hacer el cambio');
  await page.getByText('¡Listo!').waitFor();

  expect(await post('/demo/sign-in', { portal: 'impi', user: email, password })).toEqual({ ok: true });
  const body = Buffer.concat(sent.map((part) => Buffer.from(part ?? '')));
  expect(body.includes(keyPassword)).toBe(false);
  expect(body.includes(key.subarray(300, 330))).toBe(false);
  for (const from of [300, 301, 302]) {
    expect(body.includes(key.subarray(from, from + 30).toString('base64'))).toBe(false);
  }
  const screen = await page.content();
  expect(screen).not.toContain(password);
  expect(screen).not.toContain(curp);
  expect(complaints).toEqual([]);
  await context.close();
});
