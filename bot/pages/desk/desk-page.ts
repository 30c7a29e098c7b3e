import texts from '../../../locales/es-MX/desk.json' with { type: 'json' };
import refusals from '../../../locales/es-MX/desk-refused.json' with { type: 'json' };
import { escapeHtml } from '../../../locales/escape-html.ts';
import { type Assets, assetRoute, buildAssets } from '../assets.ts';
import { iconOf, markOf } from '../brand.ts';
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
<link rel="icon" href="${iconOf('#a3722a')}">
<link rel="stylesheet" href="${asset('desk-style')}">
${preloads}
<script type="module" src="${asset('desk-main')}"></script>
</head>
<body>
<header class="brand">${markOf(32)}<h1>${t('app.name')}</h1></header>
<div id="app"><main><p class="empty">${t('app.opening')}</p></main></div>
<noscript><p class="empty">${t('app.noscript')}</p></noscript>
<script type="application/json" id="texts">${jsonForHtml(texts)}</script>
<script type="application/json" id="refusals">${jsonForHtml(refusals)}</script>
</body>
</html>
`;
}
