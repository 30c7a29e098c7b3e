import type { JSX, RefObject } from 'preact';
import { useState } from 'preact/hooks';
import type { ConversationView } from '../../../desk/api-types.ts';
import type { Asked } from './act-dialogs.tsx';
import { Composer } from './composer.tsx';
import type { Desk, DeskState, OpenConversation } from './desk.ts';
import { portalName, span } from './format.ts';
import { Icon } from './icons.tsx';
import { Waiting } from './queue.tsx';
import { Side } from './side.tsx';
import { useWords } from './texts.ts';
import { Transcript } from './transcript.tsx';

export interface ConversationControls {
  readonly mode: 'say' | 'note';
  readonly setMode: (mode: 'say' | 'note') => void;
  readonly picking: boolean;
  readonly setPicking: (picking: boolean) => void;
  readonly ask: (asked: Asked) => void;
  readonly input: RefObject<HTMLTextAreaElement | null>;
}

/** One conversation: its head with what can be done, what was said, and what is known. */
export function Conversation(props: {
  readonly desk: Desk;
  readonly state: DeskState;
  readonly open: OpenConversation;
  readonly now: number;
  readonly controls: ConversationControls;
  readonly onLeave: () => void;
}): JSX.Element {
  const { desk, state, open, now, controls, onLeave } = props;
  const { t, refusal } = useWords();
  const [sideShown, setSideShown] = useState(false);
  const { view } = open;
  if (open.refused !== undefined) {
    return (
      <section class="talk">
        <p class="empty">{refusal(open.refused)}</p>
        <button type="button" onClick={onLeave}>
          {t('talk.back')}
        </button>
      </section>
    );
  }
  if (view === undefined) return <section class="talk" aria-busy="true" aria-label={t('talk.opening')} />;
  return (
    <>
      <section class="talk" aria-labelledby="talk-title">
        <Head view={view} now={now} onLeave={onLeave} sideShown={sideShown} onSide={() => setSideShown(!sideShown)} />
        <Warnings view={view} now={now} staffId={state.me.staff.id} />
        <Actions desk={desk} view={view} ask={controls.ask} />
        <Transcript
          key={open.id}
          entries={open.entries}
          deliveries={view.deliveries}
          pending={open.pending}
          personTypes={open.personTypes}
        />
        {view.item.state !== 'closed' && (
          <Composer
            desk={desk}
            state={state}
            view={view}
            input={controls.input}
            mode={controls.mode}
            onMode={controls.setMode}
            picking={controls.picking}
            onPicking={controls.setPicking}
          />
        )}
      </section>
      <div class={sideShown ? 'side-place shown' : 'side-place'} id="side">
        <Side desk={desk} view={view} now={now} />
      </div>
    </>
  );
}

function Head(props: {
  readonly view: ConversationView;
  readonly now: number;
  readonly sideShown: boolean;
  readonly onSide: () => void;
  readonly onLeave: () => void;
}): JSX.Element {
  const { view, now, sideShown, onSide, onLeave } = props;
  const { t, label } = useWords();
  const { item } = view;
  return (
    <header class="talk-head">
      <button type="button" class="bare leave" onClick={onLeave} aria-label={t('talk.back')}>
        <Icon name="back" />
      </button>
      <div>
        <h2 id="talk-title">{item.procedure ? label('procedure', item.procedure) : t('queue.no-procedure')}</h2>
        <p>
          {[
            item.portal && portalName(item.portal),
            item.step && label('step', item.step),
            label('channel', item.channel),
            item.folio ?? item.ticket,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <Waiting item={item} now={now} />
      <button type="button" class="small side-button" aria-expanded={sideShown} aria-controls="side" onClick={onSide}>
        {t('talk.details')}
      </button>
    </header>
  );
}

function Warnings({ view, now, staffId }: { view: ConversationView; now: number; staffId: string }): JSX.Element {
  const { t, label } = useWords();
  const { item, looking, windowEndsAt } = view;
  const others = looking.map(({ name }) => name).join(', ');
  const hasOther = item.assignee !== undefined && item.assignee.id !== staffId;
  return (
    <div class="warnings" role="status">
      {hasOther && <p class="warning">{t('talk.has', { name: item.assignee?.name ?? '' })}</p>}
      {others !== '' && (
        <p class="notice">
          <Icon name="people" />
          {t('talk.looking', { names: others })}
        </p>
      )}
      {windowEndsAt !== undefined && item.state !== 'closed' && (
        <p class={windowEndsAt < now + 60 * 60_000 ? 'warning' : 'notice'}>
          <Icon name="clock" />
          {windowEndsAt > now ? t('talk.window', { span: span(windowEndsAt - now) }) : t('talk.window-closed')}
        </p>
      )}
      {item.state === 'closed' && item.endReason && (
        <p class="notice">{t('talk.ended', { reason: label('end', item.endReason) })}</p>
      )}
      {item.state === 'promised' && <p class="notice">{t('talk.promised')}</p>}
    </div>
  );
}

const direct = ['claim', 'wake', 'form'] as const;
const asking = ['return', 'transfer', 'snooze', 'close', 'start', 'cancel'] as const;

function Actions({
  desk,
  view,
  ask,
}: {
  desk: Desk;
  view: ConversationView;
  ask: (asked: Asked) => void;
}): JSX.Element | null {
  const { t } = useWords();
  const { may } = view;
  if (![...direct, ...asking].some((act) => may.includes(act))) return null;
  return (
    <fieldset class="actions">
      <legend class="hidden">{t('act.label')}</legend>
      {direct
        .filter((act) => may.includes(act))
        .map((act) => (
          <button
            key={act}
            type="button"
            class={act === 'form' ? '' : 'primary'}
            onClick={async () => {
              if ((await desk.act(act)).ok) desk.tell('done', t(`done.${act}`));
            }}
          >
            {act === 'form' && <Icon name="lock" />}
            {t(`act.${act}`)}
          </button>
        ))}
      {asking
        .filter((act) => may.includes(act))
        .map((act) => (
          <button key={act} type="button" onClick={() => ask(act)}>
            {t(`act.${act}`)}
          </button>
        ))}
    </fieldset>
  );
}
