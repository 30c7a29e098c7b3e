import texts from '../../../locales/es-MX/desk.json' with { type: 'json' };
import refusals from '../../../locales/es-MX/desk-refused.json' with { type: 'json' };
import { escapeHtml } from '../../../locales/escape-html.ts';
import { type Assets, assetRoute, buildAssets } from '../assets.ts';
import { contentSecurityPolicy, jsonForHtml, type PageRoute, securityHeaders } from '../layout.ts';

const sources = ['desk/client/desk-main.tsx', 'desk/desk-style.css'];

/** Builds what the desk's page loads, apart from what people's pages load. */
export const buildDeskAssets = (): Promise<Assets> => buildAssets(sources, '/desk/assets/');

/**
 * `GET /desk` and its files. The page holds nothing about anybody: who may see what is decided by the API, and the page
 * shows a sign-in to whoever may see nothing.
 */
export function deskPageRoutes(assets: Assets): PageRoute[] {
  const headers = {
    ...securityHeaders,
    'content-type': 'text/html; charset=utf-8',
    'content-language': 'es-MX',
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex',
    'content-security-policy': contentSecurityPolicy({
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'", 'data:'],
      'connect-src': ["'self'"],
      // No markup is ever made of strings here; the browser holds us to it.
      'require-trusted-types-for': ["'script'"],
      'trusted-types': ["'none'"],
    }),
  };
  const body = htmlOf(assets);
  return [
    { method: 'GET', path: '/desk', handle: () => ({ status: 200, headers, body }) },
    ...assets.all.map(assetRoute),
  ];
}

function htmlOf(assets: Assets): string {
  const t = (key: keyof typeof texts) => escapeHtml(texts[key]);
  const asset = (name: string) => escapeHtml(assets.entries[name] ?? '');
  const preloads = (assets.imports['desk-main'] ?? [])
    .map((path) => `<link rel="modulepreload" href="${escapeHtml(path)}">`)
    .join('\n');
  return `<!doctype html>
<html lang="es-MX">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${t('app.title')}</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${asset('desk-style')}">
${preloads}
<script type="module" src="${asset('desk-main')}"></script>
</head>
<body>
<header class="brand">${mark}<h1>${t('app.name')}</h1></header>
<div id="app"><main><p class="empty">${t('app.opening')}</p></main></div>
<noscript><p class="empty">${t('app.noscript')}</p></noscript>
<script type="application/json" id="texts">${jsonForHtml(texts)}</script>
<script type="application/json" id="refusals">${jsonForHtml(refusals)}</script>
</body>
</html>
`;
}

/** The key of the chat page, whose bow is an arrow coming back. */
const drawing =
  'M20 4a16 16 0 1 0 16 16M36 20V9M36 20H25M20 15.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM20 24.500V31M20 28h3.500';
const mark = `<svg class="mark" viewBox="0 0 40 40" width="32" height="32" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="${drawing}"/></svg>`;
const icon = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" fill="none" stroke="#a3722a" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"><path d="${drawing}"/></svg>`)}`;
