import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Chat, ChatState } from './chat.ts';
import { Composer, Menu } from './composer.tsx';
import { useFollow } from './follow.ts';
import { FormPanel } from './forms/form-panel.tsx';
import { Icon } from './icons.tsx';
import { Message } from './message.tsx';
import { Notice } from './notice.tsx';
import { Progress } from './progress.tsx';
import { SharedDevice } from './shared-device.tsx';
import { useText } from './texts.ts';
import type { PageOptions } from './wire.ts';

/** The conversation between the page's header and its end. */
export function App({ chat, options }: { chat: Chat; options: PageOptions }): JSX.Element {
  const t = useText();
  const state = useChat(chat);
  const composer = useRef<HTMLTextAreaElement>(null);
  const log = useRef<HTMLDivElement>(null);
  const busy = useDelayed(state.botIsBusy && state.link === 'online', state.items.length);
  const { form } = state;
  useFollow(`${state.items.length} ${form?.kind} ${busy} ${state.agentTypes}`);

  /** Fingers would get the keyboard in the way of what comes; keys go on from the composer. */
  function leaveFocus(): void {
    if (matchMedia('(pointer: fine)').matches) composer.current?.focus({ preventScroll: true });
    else log.current?.focus({ preventScroll: true });
  }

  return (
    <>
      <Progress procedure={state.procedure} progress={state.progress} />
      <main>
        <p class="guard">
          <Icon name="shield" />
          <span>{t('chat.guard')}</span>
        </p>
        {state.items.length > 0 && <SharedDevice onForget={() => chat.restart()} />}
        <div class="log" role="log" aria-live="polite" aria-label={t('chat.log')} tabIndex={-1} ref={log}>
          <ol>
            {state.items.map((item, index) => (
              <Message key={item.key} item={item} isFirst={state.items[index - 1]?.by !== item.by} />
            ))}
          </ol>
        </div>
        {state.items.length === 0 && state.link !== 'ended' && <p class="opening">{t('chat.opening')}</p>}
        {(busy || state.agentTypes) && (
          <p class="busy" role="status">
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            <span class="hidden">{t(state.agentTypes ? 'chat.agent-types' : 'chat.busy')}</span>
          </p>
        )}
        {state.quickReplies.length > 0 && (
          <fieldset class="quick">
            <legend class="hidden">{t('chat.quick-replies')}</legend>
            {state.quickReplies.map(({ title, value }) => (
              <button
                type="button"
                key={value}
                onClick={() => {
                  leaveFocus();
                  chat.sendText(value);
                }}
              >
                {title}
              </button>
            ))}
          </fieldset>
        )}
        {form !== undefined && state.link !== 'ended' && (
          <FormPanel key={form.kind} form={form} chat={chat} state={state} options={options} onLeave={leaveFocus} />
        )}
      </main>
      <footer>
        <Notice link={state.link} onRestart={() => chat.restart()} />
        <Composer
          input={composer}
          maxChars={options.messageMaxChars}
          placeholder={form === undefined ? t('chat.composer.placeholder') : t('chat.composer.during-secret')}
          onSend={(text) => chat.sendText(text)}
          onTyping={() => chat.typing()}
        />
        <Menu onSend={(text) => chat.sendText(text)} />
      </footer>
    </>
  );
}

function useChat(chat: Chat): ChatState {
  const [state, setState] = useState(chat.state());
  useLayoutEffect(() => {
    const look = () => setState(chat.state());
    // What came between the first rendering and now would otherwise wait for the next change.
    look();
    return chat.subscribe(look);
  }, [chat]);
  return state;
}

const busyAfterMs = 400;
/** A person who answers in place of the bot takes longer; dots for minutes would lie. */
const busyForMs = 20_000;

function useDelayed(isBusy: boolean, since: number): boolean {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    setShown(false);
    if (!isBusy) return;
    const timers = [setTimeout(() => setShown(true), busyAfterMs), setTimeout(() => setShown(false), busyForMs)];
    return () => timers.forEach(clearTimeout);
  }, [isBusy, since]);
  return shown && isBusy;
}
