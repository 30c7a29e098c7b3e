import { readFile } from 'node:fs/promises';
import { jest } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { accessibilityProblems, sidewaysScroll } from '../support/chat-page.ts';
import { enter, placeOf } from '../support/person.ts';
import { startProduct, type TestProduct } from '../support/product.ts';

// The whole product and a browser on a busy machine.
jest.setTimeout(120_000);

let browser: Browser;
let product: TestProduct;
beforeAll(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct()]);
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});

/** A page on the narrowest phone. The caller closes its context. */
async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, locale: 'es-MX', ...options });
  const page = await context.newPage();
  await page.goto(product.url + path);
  return page;
}

describe.each([
  ['/privacidad', 'Aviso de privacidad', 'Privacy notice'],
  ['/demo', 'Cómo probar Recupera', 'How to try Recupera'],
])('%s', (path, title, englishTitle) => {
  test.each(['light', 'dark'] as const)('is accessible and fits a narrow screen, in %s', async (colorScheme) => {
    const page = await open(path, { colorScheme });
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    await page.context().close();
  });

  test('speaks English to those who ask for it', async () => {
    const page = await open(path, { locale: 'en-US' });
    await page.getByRole('heading', { level: 1, name: englishTitle }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.context().close();
  });
});

test('the privacy notice names the time of keeping and whom to ask, and is linked from the conversation', async () => {
  const person = await enter(product.url);
  await person.listen();
  const [notice] = await person.say('recuperar mi cuenta del IMPI con e.firma');
  expect(notice?.text).toContain('/privacidad');
  const page = await open('/privacidad', { javaScriptEnabled: false });
  const text = (await page.locator('main').textContent()) ?? '';
  for (const words of ['30 días', 'derechos ARCO', 'buzon@impi.gob.mx', 'icsoe@imss.gob.mx'])
    expect(text).toContain(words);
  await page.context().close();
});

test('without script, the demo page hands out an e.firma whose files fit and open', async () => {
  const page = await open('/demo', { javaScriptEnabled: false });
  const card = page.locator('article', { hasText: 'CURP: MEAL840217MDFNRC02' }).first();
  const fetched: { name: string; bytes: Buffer }[] = [];
  for (const extension of ['.cer', '.key']) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      card.getByRole('link', { name: `Descargar ${extension}` }).click(),
    ]);
    fetched.push({ name: download.suggestedFilename(), bytes: await readFile(await download.path()) });
  }
  expect(fetched.map(({ name }) => name)).toEqual(['MEAL840217MDFNRC02.cer', 'MEAL840217MDFNRC02.key']);
  const password = 'Lluvia-Verde:48';
  const email = 'lucia.demo@example.mx';
  const person = await enter(product.url);
  await person.listen();
  const start = ['recuperar mi cuenta del IMPI con e.firma', 'sí', 'MEAL840217MDFNRC02', email, email];
  for (const said of start) await person.say(said);
  await person.say({ value: { password, confirmation: password } });
  expect(placeOf(await person.say({ files: fetched }))).toBe('impi-efirma/key-password');
  expect(placeOf(await person.say({ value: { keyPassword: '12345678a' } }))).toBe('impi-efirma/code');
  await page.getByRole('link', { name: 'Abrir el buzón de demostración' }).click();
  await page.getByRole('heading', { level: 1, name: 'Buzón de demostración' }).waitFor();
  await page.context().close();
});

test.each(['XARA750909HDFNDL00.cer', 'MEAL840217MDFNRC02.pem', '..%2Fkeys.json', 'MEAL840217MDFNRC02'])(
  'there is no e.firma at /demo/efirma/%s',
  async (file) => {
    expect((await fetch(`${product.url}/demo/efirma/${file}`)).status).toBe(404);
  },
);
