import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { type OpenChat, openChat } from '../support/chat-page.ts';

// A browser on a busy machine.
jest.setTimeout(60_000);

let browser: Browser;
let chat: OpenChat;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(() => chat.close());

const bubbles = () => chat.page.locator('.bubble').allInnerTexts();

test('a conversation runs with buttons and text, in order, without a complaint of the browser or a foreign request', async () => {
  chat = await openChat(browser);
  await chat.page.getByRole('button', { name: 'Mi cuenta del IMPI' }).click();
  await chat.page.getByText('¿Tienes todo a la mano?').waitFor();
  await chat.page.getByRole('button', { name: 'Sí, empezar' }).click();
  await chat.page.getByText('¿Cuál es tu CURP?').waitFor();

  expect(chat.server.said.map(({ text }) => text)).toEqual(['Mi cuenta del IMPI', 'Sí, empezar']);
  expect(await chat.page.getByRole('progressbar').getAttribute('aria-valuetext')).toBe('Paso 1 de 6');
  await expect(chat.page.getByRole('log').getByText('Mi cuenta del IMPI').count()).resolves.toBe(1);
  expect(chat.complaints).toEqual([]);
  expect(chat.foreign).toEqual([]);
});

test('the menu says its words, Enter sends and Shift+Enter makes a line', async () => {
  chat = await openChat(browser);
  for (const name of ['Atrás', 'Ayuda', 'Cancelar', 'Hablar con una persona']) {
    await chat.page.getByRole('button', { name }).click();
  }
  const composer = chat.page.getByRole('textbox', { name: 'Tu mensaje' });
  await composer.fill('una');
  await composer.press('Shift+Enter');
  await composer.pressSequentially('dos');
  await composer.press('Enter');
  await chat.page.locator('.typed', { hasText: 'dos' }).waitFor();
  await chat.page.waitForFunction(() => document.querySelectorAll('.message.person.said').length === 5);
  expect(chat.server.said.map(({ text }) => text)).toEqual(['atrás', 'ayuda', 'cancelar', 'agente', 'una\ndos']);
  expect(await composer.inputValue()).toBe('');
});

test('a reload keeps the conversation and goes on in it', async () => {
  chat = await openChat(browser);
  await chat.say('prerequisites');
  await chat.page.getByText('¿Tienes todo a la mano?').waitFor();
  const before = await bubbles();
  await chat.page.reload();
  await chat.page.getByText('¿Tienes todo a la mano?').waitFor();
  expect(await bubbles()).toEqual(before);
  await chat.say('curp');
  await chat.page.getByText('¿Cuál es tu CURP?').waitFor();
  expect(chat.server.requests.filter(({ path }) => path.endsWith('/tokens/generate'))).toHaveLength(1);
});

test('a lost stream comes back by itself and nothing is lost or doubled', async () => {
  chat = await openChat(browser);
  chat.server.setDown(true);
  await chat.page.getByText('Se cortó la conexión').waitFor();
  await chat.say('prerequisites');
  await chat.say('eco');
  chat.server.say({ text: 'Dicho mientras no estabas.' });
  chat.server.setDown(false);
  await chat.page.getByText('Escuché: eco').waitFor();
  expect(chat.server.said.map(({ text }) => text)).toEqual(['prerequisites', 'eco']);
  expect(chat.server.connections).toBe(2);
  const texts = await bubbles();
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts).toContain('Dicho mientras no estabas.');
  await chat.page.getByText('Se cortó la conexión').waitFor({ state: 'detached' });
});

test('where no stream gets through the page polls', async () => {
  chat = await openChat(browser);
  chat.server.refuseStreams();
  await chat.say('prerequisites');
  await chat.page.getByText('¿Tienes todo a la mano?').waitFor();
  expect(chat.server.requests.some(({ method, path }) => method === 'GET' && path.includes('/activities?'))).toBe(true);
});

test('an answer that was lost on its way is asked for again and the message is taken once', async () => {
  chat = await openChat(browser);
  let lost = 0;
  await chat.page.route('**/activities', async (route) => {
    if (lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    await route.abort();
  });
  await chat.say('prerequisites');
  await chat.page.getByText('¿Tienes todo a la mano?').waitFor();
  await chat.page.waitForFunction(() => document.querySelectorAll('.message.person.said').length === 1);
  await chat.say('curp');
  await chat.page.getByText('¿Cuál es tu CURP?').waitFor();
  expect(lost).toBe(1);
  expect(chat.server.said.map(({ text }) => text)).toEqual(['prerequisites', 'curp']);
});

test('an expired conversation is told of and a new one offered', async () => {
  chat = await openChat(browser);
  await chat.say('prerequisites');
  await chat.page.getByText('¿Tienes todo a la mano?').waitFor();
  chat.server.expireTokens();
  await chat.say('curp');
  await chat.page.getByText('esta conversación se cerró').waitFor();
  await chat.page.getByRole('button', { name: 'Empezar otra conversación' }).click();
  await chat.page.getByText('esta conversación se cerró').waitFor({ state: 'detached' });
  await chat.page.waitForFunction(() => document.querySelectorAll('.message').length === 1);
});

test('what comes from outside is shown as text: no markup, no foreign download, only web addresses become links', async () => {
  chat = await openChat(browser);
  chat.server.say({
    text: '<img src=x onerror="document.title=1"> javascript:alert(1) https://bueno.example/a, GODE**********08',
    attachments: [{ contentType: 'application/pdf', contentUrl: 'javascript:alert(1)', name: 'x' }],
    suggestedActions: { actions: [{ type: 'imBack', title: '<b>sí</b>', value: 'sí' }] },
  });
  await chat.page.getByText('<img src=x').waitFor();
  const links = await chat.page.locator('main a').evaluateAll((found) => found.map((a) => a.getAttribute('href')));
  expect(links).toEqual(['https://bueno.example/a']);
  expect(await chat.page.locator('main img').count()).toBe(0);
  await chat.say('done');
  const file = chat.page.getByRole('link', { name: /Constancia/ });
  expect(await file.getAttribute('href')).toBe('/letters/abc.pdf');
  expect(await chat.page.getByText('ajeno.pdf').count()).toBe(0);
  expect(chat.complaints).toEqual([]);
});
