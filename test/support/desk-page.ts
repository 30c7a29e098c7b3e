import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { eventually } from './eventually.ts';

export interface DeskPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained of: script errors, refused loads, violations of the content security policy. */
  readonly complaints: string[];
}

/** The desk in a browser of its own, signed in as one of the demo's staff. */
export async function openDeskPage(
  browser: Browser,
  url: string,
  staffId: string,
  options: BrowserContextOptions = {},
): Promise<DeskPage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    locale: 'es-MX',
    ...options,
  });
  const signedIn = await context.request.post(`${url}/demo/desk-session`, { data: { id: staffId } });
  if (!signedIn.ok()) throw new Error(`nobody signed in: ${signedIn.status()}`);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${url}/desk`);
  await page.getByRole('button', { name: 'Salir' }).waitFor();
  return { page, context, complaints };
}

/** A person in the web chat, as far as its wire goes. */
export async function citizen(url: string) {
  const post = async (path: string, token: string, body: unknown = {}) => {
    const response = await fetch(`${url}/v3/directline${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token !== '' && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    return response.json();
  };
  const { token } = await post('/tokens/generate', '');
  const opened = await post('/conversations', token);
  const bearer: string = opened.token ?? token;
  const path = `/conversations/${opened.conversationId}/activities`;
  const heard = async (): Promise<{ text?: string; from: { name?: string } }[]> => {
    const response = await fetch(`${url}/v3/directline${path}`, { headers: { authorization: `Bearer ${bearer}` } });
    return (await response.json()).activities;
  };
  return {
    heard,
    /** Says something, and waits until it was answered as expected. */
    async say(text: string, answered?: RegExp): Promise<void> {
      await post(path, bearer, { type: 'message', from: { id: 'person' }, text });
      if (!answered) return;
      const isAnswered = async () => (await heard()).some((each) => answered.test(each.text ?? ''));
      await eventually(isAnswered, `an answer to "${text}"`);
    },
  };
}
