import type { ComponentType, JSX } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Chat, ChatState } from '../chat.ts';
import { Icon } from '../icons.tsx';
import { type TextKey, useText } from '../texts.ts';
import type { Form, PageOptions } from '../wire.ts';
import { CodeForm } from './code-form.tsx';
import { PasswordForm } from './password-form.tsx';
import { SingleSecretForm } from './single-secret-form.tsx';

export interface PanelProps {
  readonly form: Form;
  readonly chat: Chat;
  readonly state: ChatState;
  readonly options: PageOptions;
  /** Where focus goes when the panel that had it goes away. */
  readonly onLeave: () => void;
}

/** What each form is given. It calls `onSent` after it has sent its answer, and is disabled until the bot's. */
export interface FormProps extends PanelProps {
  readonly isDisabled: boolean;
  readonly onSent: () => void;
}

const titles: Record<Form['kind'], TextKey> = {
  password: 'chat.password.title',
  'client-password': 'chat.client-password.title',
  'key-password': 'chat.key-password.title',
  code: 'chat.code.title',
  efirma: 'chat.efirma.title',
};

/** Not the name that is there for password managers alone. */
const FIELD = 'input:not([tabindex="-1"])';

/** The protected box in which the bot's question is answered. */
export function FormPanel(props: PanelProps): JSX.Element {
  const { form, chat, state, onLeave } = props;
  const touch = () => chat.touchForm();
  const t = useText();
  const title = useId();
  const panel = useRef<HTMLElement>(null);
  const [sentAt, setSentAt] = useState<string>();
  const isDisabled = sentAt !== undefined && sentAt === state.askedId && state.botIsBusy;

  useLayoutEffect(() => {
    const before = document.activeElement;
    // Who writes to an agent goes on with that; words must not end up in a password.
    if (before?.id === 'composer' && !state.people) panel.current?.querySelector<HTMLElement>(FIELD)?.focus();
    return () => {
      if (panel.current?.contains(document.activeElement)) onLeave();
    };
  }, [onLeave]);

  const rest = { ...props, isDisabled, onSent: () => setSentAt(state.askedId) };
  return (
    <section class="panel" ref={panel} aria-labelledby={title} onPointerDown={touch} onKeyDown={touch} onInput={touch}>
      <h2 id={title}>
        <Icon name="lock" />
        {t(titles[form.kind])}
      </h2>
      {form.kind === 'password' && <PasswordForm {...rest} portal={form.portal} />}
      {form.kind === 'code' && <CodeForm {...rest} digits={form.digits} />}
      {(form.kind === 'client-password' || form.kind === 'key-password') && (
        <SingleSecretForm {...rest} kind={form.kind} />
      )}
      {form.kind === 'efirma' && <LateEfirmaForm {...rest} />}
    </section>
  );
}

/** The e.firma part of the page is loaded when somebody gets there. */
function LateEfirmaForm(props: FormProps): JSX.Element {
  const t = useText();
  const [loaded, setLoaded] = useState<{ Form: ComponentType<FormProps> } | 'loading' | 'failed'>('loading');
  useEffect(() => {
    if (loaded !== 'loading') return;
    import('./efirma-form.tsx').then(
      ({ EfirmaForm }) => setLoaded({ Form: EfirmaForm }),
      () => setLoaded('failed'),
    );
  }, [loaded]);
  if (loaded === 'loading') return <p role="status">{t('chat.form.loading')}</p>;
  if (loaded !== 'failed') return <loaded.Form {...props} />;
  return (
    <>
      <p role="alert">{t('chat.form.load-failed')}</p>
      <button type="button" class="primary" onClick={() => setLoaded('loading')}>
        {t('chat.form.retry')}
      </button>
    </>
  );
}
