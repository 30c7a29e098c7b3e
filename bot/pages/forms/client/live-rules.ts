import { checkPassword } from '../../../../services/passwords/check.ts';
import { passwordPolicies } from '../../../../services/passwords/policies.ts';
import { showButton } from './show-button.ts';

// Ticks the rules off while the person types. The page works without: the server checks the same policy, and more.
const form = document.querySelector<HTMLFormElement>('form[data-portal]');
if (form) tickOff(form);

function tickOff(form: HTMLFormElement): void {
  const { portal, met = '', open = '' } = form.dataset;
  const policy = Object.values(passwordPolicies).find((candidate) => candidate.portal === portal);
  const password = form.querySelector<HTMLInputElement>('#password');
  const progress = form.querySelector('#progress');
  if (policy === undefined || password === null || progress === null) return;
  const rules = [...form.querySelectorAll<HTMLLIElement>('[data-rules]')].map((item) => {
    const state = document.createElement('span');
    state.className = 'hidden';
    item.append(' ', state);
    return { item, state, ids: new Set((item.dataset.rules ?? '').split(' ')) };
  });

  const update = () => {
    const checked = checkPassword(password.value, policy, {});
    const failing = checked.ok ? [] : checked.failing;
    const typed = password.value !== '';
    let count = 0;
    for (const { item, state, ids } of rules) {
      const isMet = typed && !failing.some((id) => ids.has(id));
      if (isMet) count += 1;
      item.dataset.state = isMet ? 'met' : 'open';
      state.textContent = isMet ? met : '';
    }
    const said = typed ? open.replace('{count}', String(count)).replace('{total}', String(rules.length)) : '';
    // Written only when it changes: each writing is read aloud.
    if (progress.textContent !== said) progress.textContent = said;
  };
  password.addEventListener('input', update);
  progress.before(showButton(form, [...form.querySelectorAll<HTMLInputElement>('#password, #confirmation')]));
  update();
}
