import type { JSX } from 'preact';
import type { DisavowalView } from '../../../desk/cases/api-types.ts';
import { Fact, History } from './case-parts.tsx';
import { momentOf } from './format.ts';
import { useWords } from './texts.ts';

/** An account that somebody stopped with "no fui yo": what is known, and what staff can do for its owner. */
export function Stopped({ view }: { view: DisavowalView }): JSX.Element {
  const { t, label } = useWords();
  const { folio, name, curp, email, saidFrom, change, stopped } = view;
  return (
    <section class="petition" aria-labelledby="petition-title">
      <h2 id="petition-title">{folio}</h2>
      <p>
        <span class="badge frozen">{t('stopped.badge')}</span>
        <small> {t('stopped.since', { moment: momentOf(view.openedAt) })}</small>
      </p>
      <dl>
        <Fact name={t('cases.name')} value={name} />
        {curp !== undefined && <Fact name={t('field.curp')} value={curp} />}
        {email !== undefined && <Fact name={t('stopped.email')} value={email} />}
        <Fact
          name={t('stopped.said-from')}
          value={
            saidFrom === undefined
              ? t('stopped.said-from-unknown')
              : t(saidFrom.isCurrent ? 'stopped.said-from-current' : 'stopped.said-from-earlier', {
                  email: saidFrom.email,
                })
          }
        />
        {change && (
          <Fact
            name={t('stopped.change')}
            value={t('stopped.change-of', { folio: change.folio, procedure: label('procedure', change.procedure) })}
          />
        )}
      </dl>
      {stopped && (
        <>
          <h3>{t('stopped.next')}</h3>
          <p>{t('stopped.what')}</p>
          <ol>
            <li>{t('stopped.step.identify')}</li>
            <li>{t('stopped.step.explain')}</li>
            <li>{t('stopped.step.pass-on', { folio })}</li>
          </ol>
          <p class="hint">{t('stopped.blind')}</p>
        </>
      )}
      {view.history.length > 0 && <History of={view} />}
    </section>
  );
}
