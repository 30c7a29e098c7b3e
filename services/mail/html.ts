import { escapeHtml } from '../../locales/escape-html.ts';
import type { MailText } from './write-mail.ts';

const STYLE = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:0;background:#f7f4ee;color:#1d2623;font:17px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;-webkit-text-size-adjust:100%}
.card{max-width:34em;margin:0 auto;padding:28px 24px;background:#fff}
h1{font-size:24px;line-height:1.25;margin:0 0 16px;color:#17493d}
p{margin:0 0 16px}
.code{font:700 34px/1.3 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;letter-spacing:.16em;margin:8px 0 20px}
.button{display:inline-block;padding:14px 22px;border-radius:8px;background:#17493d;color:#fff;font-weight:600;text-align:center;text-decoration:none}
.small{font-size:15px;color:#55615c}
.url{word-break:break-all;color:#17493d}
.care{border-left:4px solid #a3722a;padding-left:14px}
@media (max-width:480px){.button{display:block}}
@media (prefers-color-scheme:dark){
body{background:#111816;color:#eceae4}.card{background:#1b2522}h1{color:#9fd3bd}
.button{background:#9fd3bd;color:#0c2b22}.small{color:#a9b5af}.url{color:#9fd3bd}.care{border-color:#dcb06b}}
`.replaceAll('\n', '');

/** The mail as HTML: one column, the reader's own colours, nothing loaded from anywhere. */
export function mailHtml(text: MailText, locale: string): string {
  const paragraphs = text.paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('');
  const code = text.code === undefined ? '' : `<p class="code">${escapeHtml(text.code)}</p>`;
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(text.subject)}</title><style>${STYLE}</style></head>
<body><div class="card" role="main">
<h1>${escapeHtml(text.title)}</h1><p>${escapeHtml(text.hello)}</p>${code}${paragraphs}${buttonHtml(text.button)}
<p class="care">${escapeHtml(text.care)}</p><p class="small">${escapeHtml(text.why)}</p><p class="small">${escapeHtml(text.footer)}</p>
</div></body></html>
`;
}

function buttonHtml(button: MailText['button']): string {
  if (button === undefined) return '';
  const url = escapeHtml(button.url);
  return (
    `<p><a class="button" href="${url}">${escapeHtml(button.label)}</a></p>` +
    `<p class="small">${escapeHtml(button.fallback)}<br><a class="url" href="${url}">${url}</a></p>`
  );
}
