import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AuditPage, VerifyAnswer } from '../../../desk/audit/api-types.ts';
import type { Api } from './api.ts';
import { momentOf } from './format.ts';
import { useLoaded } from './hooks.ts';
import { ScrollArea } from './scroll-area.tsx';
import { useWords } from './texts.ts';

/** The audit trail, the newest first, and whether it is whole. */
export function Audit({ api }: { api: Api }): JSX.Element {
  const { t } = useWords();
  const [before, setBefore] = useState<readonly number[]>([]);
  const at = before.at(-1);
  const query = at === undefined ? '' : `?before=${at}`;
  const [answer] = useLoaded(query || 'first', () => api.get<AuditPage>(`/desk/api/audit${query}`));
  const page = answer?.ok ? answer.body : undefined;
  const next = page?.next;
  return (
    <main class="sheet">
      <h2>{t('audit.title')}</h2>
      <p>{t('audit.what')}</p>
      <Verify api={api} />
      <ScrollArea label={t('audit.title')}>
        <table>
          <thead>
            <tr>
              {(['seq', 'at', 'name', 'by', 'about', 'reason', 'hash'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`audit.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(page?.lines ?? []).map(({ seq, hash, body }) => (
              <tr key={seq}>
                <td>{seq}</td>
                <td>{body ? momentOf(Date.parse(body.at)) : '—'}</td>
                <td>{body?.name ?? t('audit.broken')}</td>
                <td>{body?.by ?? '—'}</td>
                <td>{body?.folio ?? body?.portal ?? '—'}</td>
                <td>{[body?.reason, body?.because].filter(Boolean).join(' · ') || '—'}</td>
                <td>
                  <code title={hash}>{hash.slice(0, 10)}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
      <div class="pager">
        <button type="button" disabled={at === undefined} onClick={() => setBefore(before.slice(0, -1))}>
          {t('audit.newer')}
        </button>
        <button
          type="button"
          disabled={next === undefined}
          onClick={() => next !== undefined && setBefore([...before, next])}
        >
          {t('audit.older')}
        </button>
      </div>
    </main>
  );
}

function Verify({ api }: { api: Api }): JSX.Element {
  const { t } = useWords();
  const [head, setHead] = useState('');
  const [verified, setVerified] = useState<VerifyAnswer | 'busy' | 'failed' | undefined>();
  async function verify(event: Event): Promise<void> {
    event.preventDefault();
    setVerified('busy');
    const body = head.trim() === '' ? {} : { head: head.trim().toLowerCase() };
    const answer = await api.send<VerifyAnswer>('POST', '/desk/api/audit/verify', body);
    setVerified(answer.ok ? answer.body : 'failed');
  }
  return (
    <form class="verify" onSubmit={verify}>
      <label for="head">{t('audit.head')}</label>
      <input id="head" value={head} autocomplete="off" onInput={(event) => setHead(event.currentTarget.value)} />
      <button type="submit" class="primary" disabled={verified === 'busy'}>
        {t('audit.verify')}
      </button>
      <div role="status">
        {verified === 'busy' && <p>{t('audit.busy')}</p>}
        {verified === 'failed' && <p class="warning">{t('audit.failed')}</p>}
        {typeof verified === 'object' &&
          (verified.ok ? (
            <p class="good">
              {t('audit.whole', { count: verified.count })} <code>{verified.head}</code>
            </p>
          ) : (
            <p class="warning">{t(`audit.wrong.${verified.reason}`, { seq: verified.seq })}</p>
          ))}
      </div>
    </form>
  );
}
