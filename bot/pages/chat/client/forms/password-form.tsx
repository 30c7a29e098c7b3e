import type { JSX } from 'preact';
import { useId, useMemo, useRef, useState } from 'preact/hooks';
import { Icon } from '../icons.tsx';
import { useKnownKey, useText } from '../texts.ts';
import type { FormProps } from './form-panel.tsx';
import { livePolicy } from './password-rules.ts';
import { SecretField } from './secret-field.tsx';

/** A new password, twice, with the portal's rules ticked off while it is typed. */
export function PasswordForm({ portal, chat, isDisabled, onSent }: FormProps & { portal: string }): JSX.Element {
  const t = useText();
  const rulesId = useId();
  const policy = useMemo(() => livePolicy(portal), [portal]);
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const [failing, setFailing] = useState(policy.failing(''));
  const [isTyped, setTyped] = useState(false);
  const [tried, setTried] = useState(false);
  const [differ, setDiffer] = useState(false);
  const account = useKnownKey('chat.password.username', portal);

  function check(): boolean {
    const failingNow = policy.failing(first.current?.value ?? '');
    setFailing(failingNow);
    setTyped(first.current?.value !== '');
    return failingNow.length === 0;
  }

  function submit(event: Event): void {
    event.preventDefault();
    if (first.current === null || second.current === null) return;
    const password = first.current.value;
    const confirmation = second.current.value;
    const isStrong = check();
    const isSame = password === confirmation;
    setTried(true);
    setDiffer(!isSame);
    if (!isStrong) first.current.focus();
    else if (!isSame) second.current.focus();
    else send({ password, confirmation });
  }

  function send(value: { password: string; confirmation: string }): void {
    chat.sendValue(value, 'password');
    for (const { current } of [first, second]) if (current !== null) current.value = '';
    setTried(false);
    check();
    onSent();
  }

  return (
    <form onSubmit={submit} noValidate method="post">
      <input
        class="hidden"
        type="text"
        name="username"
        autocomplete="username"
        value={account === undefined ? '' : t(account)}
        readOnly
        tabIndex={-1}
        aria-hidden="true"
      />
      <SecretField
        input={first}
        name="password"
        label={t('chat.password.new')}
        describedBy={rulesId}
        error={tried && failing.length > 0 ? t('chat.password.weak') : undefined}
        autocomplete="new-password"
        isDisabled={isDisabled}
        onInput={check}
      />
      <div id={rulesId} class="rules">
        <p>{t('chat.password.rules')}</p>
        <ul>
          {policy.rules
            .filter(({ id, isStanding }) => isStanding || failing.includes(id))
            .map(({ id, key, values }) => (
              <Rule key={id} text={t(key, values)} met={isTyped && !failing.includes(id)} />
            ))}
        </ul>
      </div>
      <SecretField
        input={second}
        name="confirmation"
        label={t('chat.password.again')}
        error={differ ? t('chat.password.mismatch') : undefined}
        autocomplete="new-password"
        isDisabled={isDisabled}
        onInput={() => setDiffer(false)}
      />
      <Submit text={t('chat.password.submit')} isDisabled={isDisabled} />
    </form>
  );
}

/** Nothing typed breaks no rule about what may not be there; it is not ticked off either. */
function Rule({ text, met }: { text: string; met: boolean }): JSX.Element {
  const t = useText();
  return (
    <li class={met ? 'met' : 'unmet'}>
      <Icon name={met ? 'check' : 'dot'} />
      <span>
        {text}
        <span class="hidden"> ({t(met ? 'chat.password.met' : 'chat.password.unmet')})</span>
      </span>
    </li>
  );
}

export function Submit({ text, isDisabled }: { text: string; isDisabled: boolean }): JSX.Element {
  const t = useText();
  return (
    <button type="submit" class="primary" disabled={isDisabled}>
      {isDisabled ? t('chat.form.sending') : text}
    </button>
  );
}
