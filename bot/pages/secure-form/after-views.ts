import type { SecureForm } from '../../../services/secure-forms/secure-form.ts';
import { type Html, html } from '../plain/html.ts';
import type { Page } from '../plain/page.ts';
import type { SecureFormText } from './texts.ts';

/** Why a form takes nothing any more. `moved`: the conversation does not wait for it. */
export type Over = 'completed' | 'expired' | 'superseded' | 'moved' | 'elsewhere';

/** The answer has gone into the conversation. */
export const received = (text: SecureFormText, { form }: SecureForm): Page => ({
  title: text(form.kind === 'efirma' ? 'secure.done.efirma.title' : 'secure.done.title'),
  body: html`<p role="status" id="received">${text('secure.done')}</p>
<p class="small">${text('secure.never-ask')}</p>`,
});

/** A form that takes nothing any more, and what to do now. `again`: the form that asks for another link, where that helps. */
export const over = (text: SecureFormText, why: Over, again: Html | undefined): Page => ({
  title: text(`secure.over.${why}.title`),
  body: html`<p>${text(`secure.over.${why}`)}</p>
${why === 'completed' ? html`<p>${text('secure.over.completed.not-you')}</p>` : ''}
${again ?? ''}
<p class="small">${text('secure.never-ask')}</p>`,
});

export const askAgain = (
  text: SecureFormText,
  action: string,
  hidden: Html,
): Html => html`<p>${text('secure.again')}</p>
<form method="post" action="${action}">${hidden}<button type="submit">${text('secure.again.button')}</button></form>`;

/** The answer to whoever asks for another link, whatever theirs was. */
export const anotherSent = (text: SecureFormText): Page => ({
  title: text('secure.again.done.title'),
  body: html`<p role="status">${text('secure.again.done')}</p>`,
});

/** Nothing is known of the link: half of it is missing, or the browser keeps no cookies. */
export const unknownForm = (text: SecureFormText): Page => ({
  title: text('secure.unknown.title'),
  body: html`<p>${text('secure.unknown')}</p>
<p>${text('secure.unknown.again')}</p>`,
});

/** What was posted belongs to another link than the one opened last in this browser. */
export const otherForm = (text: SecureFormText, address: string): Page => ({
  title: text('secure.other.title'),
  body: html`<p role="alert">${text('secure.other')}</p>
<p><a class="button" href="${address}">${text('secure.other.button')}</a></p>`,
});
