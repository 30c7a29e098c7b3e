import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { demoDoors } from '../support/demo.ts';
import { startProduct, type TestProduct } from '../support/product.ts';
import { webChatBundle } from '../support/web-chat-bundle.ts';
import { serveWebChatPage, type WebChatPage } from '../support/web-chat-page.ts';

// The whole product and a browser on a busy machine; Web Chat waits up to 15 s before it reconnects.
jest.setTimeout(120_000);

const curp = 'MEAL840217MDFNRC02';
const email = 'lucia.web@example.mx';
const password = 'Lluvia-Verde:48';

const bundle = webChatBundle();
if (!bundle.ok) process.stderr.write(`\n  SKIPPED: the official Web Chat could not be fetched (${bundle.reason})\n\n`);
const testWithBundle = bundle.ok ? test : test.skip;

let browser: Browser;
let product: TestProduct;
let site: WebChatPage;
let page: Page;
beforeAll(async () => {
  if (!bundle.ok) return;
  [browser, product] = await Promise.all([launchBrowser(), startProduct()]);
  site = await serveWebChatPage(product.url, bundle.script);
  page = await browser.newPage({ locale: 'es-MX' });
  page.setDefaultTimeout(30_000);
});
afterAll(async () => {
  if (!bundle.ok) return;
  await browser.close();
  await site.close();
  await product.stop();
});

const input = () => page.locator('[data-id="webchat-sendbox-input"], [data-testid="send box text area"]').first();
const bubbles = () => page.locator('.webchat__bubble__content');
const suggested = (name: string) => page.getByRole('toolbar').getByRole('button', { name });
const heard = (words: string) => bubbles().filter({ hasText: words }).last().waitFor();

async function say(text: string, awaited: string): Promise<void> {
  await input().fill(text);
  await input().press('Enter');
  await heard(awaited);
}

/** What a card of Web Chat does when it is submitted. */
async function submit(value: object, awaited: string): Promise<void> {
  const post = `window.line.postActivity(${JSON.stringify({ type: 'message', value, from: { id: 'x', role: 'user' } })})`;
  await page.evaluate(`new Promise((done, fail) => ${post}.subscribe(done, fail))`);
  await heard(awaited);
}

testWithBundle('the official Web Chat walks the procedure with text, buttons, files, and after a cut', async () => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(site.url);
  await heard('¿Qué necesitas?');
  await suggested('Mi cuenta del IMPI').waitFor();
  await say('recuperar mi cuenta del IMPI con e.firma', 'Necesitas:');
  await suggested('Sí, empezar').click();
  await heard('¿Cuál es tu CURP?');
  await say(curp, 'correo nuevo que quieres usar');
  await say(email, 'escribe otra vez tu correo');

  expect(site.cutStreams()).toBe(1);
  await input().fill(email);
  await input().press('Enter');
  await heard('crea tu contraseña nueva');
  await submit({ password, confirmation: password }, 'comprueba quién eres con tu e.firma');

  const efirma = await demoDoors(product.url).efirma(curp);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([
      { name: 'lucia.cer', mimeType: 'application/pkix-cert', buffer: efirma.certificate },
      { name: 'lucia.key', mimeType: 'application/vnd.apple.keynote', buffer: efirma.key },
    ]);
  await input().press('Enter');
  await heard('Ya tengo tus dos archivos');
  await submit({ keyPassword: efirma.password }, 'Te mandé un código');

  const texts = await bubbles().allInnerTexts();
  for (const once of ['recuperar mi cuenta del IMPI con e.firma', 'Sí, empezar', 'MEAL********RC02']) {
    expect([once, texts.filter((text) => text.includes(once)).length]).toEqual([once, 1]);
  }
  expect(texts.filter((text) => text.trim() === email)).toHaveLength(2);
  expect(texts.join('\n')).not.toContain(password);
  expect(texts.join('\n')).not.toContain(efirma.password);
  expect(await page.getByText('Error al enviar').count()).toBe(0);
  expect(complaints).toEqual([]);
});
