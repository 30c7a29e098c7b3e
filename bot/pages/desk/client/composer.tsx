import type { JSX, RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ConversationView } from '../../../desk/api-types.ts';
import { CannedPicker } from './canned-picker.tsx';
import type { Desk, DeskState } from './desk.ts';
import { newId } from './new-id.ts';
import { useWords } from './texts.ts';

type Mode = 'say' | 'note';

/** Where words to the person are written, or a note that stays at the desk; which of the two cannot be mistaken. */
export function Composer(props: {
  readonly desk: Desk;
  readonly state: DeskState;
  readonly view: ConversationView;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly mode: Mode;
  readonly onMode: (mode: Mode) => void;
  readonly picking: boolean;
  readonly onPicking: (picking: boolean) => void;
}): JSX.Element {
  const { desk, state, view, input, mode, onMode, picking, onPicking } = props;
  const { t } = useWords();
  const [texts, setTexts] = useState({ say: '', note: '' });
  const text = texts[mode];
  const isClosed = view.windowEndsAt !== undefined && view.windowEndsAt < Date.now() + state.offset;
  const may = view.may.includes(mode) && !(mode === 'say' && isClosed);
  const max = mode === 'say' ? state.me.limits.messageMaxChars : state.me.limits.noteMaxChars;

  // Each conversation has its own words.
  useEffect(() => setTexts({ say: '', note: '' }), [view.item.id]);

  const write = (words: string) => setTexts((before) => ({ ...before, [mode]: words }));

  async function send(event?: Event): Promise<void> {
    event?.preventDefault();
    const words = text.trim();
    if (words === '' || words.length > max) return;
    if (!may) return desk.tell('refused', t(isClosed ? 'composer.window-closed' : 'composer.take-first'));
    write('');
    const id = view.item.id;
    const ok = mode === 'say' ? await desk.say(words) : (await desk.act('note', { id: newId(), text: words })).ok;
    // What was not sent is not lost.
    if (!ok && desk.state().open?.id === id)
      setTexts((before) => (before[mode] === '' ? { ...before, [mode]: words } : before));
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) void send(event);
    if (event.key === 'Escape') input.current?.blur();
  }

  return (
    <form class={`composer ${mode}`} onSubmit={send}>
      <div class="modes">
        {(['say', 'note'] as const).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={mode === each}
            disabled={!view.may.includes(each)}
            onClick={() => {
              onMode(each);
              input.current?.focus();
            }}
          >
            {t(`composer.mode.${each}`)}
          </button>
        ))}
        {mode === 'say' && (
          <button
            type="button"
            class="canned-button"
            disabled={!may}
            aria-expanded={picking}
            onClick={() => onPicking(!picking)}
          >
            {t('composer.canned')}
          </button>
        )}
      </div>
      {picking && (
        <CannedPicker
          desk={desk}
          state={state}
          item={view.item}
          onPick={(words) => {
            write(text === '' ? words : `${text} ${words}`);
            onPicking(false);
            input.current?.focus();
          }}
          onClose={() => {
            onPicking(false);
            input.current?.focus();
          }}
        />
      )}
      <div class="write">
        <label class="hidden" for="words">
          {t(`composer.label.${mode}`)}
        </label>
        <textarea
          id="words"
          ref={input}
          rows={2}
          value={text}
          placeholder={t(
            isClosed && mode === 'say'
              ? 'composer.window-closed'
              : may
                ? `composer.placeholder.${mode}`
                : 'composer.take-first',
          )}
          onInput={(event) => {
            write(event.currentTarget.value);
            if (mode === 'say') desk.typing();
          }}
          onKeyDown={onKeyDown}
        />
        <button type="submit" class="primary" disabled={!may || text.trim() === '' || text.length > max}>
          {t(`composer.send.${mode}`)}
        </button>
      </div>
      {text.length > max * 0.8 && (
        <p class={text.length > max ? 'left over' : 'left'} role="status">
          {t('composer.left', { left: max - text.length })}
        </p>
      )}
    </form>
  );
}
