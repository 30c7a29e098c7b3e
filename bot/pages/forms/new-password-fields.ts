import type { Texts } from '../../../locales/texts.ts';
import type { Portal } from '../../../services/accounts/portal.ts';
import { passwordPolicies, type RuleId } from '../../../services/passwords/policies.ts';
import type { NewPasswordKey } from '../new-password/texts.ts';
import { type Html, html } from '../plain/html.ts';
import { generatorRules, shownRules } from './shown-rules.ts';

type FieldsText = Texts<NewPasswordKey>;

/** Attributes of a form whose rules `client/live-rules.ts` ticks off while the person types. */
export const liveRules = (text: FieldsText, portal: Portal): Html =>
  html` data-portal="${portal}" data-met="${text('rules.met')}" data-open="${text('rules.open', { count: '{count}', total: '{total}' })}" data-show="${text('form.show')}" data-hide="${text('form.hide')}"`;

/**
 * The rules of a portal and the two fields of a new password. Works without script.
 *
 * @param refused whether the page says, in an element `problem`, what was wrong with the last one.
 */
export function newPasswordFields(text: FieldsText, portal: Portal, refused: boolean): Html {
  const rules = generatorRules(passwordPolicies[portal]);
  return html`<h2 id="rules-title">${text('rules.title')}</h2>
<ul class="rules" id="rules" role="list" aria-labelledby="rules-title">
${ruleItems(text, portal)}
</ul>
<p class="small">${text('rules.also')}</p>
<p class="field"><label for="password">${text('form.password')}</label>
<input id="password" name="password" type="password" autocomplete="new-password" required autocapitalize="none" spellcheck="false" passwordrules="${rules}"${described(refused)}></p>
<p class="field"><label for="confirmation">${text('form.confirmation')}</label>
<input id="confirmation" name="confirmation" type="password" autocomplete="new-password" required autocapitalize="none" spellcheck="false"${described(refused)}></p>
<p class="small" role="status" id="progress"></p>`;
}

/** The rules that a refused password fails, each in a sentence. */
export function failingRules(text: FieldsText, portal: Portal, failing: readonly RuleId[]): Html {
  const { minLength: min, maxLength: max } = passwordPolicies[portal];
  const specials = [...passwordPolicies[portal].specials].join(' ');
  const allowed = specials === '' ? text('rule.no-specials') : text('rule.these-specials', { specials });
  return html`<ul>${failing.map((id) => html`<li>${text(`rule.${id}`, { min, max, specials, allowed })}</li>`)}</ul>`;
}

const described = (refused: boolean) =>
  refused ? html` aria-invalid="true" aria-describedby="problem rules"` : html` aria-describedby="rules"`;

function ruleItems(text: FieldsText, portal: Portal): Html[] {
  const policy = passwordPolicies[portal];
  const values = { min: policy.minLength, specials: [...policy.specials].join(' ') };
  return shownRules(policy).map(({ key, ids }) => html`<li data-rules="${ids.join(' ')}">${text(key, values)}</li>`);
}
