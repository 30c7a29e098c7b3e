import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Chat, ChatState } from './chat.ts';
import { Composer, Menu } from './composer.tsx';
import { useFollow } from './follow.ts';
import { FormPanel } from './forms/form-panel.tsx';
import { Icon } from './icons.tsx';
import { Message } from './message.tsx';
import { Notice } from './notice.tsx';
import { PeopleBar } from './people-bar.tsx';
import { Progress } from './progress.tsx';
import { SharedDevice } from './shared-device.tsx';
import { type Translate, useText } from './texts.ts';
import type { Item } from './transcript.ts';
import { useTitleBadge } from './use-title-badge.ts';
import type { PageOptions } from './wire.ts';

/** The conversation between the page's header and its end. */
export function App({ chat, options }: { chat: Chat; options: PageOptions }): JSX.Element {
  const t = useText();
  const state = useChat(chat);
  const composer = useRef<HTMLTextAreaElement>(null);
  const log = useRef<HTMLDivElement>(null);
  const busy = useDelayed(state.botIsBusy && state.link === 'online', state.items.length);
  const { form, people, typist } = state;
  useFollow(`${state.items.length} ${form?.kind} ${busy} ${typist}`);
  useTitleBadge(state.items.filter(({ by }) => by !== 'person').length);

  /** Fingers would get the keyboard in the way of what comes; keys go on from the composer. */
  function leaveFocus(): void {
    if (matchMedia('(pointer: fine)').matches) composer.current?.focus({ preventScroll: true });
    else log.current?.focus({ preventScroll: true });
  }

  return (
    <>
      {!people && <Progress procedure={state.procedure} progress={state.progress} />}
      <PeopleBar
        people={people}
        onLeave={() => {
          leaveFocus();
          chat.sendText(t('chat.people.back.send'));
        }}
      />
      <main>
        <p class="guard">
          <Icon name="shield" />
          <span>{t('chat.guard')}</span>
        </p>
        {state.items.length > 0 && <SharedDevice onForget={() => chat.restart()} />}
        <div class="log" role="log" aria-live="polite" aria-label={t('chat.log')} tabIndex={-1} ref={log}>
          <ol>
            {state.items.map((item, index) => (
              <Message key={item.key} item={item} isFirst={!sameSpeaker(state.items[index - 1], item)} />
            ))}
          </ol>
        </div>
        {state.items.length === 0 && state.link !== 'ended' && <p class="opening">{t('chat.opening')}</p>}
        {(busy || typist !== undefined) && (
          <p class="busy" role="status">
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {typist === undefined ? (
              <span class="hidden">{t('chat.busy')}</span>
            ) : (
              <span class="typist">{t('chat.people.types', { agent: typist })}</span>
            )}
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
          placeholder={placeholderOf(state, t)}
          onSend={(text) => chat.sendText(text)}
          onTyping={() => chat.typing()}
        />
        <Menu withPeople={people !== undefined} onSend={(text) => chat.sendText(text)} />
      </footer>
    </>
  );
}

function placeholderOf({ people, form }: ChatState, t: Translate): string {
  if (people?.agent !== undefined) return t('chat.composer.to-agent', { agent: people.agent });
  return t(form === undefined || people ? 'chat.composer.placeholder' : 'chat.composer.during-secret');
}

const sameSpeaker = (before: Item | undefined, { by, name }: Item): boolean =>
  before?.by === by && before.name === name;

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
