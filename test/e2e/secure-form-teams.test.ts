import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { accessibilityProblems } from '../support/chat-page.ts';
import type { TestFormPage } from '../support/secure-form.ts';
import { openScriptedFormPage } from '../support/secure-form-page.ts';

jest.setTimeout(60_000);

let browser: Browser;
let form: TestFormPage;
beforeAll(async () => {
  [browser, form] = await Promise.all([launchBrowser(), openScriptedFormPage()]);
});
afterAll(async () => {
  await browser.close();
  await form.close();
});

/** A page that frames a dialog as Teams does: answers the handshake, and notes what the dialog asks of it. */
const host = (dialog: string) => `<!doctype html><html lang="es"><title>Host</title><body>
<iframe title="dialog" src="${dialog}" width="480" height="640"></iframe>
<script>
const asked = [];
addEventListener('message', ({ data, source }) => {
  asked.push([data.func, data.args]);
  if (data.func !== 'initialize') return;
  const runtime = { apiVersion: 4, isLegacyTeams: false, supports: { dialog: { card: {}, url: {} } } };
  source.postMessage({ id: data.id, uuidAsString: data.uuidAsString, args: ['task', 'web', JSON.stringify(runtime), '2.0.0'] }, '*');
});
</script></body></html>`;

/** Opens the form in a frame of a page at an address. */
async function frameAt(address: string) {
  const { url } = await form.link('password', { channel: 'teams', inTeams: true });
  const context = await browser.newContext({
    viewport: { width: 700, height: 740 },
    locale: 'es-MX',
    // The host is on the internet, our server on this machine.
    permissions: ['local-network-access'],
  });
  await context.route(`${address}/**`, (route) => route.fulfill({ contentType: 'text/html', body: host(url) }));
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const foreign: string[] = [];
  context.on('request', (request) => {
    if (!request.url().startsWith(form.server.url) && !request.url().startsWith(address)) foreign.push(request.url());
  });
  await page.goto(`${address}/`);
  const asked = () => page.evaluate(() => Reflect.get(globalThis, 'asked') ?? []);
  return { page, dialog: page.frameLocator('iframe'), asked, foreign, close: () => context.close() };
}

test.each(['https://teams.microsoft.com', 'https://teams.cloud.microsoft'])(
  'framed by %s the form is sent and the dialog closes itself',
  async (address) => {
    const { page, dialog, foreign, close } = await frameAt(address);
    await dialog.getByLabel('Contraseña nueva').fill('corta');
    await dialog.getByLabel('Escríbela otra vez').fill('corta');
    await dialog.getByRole('button', { name: 'Enviar contraseña' }).click();
    await dialog.getByRole('alert').waitFor();
    for (const label of ['Contraseña nueva', 'Escríbela otra vez'])
      await dialog.getByLabel(label).fill('Lluvia-Verde:48');
    await dialog.getByRole('button', { name: 'Enviar contraseña' }).click();
    await dialog.getByRole('heading', { name: 'Listo, ya la recibimos' }).waitFor();
    await page.waitForFunction('asked.some(([func]) => func === "tasks.completeTask")');
    const complete = await page.evaluate(
      'asked.filter(([func]) => func === "tasks.completeTask").map(([, args]) => args[0])',
    );
    expect(complete).toEqual([{ done: true }]);
    expect(form.conversation.values()).toContainEqual({ password: 'Lluvia-Verde:48', confirmation: 'Lluvia-Verde:48' });
    expect(foreign).toEqual([]);
    await close();
    form.conversation.taken.clear();
  },
);

test('framed by anybody else nothing is shown', async () => {
  const { dialog, close } = await frameAt('https://teams.microsoft.com.evil.example');
  await expect(dialog.getByLabel('Contraseña nueva').waitFor({ timeout: 1_500 })).rejects.toThrow('Timeout');
  await close();
});

test('is accessible at the size of a dialog', async () => {
  const { url } = await form.link('password', { channel: 'teams', inTeams: true });
  const context = await browser.newContext({ viewport: { width: 480, height: 640 }, bypassCSP: true });
  const page = await context.newPage();
  await page.goto(url);
  expect(await accessibilityProblems(page)).toEqual([]);
  await context.close();
});
