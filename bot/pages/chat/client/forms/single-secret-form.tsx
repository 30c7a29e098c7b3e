import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useText } from '../texts.ts';
import type { FormProps } from './form-panel.tsx';
import { Submit } from './password-form.tsx';
import { SecretField } from './secret-field.tsx';

/** One password that exists already: of a client number, or of a key that was uploaded. */
export function SingleSecretForm(props: FormProps & { kind: 'client-password' | 'key-password' }): JSX.Element {
  const { kind, chat, isDisabled, onSent } = props;
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const [missing, setMissing] = useState(false);

  function submit(event: Event): void {
    event.preventDefault();
    const field = input.current;
    if (field === null) return;
    setMissing(field.value === '');
    if (field.value === '') {
      field.focus();
      return;
    }
    chat.sendValue(kind === 'key-password' ? { keyPassword: field.value } : { password: field.value }, kind);
    field.value = '';
    onSent();
  }

  return (
    <form onSubmit={submit} noValidate method="post">
      <SecretField
        input={input}
        name="password"
        label={t(`chat.${kind}.label`)}
        hint={t(`chat.${kind}.hint`)}
        error={missing ? t('chat.form.required') : undefined}
        autocomplete="current-password"
        isDisabled={isDisabled}
        onInput={() => setMissing(false)}
      />
      <Submit text={t(`chat.${kind}.submit`)} isDisabled={isDisabled} />
    </form>
  );
}
