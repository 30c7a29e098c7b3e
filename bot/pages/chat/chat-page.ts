import { escapeHtml } from '../../../locales/escape-html.ts';
import type { Assets } from '../assets.ts';
import { iconOf, markOf } from '../brand.ts';
import { contentSecurityPolicy, jsonForHtml, type PageRoute, securityHeaders } from '../layout.ts';
import type { Texts } from './client/texts.ts';
import type { PageOptions } from './client/wire.ts';

export interface ChatPage {
  readonly path: string;
  readonly locale: string;
  readonly texts: Texts;
  /** The same page in the other language, linked from its header. */
  readonly other?: { readonly path: string; readonly locale: string } | undefined;
}

export interface ChatPageDeps {
  readonly assets: Assets;
  /** Where the browser reaches us; the stream's origin is derived from it. */
  readonly publicUrl: string;
  readonly limits: { readonly messageMaxChars: number; readonly efirmaFileMaxBytes: number };
}

/** The HTML around the conversation: all that does not need a script, and the data blocks the script reads. */
export function chatPageRoute(page: ChatPage, deps: ChatPageDeps): PageRoute {
  const headers = {
    ...securityHeaders,
    'content-type': 'text/html; charset=utf-8',
    'content-language': page.locale,
    'cache-control': 'no-store',
    'content-security-policy': policyOf(deps.publicUrl),
  };
  const body = htmlOf(page, deps);
  return { method: 'GET', path: page.path, handle: () => ({ status: 200, headers, body }) };
}

function policyOf(publicUrl: string): string {
  const stream = new URL(publicUrl);
  stream.protocol = stream.protocol === 'https:' ? 'wss:' : 'ws:';
  return contentSecurityPolicy({
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'worker-src': ["'self'"],
    'img-src': ["'self'", 'data:'],
    // Older Safari does not count a WebSocket of the same host as 'self'.
    'connect-src': ["'self'", stream.origin],
  });
}

function htmlOf({ locale, texts, other }: ChatPage, { assets, limits }: ChatPageDeps): string {
  const t = (key: keyof Texts) => escapeHtml(texts[key]);
  const asset = (name: string) => escapeHtml(assets.entries[name] ?? '');
  // All at once: each round trip counts on a slow network.
  const preloads = (assets.imports.main ?? [])
    .map((path) => `<link rel="modulepreload" href="${escapeHtml(path)}">`)
    .join('\n');
  const options: PageOptions = {
    locale,
    messageMaxChars: limits.messageMaxChars,
    fileMaxBytes: limits.efirmaFileMaxBytes,
    worker: assets.entries['efirma-worker'] ?? '',
  };
  const language =
    other === undefined
      ? ''
      : `<a class="language" href="${escapeHtml(other.path)}" lang="${escapeHtml(other.locale)}" hreflang="${escapeHtml(other.locale)}">${t('chat.other-language')}</a>`;
  return `<!doctype html>
<html lang="${escapeHtml(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="description" content="${t('chat.description')}">
<meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#1b2522" media="(prefers-color-scheme: dark)">
<title>${t('chat.title')}</title>
<link rel="icon" href="${iconOf('#1d6a4a')}">
<link rel="stylesheet" href="${asset('style')}">
${preloads}
<script type="module" src="${asset('main')}"></script>
</head>
<body>
<a class="skip" href="#composer">${t('chat.skip')}</a>
<header class="top"><div>${markOf(40)}<div><h1>${t('chat.product')}</h1><p>${t('chat.tagline')}</p></div>${language}</div></header>
<div id="app"><main><p class="opening">${t('chat.opening')}</p></main></div>
<noscript><h2>${t('chat.noscript.title')}</h2><p>${t('chat.noscript.body')}</p></noscript>
<script type="application/json" id="texts">${jsonForHtml(texts)}</script>
<script type="application/json" id="options">${jsonForHtml(options)}</script>
</body>
</html>
`;
}
