import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { disavowRoutes, disavowUrl } from '../../../bot/pages/disavow.ts';
import { launchBrowser } from '../../support/browser.ts';
import { openDomain, type TestDomain } from '../../support/domain.ts';
import { serve } from '../../support/served.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const phone = { viewport: { width: 320, height: 640 } };

let browser: Browser;
let axe: string;
let domain: TestDomain;
let server: Awaited<ReturnType<typeof serve>>;
let accountId: string;
let link: string;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [browser, axe] = await Promise.all([launchBrowser(), readFile(axePath, 'utf8')]);
}, 60_000);
afterAll(() => browser.close());

beforeEach(async () => {
  domain = await openDomain();
  const { accounts, cases, links, clock } = domain;
  const limits = { maxBytes: 65_536, timeoutMs: 5_000 };
  server = await serve(disavowRoutes({ accounts, cases, links, now: () => clock.at, https: false, limits }));
  accountId = await domain.seed({ portal: 'impi', name: 'Ana', email: 'ana@example.mx' });
  const issued = await links.issue({ purpose: 'disavow', accountId, caseId: 'c', epoch: 0, ttlMs: 60_000 });
  link = disavowUrl(server.url, issued.token);
});
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
  await server.close();
  await domain.close();
});

async function page(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ ...phone, ...options });
  contexts.push(context);
  return context.newPage();
}

/** Ids of the accessibility rules the page breaks. */
async function broken(on: Page): Promise<string[]> {
  const result = await on.evaluate<{ violations: { id: string }[] }>(`${axe};axe.run(document)`);
  return result.violations.map(({ id }) => id);
}

const frozen = async () => (await domain.accounts.get(accountId))?.account.frozen !== undefined;

it.each(['light', 'dark'] as const)(
  'in %s is accessible in every state and fits 320 px',
  async (colorScheme) => {
    const person = await page({ colorScheme });
    const states: (() => Promise<unknown>)[] = [
      () => person.goto(`${server.url}/no-fui-yo?t=x`),
      () => person.goto(link),
      () => person.evaluate('document.forms[0].submit()').then(() => person.waitForSelector('[role=alert]')),
      async () => {
        await person.check('input[name=confirm]');
        await person.click('button');
        await person.waitForSelector('[role=status]');
      },
    ];
    for (const reach of states) {
      await reach();
      expect([person.url(), await broken(person)]).toEqual([`${server.url}/no-fui-yo/confirmar`, []]);
      expect(await person.evaluate('document.documentElement.scrollWidth')).toBe(320);
    }
  },
  60_000,
);

it('works by keyboard alone and without script', async () => {
  const person = await page({ javaScriptEnabled: false });
  await person.goto(link);
  await person.keyboard.press('Tab');
  await person.keyboard.press('Space');
  await person.keyboard.press('Tab');
  await person.keyboard.press('Enter');
  await person.getByRole('status').waitFor();
  expect(await frozen()).toBe(true);
}, 60_000);

it('is not spent by browsers that open it, press the button and submit every form by script', async () => {
  for (let visit = 0; visit < 5; visit += 1) {
    const scanner = await page();
    await scanner.goto(link);
    await scanner.click('button');
    await scanner.evaluate('for (const form of document.forms) form.submit()');
    await scanner.waitForSelector('[role=alert]');
  }
  expect(await frozen()).toBe(false);
}, 60_000);

it('asks no other address for anything', async () => {
  const person = await page();
  const asked = new Set<string>();
  person.on('request', (request) => asked.add(new URL(request.url()).origin));
  await person.goto(link);
  expect([...asked]).toEqual([server.url]);
});
