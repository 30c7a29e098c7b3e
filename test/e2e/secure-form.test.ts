import { verify } from 'node:crypto';
import { jest } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { accessibilityProblems, sidewaysScroll } from '../support/chat-page.ts';
import { type EfirmaFiles, makeEfirmaFiles } from '../support/efirma-files.ts';
import { openPhone, walkByKeyboard } from '../support/phone.ts';
import { asked, standingAt, type TestFormPage, TTL } from '../support/secure-form.ts';
import { openScriptedFormPage } from '../support/secure-form-page.ts';

// A browser on a busy machine.
jest.setTimeout(60_000);

const GOOD = 'Lluvia-Verde:48';
const MINUTE = 60_000;

let browser: Browser;
let form: TestFormPage;
let own: EfirmaFiles;
beforeAll(async () => {
  [browser, form] = await Promise.all([launchBrowser(), openScriptedFormPage()]);
  own = makeEfirmaFiles();
});
afterAll(async () => {
  await browser.close();
  await form.close();
});
beforeEach(() => form.conversation.taken.clear());

const phone = (options: BrowserContextOptions = {}) => openPhone(browser, form.server.url, options);
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();
const files = () => ({
  cer: { name: 'persona.cer', mimeType: 'application/octet-stream', buffer: own.certificate },
  key: { name: 'persona.key', mimeType: 'application/octet-stream', buffer: own.key },
});

async function fillIn(page: Page, password: string, confirmation = password): Promise<void> {
  await page.getByLabel('Contraseña nueva').fill(password);
  await page.getByLabel('Escríbela otra vez').fill(confirmation);
  await page.getByRole('button', { name: 'Enviar contraseña' }).click();
}

/** A link to sign with, its text good for as long as the test says. */
async function efirmaLink(life = 5 * MINUTE) {
  const link = await form.link('efirma');
  const challenge = `Recuperación de cuenta, no es documento fiscal. Ñandú ${link.id}`;
  form.goesTo({ ...standingAt(asked.efirma), challenge, challengeExpiresAt: form.clock.at + life });
  return { ...link, challenge };
}
const signatureOf = () => {
  const [value = {}] = form.conversation.values();
  return { certificate: String(value.certificate), signature: Buffer.from(String(value.signature), 'base64') };
};

test('a password: mark, rules that tick off, and reload and back after it was received', async () => {
  const { page, complaints, close } = await phone();
  const { url, mark } = await form.link('password');
  await page.goto(url);
  expect(page.url()).toBe(`${form.server.url}/formulario/llenar`);
  expect(await page.getByText(mark, { exact: true }).isVisible()).toBe(true);
  await page.getByLabel('Contraseña nueva').fill('Lluvia48');
  expect(await page.locator('[data-state=met]').count()).toBe(3);
  await fillIn(page, 'Lluvia48');
  await page.getByRole('alert').getByText('al menos uno de estos signos').waitFor();
  await fillIn(page, GOOD);
  await heading(page, 'Listo, ya la recibimos');
  expect(form.conversation.values()).toEqual([{ password: GOOD, confirmation: GOOD }]);
  await page.reload();
  await heading(page, 'Listo, ya la recibimos');
  await page.goBack();
  await heading(page, 'Listo, ya la recibimos');
  expect(complaints).toEqual([]);
  await close();
});

test('a double click sends one answer', async () => {
  const { page, close } = await phone();
  await page.goto((await form.link('client-password')).url);
  await page.getByLabel('Contraseña actual').fill('la de hoy');
  await page.getByRole('button', { name: 'Enviar contraseña' }).dblclick();
  await heading(page, 'Listo, ya la recibimos');
  expect(form.conversation.values()).toEqual([{ password: 'la de hoy' }]);
  await close();
});

test('typing makes the link belong to this phone; the other one is sent away before it types', async () => {
  const [first, second] = [await phone(), await phone()];
  const { url } = await form.link('password');
  await Promise.all([first.page.goto(url), second.page.goto(url)]);
  const begun = first.page.waitForResponse((response) => response.url().endsWith('/abierto'));
  await first.page.getByLabel('Contraseña nueva').pressSequentially('L');
  expect((await begun).status()).toBe(204);
  await second.page.getByLabel('Contraseña nueva').pressSequentially('x');
  await heading(second.page, 'Este enlace ya se abrió en otro lugar');
  await second.page.getByRole('button', { name: 'Enviar otro enlace a mi chat' }).click();
  await heading(second.page, 'Revisa tu chat');
  await first.page.reload();
  await fillIn(first.page, GOOD);
  await heading(first.page, 'Listo, ya la recibimos');
  expect([...first.complaints, ...second.complaints]).toEqual([]);
  await Promise.all([first.close(), second.close()]);
});

test('scanners that run scripts and submit what they find leave the link to its person', async () => {
  const { url } = await form.link('password');
  for (let visit = 0; visit < 5; visit += 1) {
    const { page, close } = await phone();
    await page.goto(url);
    for (const rubbish of ['', 'test', 'test@example.com']) {
      await page.evaluate((value) => {
        for (const field of document.querySelectorAll<HTMLInputElement>('input[type=password]')) {
          field.value = value;
          field.dispatchEvent(new Event('input', { bubbles: true }));
        }
        for (const found of document.forms) found.noValidate = true;
        document.forms[0]?.requestSubmit();
      }, rubbish);
      await page.getByRole('alert').waitFor();
    }
    await close();
  }
  expect((await form.forms.stateOf('c1'))?.state).toBe('sent');
  const { page, close } = await phone();
  await page.goto(url);
  await fillIn(page, GOOD);
  await heading(page, 'Listo, ya la recibimos');
  await close();
});

test('an e.firma is opened and signed on the device: nothing of the key or its password is sent', async () => {
  const { page, complaints, posted, close } = await phone();
  const { url, challenge } = await efirmaLink();
  await page.goto(url);
  await page.getByText('Ver el texto que vas a firmar').click();
  expect(await page.locator('#challenge').textContent()).toBe(challenge);
  const { cer, key } = files();
  await page.getByLabel('Certificado (.cer)').setInputFiles(cer);
  await page.getByLabel('Clave privada (.key)').setInputFiles(key);
  await page.getByLabel('Contraseña de la clave privada').fill('no es');
  await page.getByRole('button', { name: 'Firmar' }).click();
  await page.getByText('La clave privada no abrió con esa contraseña').waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('password');
  await page.getByLabel('Contraseña de la clave privada').fill(own.password);
  await page.getByRole('button', { name: 'Firmar' }).click();
  await heading(page, 'Listo, ya recibimos tu e.firma');
  const { certificate, signature } = signatureOf();
  expect(certificate).toBe(own.certificate.toString('base64'));
  expect(verify('sha256', Buffer.from(challenge, 'utf8'), own.publicKey, signature)).toBe(true);
  for (const body of posted) {
    expect(body).not.toContain(encodeURIComponent(own.password));
    expect(body).not.toContain(own.key.subarray(40, 80).toString('latin1'));
    expect(body).not.toContain(encodeURIComponent(own.key.subarray(39, 81).toString('base64')));
  }
  expect(complaints).toEqual([]);
  await close();
});

test('the text is asked for when it is signed, however old the page is', async () => {
  const { page, close } = await phone();
  const { url } = await efirmaLink(2 * MINUTE);
  await page.goto(url);
  form.later(3 * MINUTE);
  form.conversation.fresh = { challenge: 'Texto de ahora', expiresAt: form.clock.at + 5 * MINUTE };
  const { cer, key } = files();
  // Both files in the one field: phones choose them together, and names tell which is which.
  await page.getByLabel('Certificado (.cer)').setInputFiles(key);
  await page.getByLabel('Clave privada (.key)').setInputFiles(cer);
  await page.getByLabel('Contraseña de la clave privada').fill(own.password);
  await page.getByRole('button', { name: 'Firmar' }).click();
  await heading(page, 'Listo, ya recibimos tu e.firma');
  expect(verify('sha256', Buffer.from('Texto de ahora'), own.publicKey, signatureOf().signature)).toBe(true);
  await close();
});

test.each<[string, (page: Page) => Promise<unknown>, string, string]>([
  ['nothing chosen', async () => {}, 'Falta tu certificado', 'certificate'],
  [
    'no key',
    (page) => page.getByLabel('Certificado (.cer)').setInputFiles(files().cer),
    'Falta tu clave privada',
    'key',
  ],
])('to sign with %s is refused at its field', async (_what, choose, said, field) => {
  const { page, close } = await phone();
  await page.goto((await efirmaLink()).url);
  await choose(page);
  await page.getByRole('button', { name: 'Firmar' }).click();
  await page.getByRole('alert').getByText(said).waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe(field);
  expect(await page.locator(`#${field}`).getAttribute('aria-describedby')).toBe('failure');
  await close();
});

test('without script a password and the two files of an e.firma are sent all the same', async () => {
  const { page, complaints, close } = await phone({ javaScriptEnabled: false });
  await page.goto((await form.link('password')).url);
  await fillIn(page, 'corta');
  await page.getByRole('alert').waitFor();
  await fillIn(page, GOOD);
  await heading(page, 'Listo, ya la recibimos');
  await page.goto((await efirmaLink()).url);
  // Found by their ids: the text of `noscript` is nothing to the other ways of finding.
  const said = await page.locator('noscript').textContent();
  expect(said).toContain('viajan cifrados a Recupera');
  expect(said).toContain('para eso tu navegador necesita JavaScript');
  for (const needsScript of ['#sign', '#preparing']) expect(await page.locator(needsScript).isVisible()).toBe(false);
  const { cer, key } = files();
  await page.locator('#file-certificate').setInputFiles(cer);
  await page.locator('#file-key').setInputFiles(key);
  await page.locator('#file-password').fill(own.password);
  await page.getByRole('button', { name: 'Enviar y comprobar' }).click();
  await heading(page, 'Listo, ya recibimos tu e.firma');
  const sent = [...form.conversation.taken.values()].at(-1);
  expect(sent?.files.map(({ bytes }) => bytes)).toEqual([own.certificate, own.key]);
  expect(complaints).toEqual([]);
  await close();
});

test('where the script does not come, the page says what to do and sends nothing by itself', async () => {
  const { page, context, close } = await phone();
  await context.route('**/assets/sign-*', (route) => route.abort());
  await page.goto((await efirmaLink()).url);
  expect(await page.getByRole('button', { name: 'Firmar' }).isVisible()).toBe(false);
  await page.getByRole('link', { name: 'enviar los archivos a Recupera' }).click();
  await page.getByText('viajan cifrados a Recupera').waitFor();
  await page.getByRole('link', { name: 'Prefiero firmar en mi aparato' }).click();
  await page.getByText('Preparamos la firma').waitFor();
  await close();
});

test('by keyboard alone, in the order of the page, with the focus always to be seen', async () => {
  const { page, close } = await phone();
  await page.goto((await form.link('password')).url);
  await walkByKeyboard(page, [
    ['password', GOOD],
    ['confirmation', GOOD],
    ['Mostrar contraseñas', ''],
    ['Enviar contraseña', ''],
  ]);
  await heading(page, 'Listo, ya la recibimos');
  await close();
});

test.each<[string, BrowserContextOptions]>([
  ['a desktop', { viewport: { width: 1280, height: 800 } }],
  ['a phone', {}],
  ['a phone in the dark', { colorScheme: 'dark' }],
  ['320 px, which is 400 % zoom', { viewport: { width: 320, height: 256 } }],
])('on %s no state has an axe violation, scrolls sideways or has small buttons', async (_name, options) => {
  // axe-core is put into the page, which its policy would refuse.
  const { page, close } = await phone({ ...options, bypassCSP: true });
  const found: Record<string, unknown> = {};
  const look = async (state: string) => {
    const problems = await accessibilityProblems(page);
    const sideways = await sidewaysScroll(page);
    const small = await page
      .locator('button:visible, input:visible, .button')
      .evaluateAll((all) =>
        all.filter((element) => element.getBoundingClientRect().height < 44).map((element) => element.outerHTML),
      );
    if (problems.length + small.length > 0 || sideways > 0) found[state] = { problems, sideways, small };
  };
  for (const kind of ['client-password', 'key-password', 'password'] as const) {
    await page.goto((await form.link(kind)).url);
    await look(kind);
  }
  await fillIn(page, 'corta');
  await page.getByRole('alert').waitFor();
  await look('refused');
  await fillIn(page, GOOD);
  await heading(page, 'Listo, ya la recibimos');
  await look('received');
  const { url } = await efirmaLink();
  await page.goto(url);
  await page.getByRole('button', { name: 'Firmar' }).click();
  await page.getByRole('alert').waitFor();
  await look('signing refused');
  await page.goto(`${form.server.url}/formulario/llenar?forma=archivos`);
  await look('files');
  form.later(TTL);
  await page.reload();
  await heading(page, 'Este enlace ya venció');
  await look('expired');
  await page.goto(`${form.server.url}/formulario?t=x`);
  await look('unknown');
  expect(found).toEqual({});
  await close();
});
