import type { Portal } from '../../../services/accounts/portal.ts';
import type { RuleId } from '../../../services/passwords/policies.ts';
import { failingRules, liveRules, newPasswordFields } from '../forms/new-password-fields.ts';
import { type Html, html } from '../plain/html.ts';
import type { Page } from '../plain/page.ts';
import type { NewPasswordPurpose, Subject } from './purposes.ts';
import type { NewPasswordText } from './texts.ts';

/** Why what was posted was not saved. */
export type Refusal =
  | { readonly failing: readonly RuleId[] }
  | { readonly because: 'empty' | 'mismatch' | 'busy' | 'taken' };

interface FormView {
  readonly text: NewPasswordText;
  readonly purpose: NewPasswordPurpose;
  readonly portal: Portal;
  readonly subject: Subject;
  /** The link this form belongs to; without it a form left open could change another account. */
  readonly linkId: string;
  readonly action: string;
  readonly script: string;
}

/** Takes the new password, twice. Everything here works without script; with it, the rules tick themselves off. */
export function passwordForm(view: FormView, refusal?: Refusal): Page {
  const { text, purpose, portal, subject, linkId, action, script } = view;
  const values = { portal: text(`portal.${portal}`), email: subject.shownEmail };
  return {
    title: text(purpose.texts.title),
    body: html`${refusal ? problem(text, portal, refusal) : ''}
<p>${text(purpose.texts.lead, values)}</p>
<form method="post" action="${action}"${liveRules(text, portal)}>
<input type="hidden" name="link" value="${linkId}">
${subject.username === undefined ? '' : html`<input type="text" name="username" autocomplete="username" value="${subject.username}" readonly hidden>`}
${newPasswordFields(text, portal, refusal !== undefined)}
<button type="submit">${text(purpose.texts.button)}</button>
</form>
<p class="small">${text('form.not-you')}</p>
<p class="small">${text('disavow.never-ask')}</p>
<script type="module" src="${script}"></script>`,
  };
}

function problem(text: NewPasswordText, portal: Portal, refusal: Refusal): Html {
  if ('because' in refusal) {
    return html`<p class="problem" role="alert" id="problem">${text(`form.${refusal.because}`)}</p>`;
  }
  return html`<div class="problem" role="alert" id="problem"><p>${text('form.failing')}</p>${failingRules(text, portal, refusal.failing)}</div>`;
}
