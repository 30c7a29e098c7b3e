import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Texts } from '../../bot/pages/chat/client/texts.ts';
import { pageRoutes } from '../../bot/pages/pages.ts';
import { builtPages } from './built-assets.ts';
import { type FakeDirectLine, startFakeDirectLine } from './fake-direct-line.ts';
import { scriptedBot } from './scripted-bot.ts';

/** A conversation in a browser with a bot of its own. */
export interface OpenChat {
  readonly server: FakeDirectLine;
  readonly page: Page;
  readonly values: unknown[];
  /** What the browser complained of: script errors, refused loads, violations of the content security policy. */
  readonly complaints: string[];
  /** Addresses outside our own server that something tried to load. */
  readonly foreign: string[];
  say(text: string): Promise<void>;
  close(): Promise<void>;
}

export const chatTexts = (locale: string): Texts =>
  JSON.parse(readFileSync(new URL(`../../locales/${locale}/chat.json`, import.meta.url), 'utf8'));

/** The product's pages for a server at `url`. */
export async function pagesFor(url: string) {
  return pageRoutes(
    {
      publicUrl: url,
      limits: { messageMaxChars: 4_096, efirmaFileMaxBytes: 8_192 },
      texts: { 'es-MX': chatTexts('es-MX'), en: chatTexts('en') },
    },
    await builtPages(),
  );
}

/** Opens the page and waits for the greeting. `prepare` runs in the page before its own scripts. */
export async function openChat(
  browser: Browser,
  {
    bot = {},
    prepare,
    path = '/',
    ...options
  }: BrowserContextOptions & { bot?: Parameters<typeof scriptedBot>[0]; prepare?: () => void; path?: string } = {},
): Promise<OpenChat> {
  const scripted = scriptedBot(bot);
  const server = await startFakeDirectLine(scripted, pagesFor);
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  const foreign: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== server.url && protocol !== 'data:') foreign.push(request.url());
  });
  if (prepare !== undefined) await page.addInitScript(prepare);
  await page.goto(server.url + path);
  if (options.javaScriptEnabled !== false) await page.getByText('¿Qué necesitas?').waitFor();
  return {
    server,
    page,
    values: scripted.values,
    complaints,
    foreign,
    async say(text) {
      await page.locator('#composer').fill(text);
      await page.locator('#composer').press('Enter');
    },
    async close() {
      await context.close();
      await server.close();
    },
  };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds against WCAG 2.0 to 2.2, levels A and AA, as "rule: element" lines. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await Reflect.get(globalThis, 'axe').run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.flatMap((violation: { id: string; nodes: { html: string }[] }) =>
      violation.nodes.map(({ html }) => `${violation.id}: ${html}`),
    );
  });
}

/** How far the page is wider than its window, in CSS pixels. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
