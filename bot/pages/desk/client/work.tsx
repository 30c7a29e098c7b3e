import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ActDialog, type Asked } from './act-dialogs.tsx';
import { Conversation } from './conversation.tsx';
import type { Desk, DeskState } from './desk.ts';
import { useNow } from './hooks.ts';
import { inView, QueueList, type QueueView, queueViews } from './queue.tsx';
import { type Shortcut, useShortcuts } from './shortcuts.tsx';
import { useWords } from './texts.ts';

/** Conversations: the list, and the one that is open. */
export function Work(props: {
  readonly desk: Desk;
  readonly state: DeskState;
  /** From the address: the view, and the id of the open conversation. */
  readonly view: QueueView;
  readonly openId: string | undefined;
  readonly onHelp: () => void;
}): JSX.Element {
  const { desk, state, view, openId, onHelp } = props;
  const { t } = useWords();
  const now = useNow(state.offset);
  const [mode, setMode] = useState<'say' | 'note'>('say');
  const [picking, setPicking] = useState(false);
  const [asked, setAsked] = useState<Asked | undefined>();
  const input = useRef<HTMLTextAreaElement>(null);
  const staffId = state.me.staff.id;
  const items = inView(state.items.values(), view, staffId);
  const go = (next: QueueView, id?: string) => {
    location.hash = id === undefined ? next : `${next}/${id}`;
  };

  useEffect(() => {
    desk.look(openId);
    setPicking(false);
    setAsked(undefined);
    setMode('say');
  }, [desk, openId]);
  useEffect(() => () => desk.look(undefined), [desk]);

  const open = state.open?.id === openId ? state.open : undefined;
  const isMine = open?.view?.item.assignee?.id === staffId;
  // What was taken has left the queue; its list goes along.
  useEffect(() => {
    if (isMine && view === 'queue' && openId !== undefined) location.replace(`#mine/${openId}`);
  }, [isMine, view, openId]);
  const may = open?.view?.may ?? [];

  function step(by: 1 | -1): void {
    const at = items.findIndex(({ id }) => id === openId);
    const next = items[at < 0 ? 0 : Math.max(0, Math.min(items.length - 1, at + by))];
    if (next) go(view, next.id);
  }

  function write(next: 'say' | 'note'): void {
    setMode(next);
    // At once: whoever types on must not find the next letters taken for shortcuts.
    input.current?.focus();
  }

  async function act(name: 'claim' | 'form'): Promise<void> {
    if (may.includes(name) && (await desk.act(name)).ok) desk.tell('done', t(`done.${name}`));
  }

  const doers: Readonly<Record<Shortcut, () => void>> = {
    help: onHelp,
    next: () => step(1),
    previous: () => step(-1),
    queue: () => go('queue'),
    mine: () => go('mine'),
    all: () => go('all'),
    claim: () => void act('claim'),
    form: () => void act('form'),
    say: () => write('say'),
    note: () => write('note'),
    canned: () => may.includes('say') && setPicking(true),
    transfer: () => may.includes('transfer') && setAsked('transfer'),
    snooze: () => may.includes('snooze') && setAsked('snooze'),
    return: () => may.includes('return') && setAsked('return'),
    close: () => may.includes('close') && setAsked('close'),
  };
  useShortcuts((name) => doers[name]());

  return (
    <main class={openId === undefined ? 'work' : 'work opened'}>
      <section class="list" aria-label={t('queue.label')}>
        <fieldset class="views">
          <legend class="hidden">{t('queue.views')}</legend>
          {queueViews.map((each) => (
            <button key={each} type="button" aria-pressed={each === view} onClick={() => go(each, openId)}>
              {t(`view.${each}`)} <span class="count">{inView(state.items.values(), each, staffId).length}</span>
            </button>
          ))}
        </fieldset>
        <QueueList items={items} openId={openId} now={now} staffId={staffId} onOpen={(id) => go(view, id)} />
      </section>
      {openId === undefined || open === undefined ? (
        <section class="talk nothing">
          <p class="empty">{t('talk.none')}</p>
        </section>
      ) : (
        <Conversation
          desk={desk}
          state={state}
          open={open}
          now={now}
          controls={{ mode, setMode, picking, setPicking, ask: setAsked, input }}
          onLeave={() => go(view)}
        />
      )}
      {asked && open?.view && (
        <ActDialog asked={asked} desk={desk} view={open.view} onClose={() => setAsked(undefined)} />
      )}
    </main>
  );
}
