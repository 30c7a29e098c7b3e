import type { JSX } from 'preact';
import type { ConversationView } from '../../../desk/api-types.ts';
import type { Desk } from './desk.ts';
import { momentOf, span } from './format.ts';
import { Icon, type IconName } from './icons.tsx';
import { Masked } from './masked.tsx';
import { useWords } from './texts.ts';

/** What is known about the person and their case, beside what is said. */
export function Side({ desk, view, now }: { desk: Desk; view: ConversationView; now: number }): JSX.Element {
  const { t } = useWords();
  return (
    <aside class="side" aria-label={t('side.label')}>
      <Standing view={view} />
      <Forms view={view} now={now} />
      <Masked desk={desk} view={view} />
      <CaseTimeline view={view} />
      <Notes view={view} />
      <History view={view} />
    </aside>
  );
}

const marks: Readonly<Record<'done' | 'current' | 'missing', IconName>> = {
  done: 'check',
  current: 'dot',
  missing: 'ring',
};

function Standing({ view: { standing } }: { view: ConversationView }): JSX.Element {
  const { t, label } = useWords();
  return (
    <section>
      <h3>{t('side.standing')}</h3>
      {standing === undefined ? (
        <p class="empty">{t('side.no-standing')}</p>
      ) : (
        <>
          <p>
            <b>{label('procedure', standing.procedure)}</b>
          </p>
          <ol class="steps">
            {standing.steps.map(({ id, state }) => (
              <li key={id} class={state} aria-current={state === 'current' ? 'step' : undefined}>
                <Icon name={marks[state]} />
                {label('step', id)}
                <span class="hidden">: {t(`side.step.${state}`)}</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function Forms({ view: { forms }, now }: { view: ConversationView; now: number }): JSX.Element | null {
  const { t, label } = useWords();
  if (forms.length === 0) return null;
  return (
    <section>
      <h3>{t('side.forms')}</h3>
      <ul class="plain">
        {forms.map(({ id, kind, state, sentAt, expiresAt }) => (
          <li key={id}>
            <span class={`badge ${state}`}>{t(`form-state.${state}`)}</span> {label('form', kind)}
            <small>
              {momentOf(sentAt)}
              {state !== 'completed' && state !== 'expired' && expiresAt !== undefined && expiresAt > now
                ? ` · ${t('side.form-ends', { span: span(expiresAt - now) })}`
                : ''}
            </small>
          </li>
        ))}
      </ul>
      <p class="hint">{t('side.forms-blind')}</p>
    </section>
  );
}

function CaseTimeline({ view }: { view: ConversationView }): JSX.Element | null {
  const { t, label } = useWords();
  const given = view.case;
  if (given === undefined) return null;
  return (
    <section>
      <h3>{t('side.case', { folio: given.folio })}</h3>
      <p>
        <span class="badge">{label('case-state', given.state)}</span>
        {given.deadlineAt !== undefined && <small> {t('side.deadline', { moment: momentOf(given.deadlineAt) })}</small>}
      </p>
      <ol class="timeline">
        {given.history.map(({ event, at, by, reason }) => (
          <li key={`${event}${at}`}>
            {label('case-event', event)}
            <small>{[momentOf(at), by, reason].filter(Boolean).join(' · ')}</small>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Notes({ view: { notes } }: { view: ConversationView }): JSX.Element | null {
  const { t } = useWords();
  if (notes.length === 0) return null;
  return (
    <section>
      <h3>{t('side.notes')}</h3>
      <ul class="plain notes">
        {notes.map(({ id, at, by, text }) => (
          <li key={id}>
            <span class="note-text">{text}</span>
            <small>
              {by.name} · {momentOf(at)}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function History({ view: { history, item } }: { view: ConversationView }): JSX.Element {
  const { t, label } = useWords();
  return (
    <section>
      <h3>{t('side.history')}</h3>
      <p>
        <small>{t('side.reason', { reason: label('reason', item.reason) })}</small>
      </p>
      <ol class="timeline">
        {history
          .filter(({ event }) => event !== 'heard' && event !== 'said')
          .map(({ event, at, by, reason }) => (
            <li key={`${event}${at}`}>
              {label('event', event)}
              <small>{[momentOf(at), by?.name, reason && label('reason', reason)].filter(Boolean).join(' · ')}</small>
            </li>
          ))}
      </ol>
    </section>
  );
}
