import type { JSX, RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { Icon } from './icons.tsx';
import { useText } from './texts.ts';

/** From here on the page says how many characters are left. */
const hintBelow = 300;

export interface ComposerProps {
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly maxChars: number;
  readonly placeholder: string;
  readonly onSend: (text: string) => void;
  readonly onTyping: () => void;
}

/** Enter sends, Shift+Enter starts a new line; the field grows with the text. */
export function Composer({ input, maxChars, placeholder, onSend, onTyping }: ComposerProps): JSX.Element {
  const t = useText();
  const [text, setText] = useState('');
  const left = maxChars - text.length;

  useLayoutEffect(() => {
    const field = input.current;
    if (field === null) return;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight + 2}px`;
  }, [text, placeholder, input]);

  function send(event: Event): void {
    event.preventDefault();
    if (text.trim() === '') return;
    onSend(text.trim());
    setText('');
  }

  return (
    <form class="composer" onSubmit={send}>
      <label class="hidden" for="composer">
        {t('chat.composer.label')}
      </label>
      <textarea
        id="composer"
        ref={input}
        rows={1}
        value={text}
        maxLength={maxChars}
        placeholder={placeholder}
        autocomplete="off"
        enterkeyhint="send"
        aria-describedby="composer-left"
        onInput={(event) => {
          setText(event.currentTarget.value);
          onTyping();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event);
        }}
      />
      <button class="send" type="submit" aria-disabled={text.trim() === ''}>
        <Icon name="send" />
        <span class="hidden">{t('chat.composer.send')}</span>
      </button>
      <p id="composer-left" class="left" aria-live="polite">
        {left < hintBelow ? t('chat.composer.left', { count: left }) : ''}
      </p>
    </form>
  );
}

const ways = [
  { id: 'back', icon: 'back' },
  { id: 'help', icon: 'help' },
  { id: 'cancel', icon: 'cancel' },
  { id: 'person', icon: 'person' },
] as const;

/**
 * The four ways out, there at every step. Each says its word for the person. People read the words as they read all
 * others: while they have the conversation, only help answers by itself.
 */
export function Menu({ withPeople, onSend }: { withPeople: boolean; onSend: (text: string) => void }): JSX.Element {
  const t = useText();
  const shown = ways.filter(({ id }) => !withPeople || id === 'help');
  return (
    <nav class="menu" aria-label={t('chat.menu.label')}>
      {shown.map(({ icon, id }) => (
        <button
          type="button"
          key={id}
          aria-label={id === 'person' ? t('chat.menu.person.name') : undefined}
          onClick={() => onSend(t(`chat.menu.${id}.send`))}
        >
          <Icon name={icon} />
          {t(`chat.menu.${id}.label`)}
        </button>
      ))}
    </nav>
  );
}
