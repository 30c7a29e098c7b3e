import type { Portal } from '../../../services/accounts/portal.ts';
import { passwordPolicies, type RuleId } from '../../../services/passwords/policies.ts';
import { type Html, html } from '../plain/html.ts';
import type { Page } from '../plain/page.ts';
import type { NewPasswordPurpose, Subject } from './purposes.ts';
import { generatorRules, shownRules } from './shown-rules.ts';
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
  const policy = passwordPolicies[portal];
  const values = { portal: text(`portal.${portal}`), email: subject.shownEmail };
  return {
    title: text(purpose.texts.title),
    body: html`${refusal ? problem(text, portal, refusal) : ''}
<p>${text(purpose.texts.lead, values)}</p>
<form method="post" action="${action}" data-portal="${portal}" data-met="${text('rules.met')}" data-open="${text('rules.open', { count: '{count}', total: '{total}' })}" data-show="${text('form.show')}" data-hide="${text('form.hide')}">
<input type="hidden" name="link" value="${linkId}">
${subject.username === undefined ? '' : html`<input type="text" name="username" autocomplete="username" value="${subject.username}" readonly hidden>`}
<h2 id="rules-title">${text('rules.title')}</h2>
<ul class="rules" id="rules" role="list" aria-labelledby="rules-title">
${ruleItems(text, portal)}
</ul>
<p class="small">${text('rules.also')}</p>
<p class="field"><label for="password">${text('form.password')}</label>
<input id="password" name="password" type="password" autocomplete="new-password" required autocapitalize="none" spellcheck="false" passwordrules="${generatorRules(policy)}"${described(refusal)}></p>
<p class="field"><label for="confirmation">${text('form.confirmation')}</label>
<input id="confirmation" name="confirmation" type="password" autocomplete="new-password" required autocapitalize="none" spellcheck="false"${described(refusal)}></p>
<p class="small" role="status" id="progress"></p>
<button type="submit">${text(purpose.texts.button)}</button>
</form>
<p class="small">${text('form.not-you')}</p>
<p class="small">${text('disavow.never-ask')}</p>
<script type="module" src="${script}"></script>`,
  };
}

const described = (refusal: Refusal | undefined) =>
  refusal === undefined ? html` aria-describedby="rules"` : html` aria-invalid="true" aria-describedby="problem rules"`;

function ruleItems(text: NewPasswordText, portal: Portal): Html[] {
  const policy = passwordPolicies[portal];
  const values = { min: policy.minLength, specials: [...policy.specials].join(' ') };
  return shownRules(policy).map(({ key, ids }) => html`<li data-rules="${ids.join(' ')}">${text(key, values)}</li>`);
}

function problem(text: NewPasswordText, portal: Portal, refusal: Refusal): Html {
  if ('because' in refusal) {
    return html`<p class="problem" role="alert" id="problem">${text(`form.${refusal.because}`)}</p>`;
  }
  const { minLength: min, maxLength: max } = passwordPolicies[portal];
  const specials = [...passwordPolicies[portal].specials].join(' ');
  const allowed = specials === '' ? text('rule.no-specials') : text('rule.these-specials', { specials });
  const rules = refusal.failing.map((id) => html`<li>${text(`rule.${id}`, { min, max, specials, allowed })}</li>`);
  return html`<div class="problem" role="alert" id="problem"><p>${text('form.failing')}</p><ul>${rules}</ul></div>`;
}
