import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Assets } from '../../../bot/pages/assets.ts';
import { headerNames, jsonForHtml, type PageRoute } from '../../../bot/pages/layout.ts';
import { buildPageAssets, pageRoutes } from '../../../bot/pages/pages.ts';
import { escapeHtml } from '../../../locales/escape-html.ts';
import { chatTexts } from '../../support/chat-page.ts';

const limits = { messageMaxChars: 4_096, efirmaFileMaxBytes: 8_192 };
let assets: Assets;
let routes: PageRoute[];
beforeAll(async () => {
  assets = await buildPageAssets();
  const texts = { 'es-MX': chatTexts('es-MX'), en: chatTexts('en') };
  routes = pageRoutes({ publicUrl: 'https://recupera.example', limits, texts }, assets);
});

const get = (path: string, headers = {}) => {
  const answer = routes.find((route) => route.path === path)?.handle({ headers });
  if (answer === undefined) throw new Error(`no route ${path}`);
  return answer;
};
const html = () => String(get('/').body);

/** The files a browser loads before the e.firma step: what the page names, and what those import at their top. */
function loadedAtOnce(): string[] {
  const found = new Set([...html().matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path));
  for (const path of found) {
    const text = Buffer.from(assets.all.find((asset) => asset.path === path)?.plain ?? []).toString();
    for (const [, name = ''] of text.matchAll(/(?:from|import)"(\/assets\/[^"]+)"/g)) found.add(name);
  }
  return [...found];
}

test('script and style before the e.firma step stay far below 60 KB gzip', () => {
  const paths = loadedAtOnce();
  const sizes = paths.map((path) => get(path, { 'accept-encoding': 'gzip' }).body.length);
  expect(paths.length).toBeGreaterThanOrEqual(4);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(35 * 1024);
});

test('what opens keys is in none of the files loaded at once', () => {
  const text = loadedAtOnce()
    .map((path) => Buffer.from(get(path).body).toString())
    .join('\n');
  expect(text).not.toContain('PBKDF2');
  expect(assets.all.some(({ plain }) => Buffer.from(plain).includes('PBKDF2'))).toBe(true);
});

/** The smallest form of a file, which is made once somebody wants it; until then they get the next best. */
async function smallest(path: string) {
  const wanted = { 'accept-encoding': 'gzip, deflate, br;q=0.9' };
  expect(get(path, wanted).headers['content-encoding']).toBe('gzip');
  for (;;) {
    const answer = get(path, wanted);
    if (answer.headers['content-encoding'] === 'br') return answer;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('every file is the same however it is packed, and may be kept for a year', async () => {
  for (const { path } of assets.all) {
    const plain = Buffer.from(get(path).body);
    const gzip = get(path, { 'accept-encoding': 'gzip' });
    const brotli = await smallest(path);
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.body).equals(plain)).toBe(true);
    expect(brotliDecompressSync(brotli.body).equals(plain)).toBe(true);
    expect(get(path).headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
    });
  }
});

test('the page allows its own scripts and nothing else, and is kept nowhere', () => {
  const { headers } = get('/');
  const policy = Object.fromEntries(
    (headers['content-security-policy'] ?? '').split('; ').map((part) => {
      const [name, ...sources] = part.split(' ');
      return [name, sources.join(' ')];
    }),
  );
  expect(policy).toEqual({
    'default-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'worker-src': "'self'",
    'img-src': "'self' data:",
    'connect-src': "'self' wss://recupera.example",
  });
  expect(headers).toMatchObject({
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'content-language': 'es-MX',
  });
});

test('each language has its page, which names the other', () => {
  expect(html()).toContain('<html lang="es-MX">');
  expect(html()).toContain('href="/en" lang="en"');
  expect(String(get('/en').body)).toContain('href="/" lang="es-MX"');
});

test('both languages have the same sentences with the same values', () => {
  const values = (texts: Record<string, string>) =>
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, (text.match(/\{\w+\}/g) ?? []).sort()]));
  expect(values(chatTexts('en'))).toEqual(values(chatTexts('es-MX')));
});

test('hostile text ends neither an element nor a data block', () => {
  expect(escapeHtml(`<a href="x" title='y'>&`)).not.toMatch(/[<>"']/);
  expect(jsonForHtml({ a: '</script><!--' })).not.toContain('<');
  expect(JSON.parse(jsonForHtml({ a: '</script>' }))).toEqual({ a: '</script>' });
});

test.each([
  ['gzip, br', 'br', true],
  ['gzip;q=0.5', 'gzip', true],
  ['', 'gzip', false],
  [undefined, 'gzip', false],
  [['gzip', 'br'], 'br', true],
  ['brotli', 'br', false],
])('the header %p names %p: %p', (header, value, expected) => {
  expect(headerNames(header, value)).toBe(expected);
});
