import { verify } from 'node:crypto';
import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { type OpenChat, openChat } from '../support/chat-page.ts';
import { makeEfirmaFiles } from '../support/efirma-files.ts';
import { challengeText } from '../support/scripted-bot.ts';

const efirma = makeEfirmaFiles();
const otherEfirma = makeEfirmaFiles(efirma.password);
const strong = 'Nopal-Verde-58!';

// A browser on a busy machine.
jest.setTimeout(60_000);

let browser: Browser;
let chat: OpenChat;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(() => chat.close());

const field = (name: string) => chat.page.getByRole('textbox', { name, exact: true });
const press = (name: string) => chat.page.getByRole('button', { name, exact: true }).click();
const rule = (text: string) => chat.page.getByRole('listitem').filter({ hasText: text });
const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });
const choose = (slot: 'certificate' | 'key', ...files: ReturnType<typeof file>[]) =>
  chat.page.locator(`#efirma-${slot}`).setInputFiles(files);

/** Everything of the page in which a secret could have been left lying. */
const traces = () =>
  chat.page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
      document.cookie,
      location.href,
    ].join('\n'),
  );

test('who writes a message and is asked for a password goes on typing in its first field', async () => {
  chat = await openChat(browser);
  await chat.say('password');
  await field('Contraseña nueva').waitFor();
  await chat.page.keyboard.type(strong);
  expect(await field('Contraseña nueva').inputValue()).toBe(strong);
});

test('a new password is checked while it is typed, sent once as a value, and leaves no trace', async () => {
  chat = await openChat(browser);
  await chat.say('password');
  await field('Contraseña nueva').fill('nopal1234');
  expect(await rule('8 caracteres').getAttribute('class')).toBe('met');
  expect(await rule('una letra mayúscula').getAttribute('class')).toBe('unmet');
  expect(await rule('sin secuencias').getAttribute('class')).toBe('unmet');
  await press('Guardar contraseña');
  await chat.page.getByText('Todavía le falta algo').waitFor();

  await field('Contraseña nueva').fill(strong);
  await field('Escríbela otra vez').fill(`${strong}x`);
  await press('Guardar contraseña');
  await chat.page.getByText('no son iguales').waitFor();
  expect(chat.values).toEqual([]);

  await field('Escríbela otra vez').fill(strong);
  await press('Guardar contraseña');
  await chat.page.getByText('Contraseña enviada de forma segura').waitFor();
  await chat.page.getByRole('heading', { name: 'Firma con tu e.firma' }).waitFor();
  expect(chat.values).toEqual([{ password: strong, confirmation: strong }]);
  expect(await traces()).not.toContain(strong);

  await chat.page.reload();
  await chat.page.getByText('Contraseña enviada de forma segura').waitFor();
  expect(await traces()).not.toContain(strong);
  expect(chat.complaints).toEqual([]);
});

test('password fields serve password managers, can be shown, and take what is pasted', async () => {
  chat = await openChat(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  await chat.say('password');
  const first = field('Contraseña nueva');
  expect(await first.getAttribute('autocomplete')).toBe('new-password');
  expect(await chat.page.locator('form input[autocomplete=username]').count()).toBe(1);
  await chat.page.evaluate((text) => navigator.clipboard.writeText(text), strong);
  await first.focus();
  await chat.page.keyboard.press('Control+V');
  expect(await first.inputValue()).toBe(strong);
  await press('Mostrar: Contraseña nueva');
  expect(await first.getAttribute('type')).toBe('text');
  expect(await first.inputValue()).toBe(strong);
  await press('Ocultar: Contraseña nueva');
  expect(await first.getAttribute('type')).toBe('password');
});

test.each([
  ['client-password', 'Contraseña actual', { password: strong }],
  ['key-password', 'Contraseña de la clave privada', { keyPassword: strong }],
])('the form %s asks for a value and sends it', async (step, label, value) => {
  chat = await openChat(browser);
  await chat.say(step);
  expect(await field(label).getAttribute('autocomplete')).toBe('current-password');
  await press('Enviar contraseña');
  await chat.page.getByText('Falta llenar este dato').waitFor();
  await field(label).fill(strong);
  await press('Enviar contraseña');
  await chat.page.getByText('enviada de forma segura').waitFor();
  await chat.page
    .getByRole('heading', { name: /Tu contraseña actual|Contraseña de tu llave/ })
    .waitFor({ state: 'detached' });
  expect(chat.values).toEqual([value]);
  expect(await traces()).not.toContain(strong);
});

test('a code is understood in whatever shape it is typed or pasted', async () => {
  chat = await openChat(browser);
  for (const typed of ['123456', '123 456', '123-456', ' 1 2 3 4 5 6 ', '１２３４５６']) {
    await chat.say('code');
    await field('Código de 6 números').fill('12 34');
    await press('Comprobar código');
    await chat.page.getByText('El código tiene 6 números').waitFor();
    await field('Código de 6 números').fill(typed);
    await press('Comprobar código');
    await chat.page.getByRole('heading', { name: 'Código de tu correo' }).waitFor({ state: 'detached' });
    expect(chat.server.said.at(-1)?.text).toBe('123456');
  }
  expect(await chat.page.getByText('Código enviado').count()).toBe(5);
  expect(await chat.page.locator('.log').textContent()).not.toContain('123456');
});

test('the e.firma signs the challenge on the device; neither key nor its password is sent or kept', async () => {
  chat = await openChat(browser);
  await chat.say('efirma');
  await choose('certificate', file('lucia.cer', efirma.certificate), file('lucia.key', efirma.key));
  await field('Contraseña de la clave privada').fill('no es esta');
  await press('Firmar');
  await chat.page.getByText('no abrió con esa contraseña').waitFor();
  expect(await chat.page.locator('.file-field').allInnerTexts()).toEqual([
    expect.stringContaining('lucia.cer'),
    expect.stringContaining('lucia.key'),
  ]);

  await field('Contraseña de la clave privada').fill(efirma.password);
  await press('Firmar');
  await chat.page.getByText('tu llave privada no salió de este dispositivo').waitFor();
  await chat.page.getByRole('heading', { name: 'Código de tu correo' }).waitFor();

  const [value] = chat.values as { certificate: string; signature: string }[];
  expect(Buffer.from(value?.certificate ?? '', 'base64').equals(efirma.certificate)).toBe(true);
  const signature = Buffer.from(value?.signature ?? '', 'base64');
  expect(verify('sha256', Buffer.from(challengeText(1)), efirma.publicKey, signature)).toBe(true);

  const sent = Buffer.concat(chat.server.requests.map(({ path, body }) => Buffer.concat([Buffer.from(path), body])));
  const keyPart = (from: number) => efirma.key.subarray(from, from + 30);
  expect(sent.includes(keyPart(300))).toBe(false);
  // As base64 a part of the key looks different at each of three positions.
  const encoded = [300, 301, 302].map((from) => keyPart(from).toString('base64'));
  for (const secret of [efirma.password, keyPart(300).toString('hex'), ...encoded]) {
    expect(sent.includes(secret)).toBe(false);
  }
  expect(await traces()).not.toContain(efirma.password);
  expect(chat.page.workers()).toEqual([]);
  expect(chat.complaints).toEqual([]);
  expect(chat.foreign).toEqual([]);
});

test('a challenge that is about to end is renewed first, and the new one is signed', async () => {
  chat = await openChat(browser, { bot: { challengeLife: 5_000 } });
  await chat.say('efirma');
  await choose('key', file('lucia.cer', efirma.certificate), file('lucia.key', efirma.key));
  await field('Contraseña de la clave privada').fill(efirma.password);
  await press('Firmar');
  await chat.page.getByRole('heading', { name: 'Código de tu correo' }).waitFor();
  expect(chat.values).toEqual([{ renewChallenge: true }, expect.objectContaining({ signature: expect.any(String) })]);
  const [, signed] = chat.values as { signature: string }[];
  const signature = Buffer.from(signed?.signature ?? '', 'base64');
  expect(verify('sha256', Buffer.from(challengeText(2)), efirma.publicKey, signature)).toBe(true);
});

test.each([
  ['nothing', undefined, undefined, 'Falta tu certificado'],
  ['only a certificate', 'certificate', undefined, 'Falta tu clave privada'],
  ['a text as certificate', 'text', 'key', 'no es un certificado'],
  ['a text as key', 'certificate', 'text', 'no es una clave privada'],
  ['the two swapped and renamed', 'key', 'certificate', 'al revés'],
  ['a key of somebody else', 'certificate', 'other', 'no es la de este certificado'],
  ['something huge', 'huge', 'key', 'demasiado grande'],
] as const)('with %s the form says what to do and sends nothing', async (_what, certificate, key, sentence) => {
  const contents = {
    certificate: efirma.certificate,
    key: efirma.key,
    text: Buffer.from('hola'),
    huge: Buffer.alloc(9_000, 48),
    other: otherEfirma.key,
  };
  chat = await openChat(browser);
  await chat.say('efirma');
  await chat.page.locator('#efirma-key').waitFor({ state: 'attached' });
  if (certificate !== undefined) await choose('certificate', file('a.cer', contents[certificate]));
  if (key !== undefined) await choose('key', file('a.key', contents[key]));
  await field('Contraseña de la clave privada').fill(efirma.password);
  await press('Firmar');
  await chat.page.getByRole('alert').filter({ hasText: sentence }).waitFor();
  expect(chat.values).toEqual([]);
});

test('where the browser has no cryptography the page says so and uploads only on request', async () => {
  chat = await openChat(browser, {
    prepare: () => Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined }),
  });
  await chat.say('efirma');
  await chat.page.getByText('no llegó por una conexión segura').waitFor();
  await choose('certificate', file('lucia.cer', efirma.certificate), file('lucia.key', efirma.key));
  await press('Enviar mis archivos');
  await chat.page.getByText('Archivos enviados de forma segura').waitFor();
  await chat.page.getByRole('heading', { name: 'Contraseña de tu llave' }).waitFor();
  const files = chat.server.said.at(-1)?.files;
  expect(files?.map(({ name }) => name)).toEqual(['lucia.cer', 'lucia.key']);
  expect(files?.[1]?.bytes.equals(efirma.key)).toBe(true);
});

test('the part that opens keys is loaded when it is needed, and says so when it cannot be', async () => {
  chat = await openChat(browser);
  const loaded = () => chat.server.requests.filter(({ path }) => path.startsWith('/assets/')).length;
  const before = loaded();
  await chat.page.route('**/assets/part-*', (route) => route.abort(), { times: 1 });
  await chat.say('efirma');
  await chat.page.getByText('No se pudo abrir este recuadro').waitFor();
  expect(loaded()).toBe(before);
});
