import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { CaseLine, CaseView, PetitionView } from '../../../desk/cases/api-types.ts';
import type { BrowserSigner } from './browser-key.ts';
import { CaseForms } from './case-forms.tsx';
import { Fact, History } from './case-parts.tsx';
import type { Desk } from './desk.ts';
import { momentOf } from './format.ts';
import { useLoaded } from './hooks.ts';
import type { SignInWay } from './sign-in.tsx';
import { Stopped } from './stopped.tsx';
import { useWords } from './texts.ts';

/** Petitions in person and stopped accounts: which ones wait, and the one that was looked up. */
export function Cases(props: {
  readonly desk: Desk;
  readonly way: SignInWay;
  readonly signer: BrowserSigner | undefined;
  readonly folio: string | undefined;
}): JSX.Element {
  const { desk, folio } = props;
  const { t, label } = useWords();
  const [wanted, setWanted] = useState('');
  const [answer, reload] = useLoaded('cases', () => desk.api.get<{ cases: CaseLine[] }>('/desk/api/cases'));
  const cases = answer?.ok ? answer.body.cases : [];
  return (
    <main class="sheet cases">
      <section aria-labelledby="cases-title">
        <h2 id="cases-title">{t('cases.title')}</h2>
        <form
          class="search"
          onSubmit={(event) => {
            event.preventDefault();
            const text = wanted.trim().toUpperCase();
            if (text !== '') location.hash = `cases/${encodeURIComponent(text)}`;
          }}
        >
          <label for="folio">{t('cases.folio')}</label>
          <input
            id="folio"
            value={wanted}
            placeholder="IMPI-2026-000123"
            autocomplete="off"
            onInput={(event) => setWanted(event.currentTarget.value)}
          />
          <button type="submit">{t('cases.search')}</button>
        </form>
        {answer !== undefined && cases.length === 0 && <p class="empty">{t('cases.none')}</p>}
        <ul class="plain case-list">
          {cases.map((line) => (
            <li key={line.folio}>
              <a href={`#cases/${line.folio}`} aria-current={line.folio === folio ? 'true' : undefined}>
                <b>{line.folio}</b>
                {line.kind === 'disavowal' ? (
                  <span class="badge frozen">{t('stopped.badge')}</span>
                ) : (
                  <span class={`badge ${line.state}`}>{label('case-state', line.state)}</span>
                )}
                <small>
                  {t('cases.changed', { moment: momentOf(line.changedAt) })}
                  {line.seenByMe && ` · ${t('cases.seen-by-me')}`}
                </small>
              </a>
            </li>
          ))}
        </ul>
      </section>
      {folio === undefined ? (
        <section class="empty">{t('cases.choose')}</section>
      ) : (
        <OneCase key={folio} {...props} folio={folio} onChanged={reload} />
      )}
    </main>
  );
}

interface OfCase {
  readonly desk: Desk;
  readonly way: SignInWay;
  readonly signer: BrowserSigner | undefined;
  readonly folio: string;
  readonly onChanged: () => void;
}

function OneCase(props: OfCase): JSX.Element {
  const { desk, folio, onChanged } = props;
  const { t, refusal } = useWords();
  const address = `/desk/api/cases/${encodeURIComponent(decodeURIComponent(folio))}`;
  const [answer, reload] = useLoaded(folio, () => desk.api.get<CaseView>(address));
  if (answer === undefined) return <section aria-busy="true" aria-label={t('cases.opening')} />;
  if (!answer.ok) {
    return (
      <section>
        <p class="warning">{answer.refused === 'unknown' ? t('case-refused.unknown') : refusal(answer.refused)}</p>
      </section>
    );
  }
  const view = answer.body;
  if (view.kind === 'disavowal') return <Stopped view={view} />;
  const onDone = () => {
    reload();
    onChanged();
  };
  return <Petition {...props} view={view} address={address} onDone={onDone} />;
}

function Petition(props: OfCase & { view: PetitionView; address: string; onDone: () => void }): JSX.Element {
  const { view } = props;
  const { t, label } = useWords();
  const { papers } = view;
  return (
    <section class="petition" aria-labelledby="petition-title">
      <h2 id="petition-title">{view.folio}</h2>
      <p>
        <span class={`badge ${view.state}`}>{label('case-state', view.state)}</span>
        {view.deadlineAt !== undefined && <small> {t('side.deadline', { moment: momentOf(view.deadlineAt) })}</small>}
      </p>
      <dl>
        <Fact name={t('cases.name')} value={view.name} />
        <Fact name={t('field.curp')} value={view.curp} />
        <Fact name={t('cases.email')} value={view.email} />
        {papers && (
          <Fact
            name={t('cases.papers')}
            value={t(papers.curpCompared ? 'cases.papers-compared' : 'cases.papers-seen', {
              document: t(`document.${papers.document}`),
              last4: papers.last4,
            })}
          />
        )}
      </dl>
      <p class="hint">{t('cases.blind')}</p>
      <CaseForms {...props} />
      <History of={view} />
    </section>
  );
}
