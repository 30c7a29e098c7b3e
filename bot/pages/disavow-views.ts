import type { Portal } from '../../services/accounts/portal.ts';
import { html } from './plain/html.ts';
import type { Page } from './plain/page.ts';
import type { PageText } from './plain/texts.ts';

/** Asks whether the account should be stopped. The box starts empty: a machine that only submits does nothing. */
export function disavowForm(text: PageText, portal: Portal, action: string, untouched = false): Page {
  const problem = untouched ? [html`<p class="problem" role="alert">${text('disavow.untouched')}</p>`] : [];
  return {
    title: text('disavow.title'),
    body: html`${problem}
<p>${text('disavow.ask', { portal: text(`portal.${portal}`) })}</p>
<p>${text('disavow.consequence')}</p>
<form method="post" action="${action}">
<label class="check"><input type="checkbox" name="confirm" value="si" required><span>${text('disavow.box')}</span></label>
<button type="submit">${text('disavow.button')}</button>
</form>
<p class="small">${text('disavow.was-me')}</p>`,
  };
}

/** Says that the account is stopped and what to do now. */
export function disavowDone(text: PageText, portal: Portal, folio: string): Page {
  return {
    title: text('disavow.done.title'),
    body: html`<p role="status">${text('disavow.done', { portal: text(`portal.${portal}`) })}</p>
<p>${text('disavow.done.folio', { folio })}</p>
<h2>${text('disavow.done.next')}</h2>
<ol><li>${text(`disavow.contact.${portal}`)}</li><li>${text('disavow.done.mail-password')}</li>
<li>${text('disavow.done.efirma')}</li></ol>
<p class="small">${text('disavow.never-ask')}</p>`,
  };
}

/** Says that the link stops nothing any more, and what does. */
export function disavowUseless(text: PageText, why: 'expired' | 'unknown'): Page {
  return {
    title: text(`disavow.${why}.title`),
    body: html`<p>${text(`disavow.${why}`)}</p>
<h2>${text('disavow.done.next')}</h2>
<ul><li>${text('disavow.contact.impi')}</li><li>${text('disavow.contact.pase')}</li><li>${text('disavow.contact.icsoe')}</li></ul>
<p class="small">${text('disavow.never-ask')}</p>`,
  };
}
