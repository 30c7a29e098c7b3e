import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { accessibilityProblems } from '../support/chat-page.ts';
import { type DeskPage, openDeskPage } from '../support/desk-page.ts';
import { startProduct, type TestProduct } from '../support/product.ts';

// Three browsers on a busy machine.
jest.setTimeout(120_000);

let browser: Browser;
let product: TestProduct;
beforeAll(async () => {
  browser = await launchBrowser();
  product = await startProduct();
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});

const shot = async (page: Page, name: string) => {
  const folder = process.env.DESK_SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
};

async function citizenPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'es-MX', hasTouch: true });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${product.url}/`);
  await page.getByText('¿Qué necesitas?').waitFor();
  return page;
}

async function take(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Tomar' }).click();
  await page.getByRole('button', { name: 'Devolver', exact: true }).waitFor();
}

async function say(page: Page, text: string, answered: RegExp): Promise<void> {
  const known = await page.getByText(answered).count();
  await page.locator('#composer').fill(text);
  await page.locator('#composer').press('Enter');
  await page.getByText(answered).nth(known).waitFor();
}

const answer = async ({ page }: DeskPage, text: string) => {
  await page.getByLabel('Mensaje para la persona').fill(text);
  await page.getByLabel('Mensaje para la persona').press('Enter');
};

test('two agents and a person: taken, talked, proved, handed over, given back, gone on', async () => {
  const person = await citizenPage();
  await say(person, 'recuperar mi cuenta del impi', /e\.firma vigente/);
  await say(person, 'sí', /Tienes todo a la mano/);
  await say(person, 'sí', /CURP/);
  await say(person, 'NUSH790903HJCXLC08', /correo/i);
  await say(person, 'hector.nuevo@example.mx', /otra vez|de nuevo|confirm/i);
  await say(person, 'hector.nuevo@example.mx', /contraseña/i);
  await say(person, 'agente', /va a atender/);

  const first = await openDeskPage(browser, product.url, 'marisol.pineda');
  const second = await openDeskPage(browser, product.url, 'tomas.arreola');
  const line = (page: Page) => page.getByRole('button', { name: /Cuenta del IMPI con e\.firma/ }).first();
  await line(first.page).click();
  await line(second.page).click();
  await second.page.getByText('También la ve: Marisol Pineda').waitFor();
  await shot(second.page, 'side-collision');
  await take(first.page);
  await person.getByText(/Ahora te atiende Marisol Pineda/).waitFor();
  await second.page.getByText('Esta conversación no está contigo.').waitFor();

  await answer(first, '¿Te ayudo con la contraseña?');
  await person.getByText('¿Te ayudo con la contraseña?').waitFor();
  await person.locator('#composer').fill('no sé dónde escribirla');
  await person.locator('#composer').press('Enter');
  await first.page.getByText('no sé dónde escribirla').waitFor();

  await first.page.getByRole('button', { name: 'Enviar formulario seguro' }).click();
  await first.page.getByText('Se le mostró otra vez el formulario seguro.').waitFor();
  await person.getByRole('textbox', { name: 'Contraseña nueva' }).waitFor();
  await shot(person, 'side-person');
  await shot(first.page, 'side-agent');
  expect(await accessibilityProblems(first.page)).toEqual([]);
  expect(await accessibilityProblems(person)).toEqual([]);
  const secret = 'Lluvia-Verde:48';
  await person.getByRole('textbox', { name: 'Contraseña nueva' }).fill(secret);
  const again = person.getByRole('textbox', { name: /otra vez|Repite|Confirma/i });
  if ((await again.count()) > 0) await again.fill(secret);
  await person.getByRole('button', { name: 'Guardar contraseña' }).click();
  await person.getByText('Elige los dos archivos').waitFor();
  await first.page.locator('.steps .current').getByText('e.firma').waitFor();
  expect(await first.page.locator('body').textContent()).not.toContain(secret);

  await first.page.getByRole('button', { name: 'Pasar', exact: true }).click();
  await first.page.getByLabel('¿A quién?').selectOption('tomas.arreola');
  await first.page.getByRole('button', { name: 'Pasar la conversación' }).click();
  await first.page.getByText('La pasaste.').waitFor();
  await line(second.page).click();
  await take(second.page);
  await answer(second, 'Sigo contigo, soy Tomás.');
  await person.getByText('Sigo contigo, soy Tomás.').waitFor();

  await second.page.getByRole('button', { name: 'Devolver', exact: true }).click();
  await second.page.getByRole('dialog').getByRole('button', { name: 'Devolver', exact: true }).click();
  await second.page.getByText('Esta atención terminó').waitFor();
  await shot(second.page, 'side-returned');
  await say(person, 'ayuda', /\.cer|e\.firma/);
  expect([...first.complaints, ...second.complaints].filter((line) => !line.includes('409'))).toEqual([]);
});
