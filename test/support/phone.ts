import { expect } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A phone at a server, and what its browser complained of or loaded from elsewhere. */
export async function openPhone(browser: Browser, url: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'es-MX', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  /** Bodies of what was posted. */
  const posted: string[] = [];
  page.on('console', (message) => {
    // Refused forms are answered with a status that browsers write down as an error.
    const isStatus = /the server responded with a status of 4\d\d/.test(message.text());
    if (!isStatus && ['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  context.on('request', (request) => {
    if (!request.url().startsWith(url)) complaints.push(`loaded ${request.url()}`);
    if (request.headers().referer) complaints.push(`told ${request.url()} of its referrer`);
    if (request.method() === 'POST') posted.push(request.postDataBuffer()?.toString('latin1') ?? '');
  });
  return { page, context, complaints, posted, close: () => context.close() };
}

/** Goes from field to field by keyboard, each with its focus to be seen, types what there is to type, and sends. */
export async function walkByKeyboard(page: Page, stops: readonly (readonly [string, string])[]): Promise<void> {
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);
  const outline = () => page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
  for (const [expected, typed] of stops) {
    await page.keyboard.press('Tab');
    expect([await focused(), await outline()]).toEqual([expected, 'solid']);
    if (typed) await page.keyboard.type(typed);
  }
  await page.keyboard.press('Enter');
}
