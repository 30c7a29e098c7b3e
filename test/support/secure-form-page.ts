import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { Route } from '../../bot/http/route.ts';
import { assetRoute } from '../../bot/pages/assets.ts';
import { buildPageAssets } from '../../bot/pages/pages.ts';
import { openFormPage } from './secure-form.ts';

/** The page with the scripts that browsers load. */
export async function openScriptedFormPage() {
  const { all, entries } = await buildPageAssets();
  const routes = all.map((asset): Route => {
    const { method, path, handle } = assetRoute(asset);
    return {
      method,
      path,
      handle(request, response) {
        const { status, headers, body } = handle(request);
        response.writeHead(status, headers);
        response.end(body);
      },
    };
  });
  const script = (name: string) => {
    const address = entries[name];
    if (address === undefined) throw new Error(`no script ${name}`);
    return address;
  };
  return openFormPage({
    routes,
    scripts: {
      liveRules: script('live-rules'),
      page: script('secure-form'),
      sign: script('sign'),
      worker: script('efirma-worker'),
      teams: script('teams'),
    },
  });
}

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
