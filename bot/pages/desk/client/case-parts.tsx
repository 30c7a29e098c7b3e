import type { JSX } from 'preact';
import type { CaseView } from '../../../desk/cases/api-types.ts';
import { momentOf } from './format.ts';
import { useWords } from './texts.ts';

/** A line of what is known about a case. */
export const Fact = ({ name, value }: { name: string; value: string }): JSX.Element => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);

/** What happened to a case, by whom, and what staff wrote down about it. */
export function History({ of: { history } }: { of: Pick<CaseView, 'history'> }): JSX.Element {
  const { t, label } = useWords();
  return (
    <>
      <h3>{t('cases.history')}</h3>
      <ol class="timeline">
        {history.map(({ event, at, by, reason, note }) => (
          <li key={`${event}${at}`}>
            {label('case-event', event)}
            <small>
              {[momentOf(at), by, reason && label('case-reason', reason), note].filter(Boolean).join(' · ')}
            </small>
          </li>
        ))}
      </ol>
    </>
  );
}
