import { jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { accessibilityProblems, sidewaysScroll } from '../support/chat-page.ts';
import { startProduct, type TestProduct } from '../support/product.ts';

// The whole product and a browser on a busy machine.
jest.setTimeout(120_000);

const hourMs = 60 * 60_000;

let browser: Browser;
let product: TestProduct;
let device: BrowserContext;
beforeAll(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct()]);
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});
beforeEach(async () => {
  device = await browser.newContext({ viewport: { width: 360, height: 740 }, reducedMotion: 'reduce' });
});
afterEach(() => device.close());

const heard = (page: Page, words: string | RegExp) => page.locator('.message.bot', { hasText: words }).last().waitFor();

async function say(page: Page, text: string, awaited: string | RegExp): Promise<void> {
  await page.locator('#composer').fill(text);
  await page.locator('#composer').press('Enter');
  await heard(page, awaited);
}

async function enter(): Promise<Page> {
  const page = await device.newPage();
  await page.goto(product.url);
  await page.getByRole('button', { name: 'Mi cuenta del IMPI' }).waitFor();
  return page;
}

/** A page in the middle of the procedure, where the CURP is asked for. */
async function enterProcedure(): Promise<Page> {
  const page = await enter();
  await say(page, 'quiero recuperar mi cuenta del impi con mi e.firma', 'Necesitas:');
  await say(page, 'claro', '¿Cuál es tu CURP?');
  return page;
}

const said = (page: Page) => page.locator('.bubble').allInnerTexts();

test('a reload hours later goes on at the same step, and something unclear is answered with where it was left', async () => {
  const page = await enterProcedure();
  const before = await said(page);
  product.clock.forward(5 * hourMs);
  await page.reload();
  await heard(page, '¿Cuál es tu CURP?');
  expect(await said(page)).toEqual(before);
  await say(page, 'este, a ver', 'Te habías quedado en');
  await page.getByRole('button', { name: 'Seguir' }).click();
  await page.locator('.message.bot', { hasText: '¿Cuál es tu CURP?' }).nth(1).waitFor();
  await say(page, 'MEAL840217MDFNRC02', 'correo nuevo que quieres usar');
});

test('a page that stayed open for hours goes on without a reload, and the message is not lost', async () => {
  const page = await enterProcedure();
  product.clock.forward(5 * hourMs);
  await say(page, 'MEAL840217MDFNRC02', 'correo nuevo que quieres usar');
  expect(await page.getByText('esta conversación se cerró').count()).toBe(0);
});

test('another tab of the same browser, also after the first was closed, is in the same conversation', async () => {
  const first = await enterProcedure();
  await first.close();
  const second = await device.newPage();
  await second.goto(product.url);
  await heard(second, '¿Cuál es tu CURP?');
  await say(second, 'MEAL840217MDFNRC02', 'correo nuevo que quieres usar');
});

test('another browser gets a conversation of its own', async () => {
  await enterProcedure();
  const other = await browser.newContext();
  const page = await other.newPage();
  await page.goto(product.url);
  await page.getByRole('button', { name: 'Mi cuenta del IMPI' }).waitFor();
  expect(await said(page)).toHaveLength(1);
  await other.close();
});

test('on a shared device the conversation can be deleted, and no way leads back to it', async () => {
  const page = await enterProcedure();
  await page.getByText('¿Usas un equipo compartido?').click();
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await sidewaysScroll(page)).toBe(0);
  await page.getByRole('button', { name: 'Borrar de este equipo y empezar de nuevo' }).click();
  await page.getByRole('button', { name: 'Mi cuenta del IMPI' }).waitFor();
  expect(await said(page)).toHaveLength(1);
  const next = await enter();
  expect(await said(next)).toHaveLength(1);
});

test('where the way back is gone too, the person is told so and offered a new conversation', async () => {
  const page = await enterProcedure();
  product.clock.forward(hourMs);
  await device.clearCookies();
  await page.reload();
  await page.getByText('esta conversación se cerró').waitFor();
  await page.getByRole('button', { name: 'Empezar otra conversación' }).click();
  await page.getByRole('button', { name: 'Mi cuenta del IMPI' }).waitFor();
  expect(await said(page)).toHaveLength(1);
});
