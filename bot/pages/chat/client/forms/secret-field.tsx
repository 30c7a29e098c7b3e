import type { JSX, RefObject } from 'preact';
import { useId, useState } from 'preact/hooks';
import { Icon } from '../icons.tsx';
import { useText } from '../texts.ts';

export interface SecretFieldProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** Id of a further description, a list of rules for example. */
  readonly describedBy?: string | undefined;
  readonly autocomplete: 'new-password' | 'current-password' | 'off';
  readonly isDisabled: boolean;
  readonly onInput?: () => void;
}

/** A password field that shows what is typed on request. What is typed stays in the field, never in the page's state. */
export function SecretField(props: SecretFieldProps): JSX.Element {
  const t = useText();
  const id = useId();
  const [shown, setShown] = useState(false);
  const { hint, error, describedBy } = props;
  const descriptions = [error && `${id}-error`, hint && `${id}-hint`, describedBy].filter(Boolean).join(' ');
  return (
    <div class={error === undefined ? 'field' : 'field wrong'}>
      <label for={id}>{props.label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <div class="with-button">
        {/* Two elements in turn would lose what is typed; the type of one is changed. */}
        <input
          {...(shown ? { type: 'text' as const } : { type: 'password' as const })}
          id={id}
          ref={props.input}
          name={props.name}
          autocomplete={props.autocomplete}
          autocapitalize="none"
          spellcheck={false}
          disabled={props.isDisabled}
          aria-invalid={error !== undefined}
          aria-describedby={descriptions === '' ? undefined : descriptions}
          onInput={() => props.onInput?.()}
        />
        <button
          type="button"
          aria-pressed={shown}
          aria-label={`${t(shown ? 'chat.form.hide' : 'chat.form.show')}: ${props.label}`}
          onClick={() => setShown(!shown)}
        >
          {t(shown ? 'chat.form.hide' : 'chat.form.show')}
        </button>
      </div>
      {error !== undefined && <FieldError id={`${id}-error`} text={error} />}
    </div>
  );
}

/** What is wrong with the field above, and what to do. */
export function FieldError({ id, text }: { id: string; text: string }): JSX.Element {
  return (
    <p class="error" id={id} role="alert">
      <Icon name="alert" />
      <span>{text}</span>
    </p>
  );
}
