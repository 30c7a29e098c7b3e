import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { type FailureField, fieldOf, type SignFailure, textOf } from '../../../forms/client/efirma-failures.ts';
import { useText } from '../texts.ts';
import type { EfirmaFormProps } from './efirma-form.tsx';
import { FilePicker } from './file-picker.tsx';
import { FieldError, SecretField } from './secret-field.tsx';
import { signChosen } from './sign-chosen.ts';

/** Certificate, key and its password; only the certificate and a signature leave the device. */
export function SigningForm(props: EfirmaFormProps): JSX.Element {
  const { chat, state, options, isDisabled, onSent, chosen, onChoose } = props;
  const t = useText();
  const form = useRef<HTMLFormElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const [work, setWork] = useState<'none' | 'renewing' | 'signing'>('none');
  const [failure, setFailure] = useState<SignFailure>();
  const isBusy = isDisabled || work !== 'none';
  const errorAt = (field: FailureField) =>
    failure !== undefined && fieldOf(failure) === field ? t(textOf(failure)) : undefined;
  const formError = errorAt('form');

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (isBusy || password.current === null) return;
    setFailure(undefined);
    setWork('renewing');
    const secret = password.current.value;
    const result = await signChosen(chosen, secret, { chat, options, onSigning: () => setWork('signing') });
    setWork('none');
    if (!result.ok) return refuse(result.reason);
    password.current.value = '';
    chat.sendValue({ ...result.value }, 'efirma');
    onSent();
  }

  function refuse(reason: SignFailure): void {
    setFailure(reason);
    if (reason === 'key-not-opened' && password.current !== null) password.current.value = '';
    // The fields are enabled again with the next paint.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  }

  return (
    <form ref={form} onSubmit={submit} noValidate method="post" aria-busy={isBusy}>
      <p class="promise">{t('chat.efirma.promise')}</p>
      <FilePicker
        chosen={chosen}
        onChoose={(next) => {
          setFailure(undefined);
          onChoose(next);
        }}
        isDisabled={isBusy}
        errors={{ certificate: errorAt('certificate'), key: errorAt('key') }}
      />
      <SecretField
        input={password}
        name="key-password"
        label={t('chat.efirma.password')}
        hint={t('chat.efirma.password-hint')}
        error={errorAt('password')}
        autocomplete="off"
        isDisabled={isBusy}
      />
      {state.challenge !== undefined && (
        <details>
          <summary>{t('chat.efirma.text')}</summary>
          <pre>{state.challenge}</pre>
        </details>
      )}
      {formError !== undefined && <FieldError id="efirma-error" text={formError} />}
      <button type="submit" class="primary" disabled={isBusy}>
        {isDisabled ? t('chat.form.sending') : t('chat.efirma.submit')}
      </button>
      <p class="working" role="status">
        {work !== 'none' && (
          <>
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {t(work === 'signing' ? 'chat.efirma.working' : 'chat.efirma.renewing')}
          </>
        )}
      </p>
    </form>
  );
}
