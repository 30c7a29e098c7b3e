import { inWords } from '../../locales/moment.ts';
import type { Mail } from '../../services/mail/mail.ts';
import { type Html, html } from '../pages/plain/html.ts';
import type { Page } from '../pages/plain/page.ts';
import type { PageText } from '../pages/plain/texts.ts';

/** The newest mails, for somebody who tries the product on one phone. */
export function mailboxPage(mails: readonly Mail[], text: PageText): Page {
  const list = mails.map((mail) => article(mail, text));
  const empty = html`<p>${text('mailbox.empty')}</p>`;
  return {
    title: text('mailbox.title'),
    body: html`<p>${text('mailbox.what')}</p>
<p><a class="button" href="/demo/mailbox">${text('mailbox.refresh')}</a></p>
${list.length > 0 ? list : empty}`,
  };
}

function article(mail: Mail, text: PageText): Html {
  return html`<article><h2>${mail.subject}</h2>
<p class="small">${text('mailbox.line', { from: mail.from, to: mail.to, at: inWords(mail.at) })}</p>
${mail.codes.map((code) => html`<p class="code">${code}</p>`)}
${mail.links.map((link) => html`<p><a href="${link}" rel="noreferrer">${text('mailbox.open-link')}</a></p>`)}
<details><summary>${text('mailbox.read')}</summary><pre>${mail.text}</pre></details></article>`;
}
