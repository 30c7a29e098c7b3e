import type { Portal } from '../../../services/accounts/portal.ts';
import { html } from '../plain/html.ts';
import type { Page } from '../plain/page.ts';
import type { NewPasswordPurpose } from './purposes.ts';
import type { NewPasswordText } from './texts.ts';

/** The password is saved; where to go now. */
export function passwordSaved(
  text: NewPasswordText,
  purpose: NewPasswordPurpose,
  portal: Portal,
  signIn: string,
): Page {
  return {
    title: text(purpose.texts.doneTitle),
    body: html`<p role="status">${text(purpose.texts.done, { portal: text(`portal.${portal}`) })}</p>
<p>${text(`done.user.${portal}`)}</p>
<p><a class="button" href="${signIn}" rel="noreferrer">${text('done.sign-in')}</a></p>
<p>${text('done.mail')}</p>
<p class="small">${text('disavow.never-ask')}</p>`,
  };
}

/** A link that no longer sets a password, and the way to another one. */
export function uselessLink(text: NewPasswordText, why: 'used' | 'expired' | 'superseded', action: string): Page {
  return {
    title: text(`useless.${why}.title`),
    body: html`<p>${text(`useless.${why}`)}</p>
<p>${text('useless.again')}</p>
<form method="post" action="${action}"><button type="submit">${text('useless.button')}</button></form>
<p class="small">${text('disavow.never-ask')}</p>`,
  };
}

/** Nothing is known of the link: half of it is missing, or the browser keeps no cookies. */
export const unknownLink = (text: NewPasswordText, home: string): Page => ({
  title: text('unknown.title'),
  body: html`<p>${text('unknown')}</p>
<p>${text('unknown.again')}</p>
<p><a class="button" href="${home}">${text('unknown.button')}</a></p>`,
});

/** The form belongs to another link than the one opened last in this browser. */
export const otherLink = (text: NewPasswordText, form: string): Page => ({
  title: text('other.title'),
  body: html`<p role="alert">${text('other')}</p>
<p><a class="button" href="${form}">${text('other.button')}</a></p>
<p class="small">${text('other.mail')}</p>`,
});

/** Somebody said "no fui yo". */
export const frozenAccount = (text: NewPasswordText, portal: Portal): Page => ({
  title: text('frozen.title'),
  body: html`<p>${text('frozen', { portal: text(`portal.${portal}`) })}</p>
<p>${text(`disavow.contact.${portal}`)}</p>
<p class="small">${text('disavow.never-ask')}</p>`,
});

/** The answer to whoever asks for another link, whatever theirs was. */
export const anotherLink = (text: NewPasswordText): Page => ({
  title: text('again.title'),
  body: html`<p role="status">${text('again')}</p><p>${text('again.nothing')}</p>`,
});
