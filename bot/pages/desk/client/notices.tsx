import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Notice } from '../../../../services/handoff/notices.ts';
import type { Alerts } from './alerts.ts';
import type { Api } from './api.ts';
import { momentOf } from './format.ts';
import { useLoaded } from './hooks.ts';
import { useWords } from './texts.ts';

/** Odd patterns, for supervisors. */
export function Notices({ api, alerts }: { api: Api; alerts: Alerts }): JSX.Element {
  const { t } = useWords();
  const [answer, reload] = useLoaded('notices', () => api.get<{ notices: Notice[] }>('/desk/api/notices'));
  // `reload` always asks for the same.
  useEffect(() => alerts.onNotice(reload), [alerts]);
  const notices = answer?.ok ? answer.body.notices : [];
  return (
    <main class="sheet">
      <h2>{t('notices.title')}</h2>
      <p>{t('notices.what')}</p>
      {notices.length === 0 && answer !== undefined && <p class="empty">{t('notices.none')}</p>}
      <ul class="plain cards">
        {notices.map(({ id, at, kind, agent, count }) => (
          <li key={id}>
            <b>{t(`odd.${kind}`)}</b>
            <span>{t('notices.line', { name: agent.name, count })}</span>
            <small>{momentOf(at)}</small>
          </li>
        ))}
      </ul>
    </main>
  );
}
