import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { accessibilityProblems, type OpenChat, openChat, sidewaysScroll } from '../support/chat-page.ts';
import { agentSays, beside } from '../support/scripted-bot.ts';

// A browser on a busy machine.
jest.setTimeout(90_000);

let browser: Browser;
let chat: OpenChat;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(() => chat.close());

const bar = () => chat.page.getByRole('status').filter({ hasText: /Estás en la fila|Te atiende/ });
const back = () => chat.page.getByRole('button', { name: 'Seguir con el asistente' });
const composer = () => chat.page.getByRole('textbox', { name: 'Tu mensaje' });
const password = () => chat.page.getByRole('textbox', { name: 'Contraseña nueva', exact: true });
const form = () =>
  beside('password', 'Escribe tu contraseña nueva en el formulario.', {
    form: { kind: 'password', portal: 'impi', confirm: true },
  });
const posted = (type: string) =>
  chat.server.requests
    .filter(({ path, method }) => method === 'POST' && path.endsWith('/activities'))
    .map(({ body }) => JSON.parse(body.toString()))
    .filter((activity) => activity.type === type);

async function toAgent(options: Parameters<typeof openChat>[1] = {}): Promise<void> {
  chat = await openChat(browser, options);
  await chat.say('people');
  await bar().getByText('Estás en la fila').waitFor();
  chat.server.say(agentSays('Hola, soy Marisol. ¿En qué te ayudo?'));
  await bar().getByText('Te atiende Marisol Pineda').waitFor();
}

/** Picked up with `SHOTS=folder`, for somebody to look at. */
async function look(name: string): Promise<void> {
  const folder = process.env.SHOTS;
  if (folder) await chat.page.screenshot({ path: `${folder}/${name}.png` });
}

describe.each([
  { screen: 'phone', viewport: { width: 360, height: 740 } },
  { screen: 'desktop', viewport: { width: 1280, height: 800 } },
  { screen: 'dark phone', viewport: { width: 360, height: 740 }, colorScheme: 'dark' as const },
])('with people, on a $screen', ({ screen, ...options }) => {
  test('in line, with an agent, beside a form and back: nothing sticks out, everybody can use it', async () => {
    chat = await openChat(browser, options);
    const check = async (state: string) => {
      await look(`${screen}-${state}`.replace(' ', '-'));
      expect({ state, problems: await accessibilityProblems(chat.page) }).toEqual({ state, problems: [] });
      expect(await sidewaysScroll(chat.page)).toBe(0);
      // What stands still above it does not cover the way back.
      if (state !== 'returned') await back().click({ trial: true });
    };
    await chat.say('people');
    await bar().getByText('Estás en la fila').waitFor();
    await check('queue');
    chat.server.say(agentSays('Hola, soy Marisol.\n¿En qué te ayudo?'));
    await bar().getByText('Te atiende Marisol Pineda').waitFor();
    await chat.say('No encuentro mi CURP, ¿me ayudas?');
    chat.server.say(agentSays('Claro: está en tu INE.'));
    await chat.page.getByText('Claro: está en tu INE.').waitFor();
    await check('agent');
    chat.server.say(form(), agentSays('Te dejé el formulario aquí abajo.'));
    await password().waitFor();
    await check('form');
    await back().click();
    await chat.page.getByText('Seguimos tú y yo').waitFor();
    await bar().waitFor({ state: 'detached' });
    await check('returned');
    expect(chat.complaints).toEqual([]);
  });
});

test('an agent’s words carry the agent’s name, and are told apart from the assistant’s', async () => {
  await toAgent();
  const said = chat.page.locator('.message.agent');
  expect(await said.locator('.name').textContent()).toBe('Marisol Pineda');
  chat.server.say(agentSays('Soy Ximena, sigo yo.', 'Ximena Duarte'));
  await bar().getByText('Te atiende Ximena Duarte').waitFor();
  expect(await said.locator('.name').allTextContents()).toEqual(['Marisol Pineda', 'Ximena Duarte']);
});

test('who writes to an agent is not told that somebody writes back, and may write on', async () => {
  await toAgent();
  for (const text of ['Hola', 'No encuentro mis archivos', '¿Sigues ahí?']) {
    await chat.say(text);
    await chat.page.locator('.message.person').getByText(text, { exact: true }).waitFor();
  }
  await chat.page.getByText('Enviando…').waitFor({ state: 'detached' });
  expect(await chat.page.locator('.dots').count()).toBe(0);
  expect(chat.server.said.map(({ text }) => text)).toEqual([
    'people',
    'Hola',
    'No encuentro mis archivos',
    '¿Sigues ahí?',
  ]);
});

test('words that only the assistant understands are not offered while people read them', async () => {
  await toAgent();
  const menu = chat.page.getByRole('navigation', { name: 'Opciones' });
  expect(await menu.getByRole('button').allInnerTexts()).toEqual(['Ayuda']);
  expect(await chat.page.locator('.quick button').count()).toBe(0);
  await back().press('Enter');
  await chat.page.getByText('Seguimos tú y yo').waitFor();
  expect(chat.server.said.at(-1)?.text).toBe('seguir con el asistente');
  expect(await menu.getByRole('button').count()).toBe(4);
});

test('keys that reach the way back leave the page where it is', async () => {
  await toAgent();
  for (let count = 1; count < 8; count += 1) chat.server.say(agentSays(`Paso ${count}.\nAhora busca el siguiente.`));
  await chat.page.getByText('Paso 7.').waitFor();
  const height = () => chat.page.evaluate(() => scrollY);
  const before = await height();
  await back().focus();
  expect(before).toBeGreaterThan(0);
  expect(await height()).toBe(before);
});

test('a form opens beside the talk, takes no words, stays while both talk, and is answered once', async () => {
  await toAgent();
  await composer().fill('Estoy escribiendo');
  chat.server.say(form());
  await password().waitFor();
  await chat.page.keyboard.type(' todavía');
  expect(await composer().inputValue()).toBe('Estoy escribiendo todavía');
  await composer().press('Enter');
  chat.server.say(agentSays('Sí, aquí sigo.'));
  await chat.page.getByText('Sí, aquí sigo.').waitFor();
  const strong = 'Nopal-Verde-58!';
  await password().fill(strong);
  chat.server.say(agentSays('Tómate tu tiempo.'));
  await chat.page.getByText('Tómate tu tiempo.').waitFor();
  expect(await password().inputValue()).toBe(strong);
  await chat.page.getByRole('textbox', { name: 'Escríbela otra vez' }).fill(strong);
  await chat.page.getByRole('button', { name: 'Guardar contraseña' }).click();
  await chat.page.getByText('Contraseña guardada.').waitFor();
  await password().waitFor({ state: 'detached' });
  expect(chat.values).toEqual([{ password: strong, confirmation: strong }]);
  await bar().getByText('Te atiende Marisol Pineda').waitFor();
});

test('that a form was touched is told once, and only when it was', async () => {
  await toAgent();
  chat.server.say(form());
  await password().waitFor();
  expect(posted('event')).toEqual([]);
  const told = chat.page.waitForResponse((response) => response.request().postData()?.includes('form-opened') ?? false);
  await password().click();
  await told;
  await password().pressSequentially('abc');
  expect(posted('event')).toEqual([
    { type: 'event', name: 'form-opened', value: { asked: expect.stringMatching(/\|\d{7}$/) } },
  ]);
});

test('the person’s typing is told to people now and then, and to nobody else', async () => {
  chat = await openChat(browser);
  await composer().pressSequentially('hola');
  expect(posted('typing')).toEqual([]);
  await composer().fill('');
  await chat.say('people');
  await bar().waitFor();
  const told = chat.page.waitForRequest((request) => request.postData()?.includes('"typing"') ?? false);
  await composer().pressSequentially('hola, ¿me ayudas?');
  await told;
  expect(posted('typing').length).toBe(1);
});

test('an agent’s typing is shown until they have spoken', async () => {
  await toAgent();
  chat.server.showTyping('Marisol Pineda');
  const typing = chat.page.getByText('Marisol Pineda está escribiendo…');
  await typing.waitFor();
  expect(await accessibilityProblems(chat.page)).toEqual([]);
  await look('typing');
  await chat.say('Gracias');
  await chat.page.locator('.message.person').getByText('Gracias').waitFor();
  expect(await typing.count()).toBe(1);
  chat.server.say(agentSays('De nada.'));
  await chat.page.getByText('De nada.').waitFor();
  expect(await typing.count()).toBe(0);
});

test('an agent who stops typing without a word is not shown as typing for ever', async () => {
  await toAgent();
  chat.server.showTyping('Marisol Pineda');
  const typing = chat.page.getByText('Marisol Pineda está escribiendo…');
  await typing.waitFor();
  await typing.waitFor({ state: 'detached' });
});

test('the tab counts what came while nobody looked, and forgets it when somebody does', async () => {
  await toAgent();
  const turn = (state: 'hidden' | 'visible') =>
    chat.page.evaluate((next) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => next });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  expect(await chat.page.title()).toBe('Recupera tu cuenta');
  await turn('hidden');
  chat.server.say(agentSays('¿Sigues ahí?'));
  await chat.page.waitForFunction(() => document.title === '(1) Recupera tu cuenta');
  chat.server.say(agentSays('Aquí te espero.'));
  await chat.page.waitForFunction(() => document.title === '(2) Recupera tu cuenta');
  await turn('visible');
  expect(await chat.page.title()).toBe('Recupera tu cuenta');
});

test('a page that is loaded again is where it was', async () => {
  await toAgent();
  chat.server.say(form());
  await password().waitFor();
  await chat.page.reload();
  await bar().getByText('Te atiende Marisol Pineda').waitFor();
  await password().waitFor();
});
