import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Delivery, TranscriptEntry } from '../../../desk/api-types.ts';
import type { Pending } from './desk.ts';
import { clockOf, dayOf } from './format.ts';
import { Icon, type IconName } from './icons.tsx';
import { useWords } from './texts.ts';

/** The conversation as agents may see it. What people wrote stands here as text, whatever it looks like. */
export function Transcript(props: {
  readonly entries: readonly TranscriptEntry[];
  readonly deliveries: readonly Delivery[];
  readonly pending: readonly Pending[];
  readonly personTypes: boolean;
}): JSX.Element {
  const { entries, deliveries, pending, personTypes } = props;
  const { t } = useWords();
  const box = useFollow(`${entries.at(-1)?.seq} ${pending.length} ${personTypes}`);
  const states = new Map(deliveries.map(({ seq, state }) => [seq, state]));
  let shownDay = '';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with the keyboard.
    <div class="transcript" role="log" aria-live="polite" aria-label={t('talk.log')} tabIndex={0} ref={box}>
      <ol>
        {entries.map((entry, index) => {
          const day = dayOf(entry.at);
          const isNewDay = day !== shownDay;
          shownDay = day;
          return (
            <Entry
              key={entry.seq}
              entry={entry}
              day={isNewDay ? day : undefined}
              isFirst={entries[index - 1]?.from !== entry.from || isNewDay}
              delivery={states.get(entry.seq)}
            />
          );
        })}
        {pending.map(({ clientMessageId, text }) => (
          <li key={clientMessageId} class="entry agent sending">
            <p class="said">{text}</p>
            <p class="under">{t('talk.sending')}</p>
          </li>
        ))}
      </ol>
      {personTypes && (
        <p class="types" role="status">
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {t('talk.person-types')}
        </p>
      )}
    </div>
  );
}

function Entry(props: {
  readonly entry: TranscriptEntry;
  readonly day: string | undefined;
  readonly isFirst: boolean;
  readonly delivery: Delivery['state'] | undefined;
}): JSX.Element {
  const { entry, day, isFirst, delivery } = props;
  const { t, label } = useWords();
  const { from, name, text, files = [], options = [], form } = entry;
  return (
    <>
      {day && <li class="day">{day}</li>}
      <li class={`entry ${from} ${isFirst ? 'first' : ''}`}>
        {isFirst && <p class="who">{name ?? label('from', from)}</p>}
        {text !== '' && <p class="said">{text}</p>}
        {files.map((file) => (
          <p class="said file" key={file}>
            <Icon name="file" />
            {file}
          </p>
        ))}
        {form && (
          <p class="secure">
            <Icon name="lock" />
            {t('talk.form', { kind: label('form', form) })}
          </p>
        )}
        {options.length > 0 && <p class="options">{t('talk.options', { options: options.join(' · ') })}</p>}
        <p class="under">
          <time dateTime={new Date(entry.at).toISOString()}>{clockOf(entry.at)}</time>
          {from === 'agent' && <Tick state={delivery} />}
        </p>
      </li>
    </>
  );
}

const ticks: Readonly<Record<Delivery['state'], IconName>> = {
  sent: 'check',
  delivered: 'checks',
  read: 'checks',
  failed: 'alert',
};

/** How far the words came. Without word from a channel they lie in the person's chat. */
function Tick({ state }: { state: Delivery['state'] | undefined }): JSX.Element {
  const { label } = useWords();
  return (
    <span class={`tick ${state ?? 'saved'}`}>
      <Icon name={state === undefined ? 'check' : ticks[state]} />
      {label('delivery', state ?? 'saved')}
    </span>
  );
}

/** Stays at the end while the reader is there, and leaves them alone when they have scrolled up. */
function useFollow(change: string) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 60;
    };
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, []);
  // Something new is what makes it scroll.
  useLayoutEffect(() => {
    const element = box.current;
    if (element && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [change]);
  return box;
}
