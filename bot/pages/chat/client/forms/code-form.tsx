import type { JSX } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { useText } from '../texts.ts';
import type { FormProps } from './form-panel.tsx';
import { Submit } from './password-form.tsx';
import { FieldError } from './secret-field.tsx';

/** The code from a mail, typed or pasted in whatever shape: blanks, hyphens, full-width digits. */
export function CodeForm({ digits, chat, isDisabled, onSent }: FormProps & { digits: number }): JSX.Element {
  const t = useText();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState(false);

  function submit(event: Event): void {
    event.preventDefault();
    const field = input.current;
    if (field === null) return;
    const code = readCode(field.value);
    setWrong(code.length !== digits);
    if (code.length !== digits) {
      field.focus();
      return;
    }
    chat.sendText(code, 'code');
    field.value = '';
    onSent();
  }

  return (
    <form onSubmit={submit} noValidate method="post">
      <div class={wrong ? 'field wrong' : 'field'}>
        <label for={id}>{t('chat.code.label', { digits })}</label>
        <p class="hint" id={`${id}-hint`}>
          {t('chat.code.hint')}
        </p>
        <input
          id={id}
          ref={input}
          class="code"
          name="code"
          type="text"
          inputMode="numeric"
          autocomplete="one-time-code"
          disabled={isDisabled}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-error ${id}-hint` : `${id}-hint`}
          onInput={() => setWrong(false)}
        />
        {wrong && <FieldError id={`${id}-error`} text={t('chat.code.wrong', { digits })} />}
      </div>
      <Submit text={t('chat.code.submit')} isDisabled={isDisabled} />
    </form>
  );
}

/** The digits of what was typed, as plain ones. */
const readCode = (text: string): string => text.normalize('NFKC').replace(/\D/g, '');
