import { createHash } from 'node:crypto';
import type { Locale } from '../../../locales/texts.ts';
import { Html, html } from './html.ts';

/** A page that works without script: a title and what is below it. */
export interface Page {
  readonly title: string;
  readonly body: Html;
}

/** In the colours of the chat, so that a person who comes from it or from a mail knows where they are. */
const STYLE = new Html(
  `
:root{color-scheme:light dark;--ink:#1d2623;--soft:#55615c;--paper:#fff;--ground:#f7f4ee;--main:#17493d;--on-main:#fff;--warn:#a3261f}
@media (prefers-color-scheme:dark){:root{--ink:#eceae4;--soft:#a9b5af;--paper:#1b2522;--ground:#111816;--main:#9fd3bd;--on-main:#0c2b22;--warn:#ff9d93}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1.0625rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
main{max-width:38rem;margin:0 auto;padding:1.5rem 1.25rem 3rem;background:var(--paper);min-height:100vh;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25;color:var(--main);margin:0 0 1rem}
h2{font-size:1.15rem;line-height:1.3;margin:0 0 .5rem}
a{color:var(--main)}
.brand{font-weight:700;color:var(--soft);margin:0 0 1.5rem}
.small,summary{color:var(--soft)}
.code{font:700 2rem/1.3 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.15em;margin:.5rem 0}
.button,button{display:inline-block;min-height:2.75rem;padding:.7rem 1.3rem;border:0;border-radius:.5rem;background:var(--main);color:var(--on-main);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
.problem{border-left:.25rem solid var(--warn);padding-left:.8rem;color:var(--warn)}
.problem p{margin:0}
ol,ul{padding-left:1.4rem}
.problem ul{margin:.35rem 0 0}
.field{margin:1rem 0}
.field label{display:block;font-weight:600;margin-bottom:.25rem}
.field input{width:100%;min-height:2.75rem;padding:.5rem .75rem;border:1px solid var(--soft);border-radius:.5rem;background:var(--paper);color:var(--ink);font:inherit}
.rules{list-style:none;padding:0;margin:0 0 1rem}
.rules li{position:relative;margin:.35rem 0;padding-left:1.75rem}
.rules li::before{content:"";position:absolute;left:.35rem;top:.5em;width:.55rem;height:.55rem;border:.125rem solid var(--soft);border-radius:50%}
.rules [data-state=met]{color:var(--main);font-weight:600}
.rules [data-state=met]::before{left:.45rem;top:.2em;width:.45rem;height:.85rem;border:solid var(--main);border-width:0 .18rem .18rem 0;border-radius:0;transform:rotate(45deg)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
button.plain{display:block;margin:0 0 1rem;background:none;color:var(--main);border:1px solid var(--main)}
@media (max-width:30rem){.button,button,button.plain{display:block;width:100%;text-align:center}}
.mark{border:1px solid var(--soft);border-radius:.5rem;padding:.75rem 1rem;margin:1rem 0 1.5rem}
.mark p{margin:0}
::file-selector-button{margin-right:.75rem;padding:.35rem .75rem;border:1px solid var(--main);border-radius:.35rem;background:none;color:var(--main);font:inherit;cursor:pointer}
@media (scripting:none){.scripted{display:none}}
[hidden]{display:none}
.check{display:flex;gap:.75rem;align-items:flex-start;margin:1rem 0 1.5rem}
.check input{flex:none;width:1.5rem;height:1.5rem;margin:0;accent-color:var(--main)}
:focus-visible{outline:.2rem solid var(--main);outline-offset:.15rem}
article{border-top:1px solid var(--soft);padding:1rem 0}
pre{white-space:pre-wrap;font:inherit}
`.replaceAll('\n', ''),
);

const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE.markup).digest('base64')}'`;

/** The policy of a page: the one inline style, by its hash; everything else that is not ours is refused. */
export function pagePolicy(also: { readonly frameAncestors?: string; readonly more?: readonly string[] } = {}): string {
  const { frameAncestors = "'none'", more = [] } = also;
  return [
    "default-src 'none'",
    `style-src ${STYLE_HASH}`,
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${frameAncestors}`,
    ...more,
  ].join('; ');
}

export const PAGE_POLICY = pagePolicy();

/** For a page that brings a script of our own as well. */
export const POLICY_WITH_SCRIPT = pagePolicy({ more: ["script-src 'self'"] });

/** The whole document. */
export function pageHtml({ title, body }: Page, locale: Locale): string {
  return html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${title} · Recupera</title><style>${STYLE}</style></head>
<body><main><p class="brand">Recupera</p><h1>${title}</h1>
${body}
</main></body></html>
`.markup;
}
