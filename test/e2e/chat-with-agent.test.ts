import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type DeskAgent, sitDown } from '../support/agent.ts';
import { launchBrowser } from '../support/browser.ts';
import { accessibilityProblems } from '../support/chat-page.ts';
import { eventually } from '../support/eventually.ts';
import { OPENING, saedUsers } from '../support/pase.ts';
import { startProduct, type TestProduct } from '../support/product.ts';

// A browser on a busy machine.
jest.setTimeout(90_000);

let browser: Browser;
let product: TestProduct;
let page: Page;
let agent: DeskAgent;
const complaints: string[] = [];
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  product = await startProduct();
  agent = await sitDown(() => product.url, 'marisol.pineda');
  page = await browser.newPage({ viewport: { width: 360, height: 740 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(20_000);
  complaints.length = 0;
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(product.url);
});
afterEach(async () => {
  await page.context().close();
  await product.stop();
});

const composer = () => page.getByRole('textbox', { name: 'Tu mensaje' });
async function say(text: string): Promise<void> {
  await composer().fill(text);
  await composer().press('Enter');
}
const bar = () => page.getByRole('status').filter({ hasText: /Estás en la fila|Te atiende/ });
const secret = () => page.getByRole('textbox', { name: 'Contraseña actual' });

/** The events of a kind that the desk's stream brings. */
async function openStream(handoffId: string) {
  const path = `${product.url}/desk/api/stream?watch=${encodeURIComponent(handoffId)}`;
  const abort = new AbortController();
  const { body } = await fetch(path, { headers: agent.headers, signal: abort.signal });
  const decoder = new TextDecoder();
  const reader = body?.getReader();
  let text = '';
  return {
    async until(part: string): Promise<void> {
      while (!text.includes(part)) {
        const { value, done } = (await reader?.read()) ?? { done: true };
        if (done) throw new Error(`the stream ended before ${part}`);
        text += decoder.decode(value, { stream: true });
      }
    },
    close: () => abort.abort(),
  };
}

test('a person and an agent talk, both see the other write, and the person fills in a form beside the talk', async () => {
  const user = await saedUsers(() => product.url)();
  await page.locator('.message.bot').first().waitFor();
  await say(OPENING);
  await page.getByText('número de cliente').last().waitFor();
  await say(user.clientNumber);
  await secret().waitFor();

  await say('agente');
  await bar().getByText('Estás en la fila').waitFor();
  // What was open waits until people give it back, or ask for it.
  await secret().waitFor({ state: 'detached' });
  const id = (await agent.queue())[0]?.id ?? '';
  await agent.act(id, 'claim');
  await bar().getByText('Te atiende Marisol Pineda').waitFor();

  const stream = await openStream(id);
  await composer().pressSequentially('No sé cuál es mi contraseña');
  await stream.until('"event":"typing"');
  await composer().press('Enter');
  await agent.reads(id, 'No sé cuál');
  await agent.act(id, 'typing', { typing: true });
  await page.getByText('Marisol Pineda está escribiendo…').waitFor();
  await agent.say(id, 'Es la de SAED. Te dejo el formulario.');
  await page.locator('.message.agent').getByText('Es la de SAED.').waitFor();
  await page.getByText('está escribiendo…').waitFor({ state: 'detached' });

  const form = async () => (await agent.view(id)).forms.map(({ kind, state }) => `${kind} ${state}`).at(-1);
  const isNow = (state: string) => eventually(async () => (await form()) === `client-password ${state}`, state);
  await agent.act(id, 'form');
  await secret().waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await isNow('sent');
  await say('¿Aquí la escribo entonces?');
  expect(await agent.reads(id, '¿Aquí la escribo entonces?')).toMatchObject({ from: 'person' });
  await agent.say(id, 'Sí, ahí.');
  await page.locator('.message.agent').getByText('Sí, ahí.').waitFor();

  await secret().fill(user.legacyPassword);
  await stream.until('"event":"changed"');
  await isNow('opened');
  await page.getByRole('button', { name: 'Enviar contraseña' }).click();
  await page.getByText('Contraseña enviada de forma segura').waitFor();
  await secret().waitFor({ state: 'detached' });
  await isNow('completed');
  await bar().getByText('Te atiende Marisol Pineda').waitFor();
  expect(JSON.stringify(await agent.view(id))).not.toContain(user.legacyPassword);
  stream.close();

  await agent.act(id, 'return');
  await page.getByText('Seguimos tú y yo').waitFor();
  await bar().waitFor({ state: 'detached' });
  await page.getByRole('navigation', { name: 'Opciones' }).getByRole('button', { name: 'Cancelar' }).waitFor();
  expect(complaints).toEqual([]);
});
