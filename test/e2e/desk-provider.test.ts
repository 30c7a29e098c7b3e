import { createServer } from 'node:http';
import { jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { accessibilityProblems } from '../support/chat-page.ts';
import { startProduct, type TestProduct } from '../support/product.ts';
import { oidcEnvironment, startProvider } from '../support/staff-sign-in.ts';

// A browser on a busy machine.
jest.setTimeout(90_000);

const people = {
  'ana.ruiz': { name: 'Ana Ruiz', realm_access: { roles: ['agent'] } },
  'luis.vera': { name: 'Luis Vera', realm_access: { roles: ['supervisor'] } },
  nadie: { name: 'Nadie', realm_access: { roles: ['other'] } },
};

let browser: Browser;
let product: TestProduct;
let provider: Awaited<ReturnType<typeof startProvider>>;
let context: BrowserContext;
let page: Page;
let complaints: string[];
beforeAll(async () => {
  // The provider warns that it is one for trying things.
  for (const level of ['warn', 'info'] as const) jest.spyOn(console, level).mockImplementation(() => {});
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  provider = await startProvider(() => `${url}/desk/signed-in`, people);
  const settings = Object.entries(oidcEnvironment(provider.issuer)).filter(([, value]) => value !== undefined);
  [browser, product] = await Promise.all([
    launchBrowser(),
    startProduct({ ...Object.fromEntries(settings), PORT: String(port), PUBLIC_URL: url }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await product.stop();
  await provider.close();
});
beforeEach(async () => {
  context = await browser.newContext({ locale: 'es-MX' });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
});
afterEach(async () => {
  expect(complaints).toEqual([]);
  await context.close();
});

/** From the desk's page through those of the provider, as a member of staff does it. */
async function signIn(login: string): Promise<void> {
  await page.goto(`${product.url}/desk`);
  await page.getByRole('button', { name: 'Entrar con mi cuenta' }).click();
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('x');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('an agent signs in with the account of the institution, and out again', async () => {
  await page.goto(`${product.url}/desk`);
  await page.getByRole('button', { name: 'Entrar con mi cuenta' }).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await signIn('ana.ruiz');
  await page.getByText('Ana Ruiz').waitFor();
  await page.getByText('Elige una conversación de la lista.').waitFor();
  expect(page.url()).toBe(`${product.url}/desk`);
  await page.reload();
  await page.getByText('Ana Ruiz').waitFor();
  await page.getByRole('button', { name: 'Salir' }).click();
  await page.getByRole('button', { name: 'Entrar con mi cuenta' }).waitFor();
});

test('the cookies of a session open nothing in another browser', async () => {
  await signIn('luis.vera');
  await page.getByText('Luis Vera').waitFor();
  const thief = await browser.newContext({ locale: 'es-MX' });
  await thief.addCookies(await context.cookies(product.url));
  const stolen = await thief.newPage();
  await stolen.goto(`${product.url}/desk`);
  await stolen.getByRole('button', { name: 'Entrar con mi cuenta' }).waitFor();
  await thief.close();
});

test('who has no part at the desk is told so in plain words', async () => {
  await signIn('nadie');
  await page.getByText('Tu cuenta no tiene un puesto en la mesa de atención.').waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('es-MX');
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
