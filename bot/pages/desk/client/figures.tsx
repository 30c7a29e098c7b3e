import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Report } from '../../../desk/api-types.ts';
import type { Api } from './api.ts';
import { inSeconds, portalName } from './format.ts';
import { useLoaded } from './hooks.ts';
import { LazyChart } from './lazy-chart.tsx';
import { ScrollArea } from './scroll-area.tsx';
import { useWords } from './texts.ts';

const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Mexico_City' });
const daysAgo = (days: number) => day.format(Date.now() - days * 24 * 60 * 60_000);

/** What happened, in numbers without names: as charts, as tables, and as a file. */
export function Figures({ api }: { api: Api }): JSX.Element {
  const { t, label, refusal } = useWords();
  const [asked, setAsked] = useState({ from: daysAgo(6), to: daysAgo(0), portal: '', channel: '' });
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== '')).toString();
  const [answer] = useLoaded(query, () => api.get<Report>(`/desk/api/report?${query}`));
  const choose = (part: Partial<typeof asked>) => setAsked((before) => ({ ...before, ...part }));
  return (
    <main class="sheet figures">
      <h2>{t('figures.title')}</h2>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          {t('figures.from')}
          <input
            type="date"
            value={asked.from}
            max={asked.to}
            onChange={(event) => choose({ from: event.currentTarget.value })}
          />
        </label>
        <label>
          {t('figures.to')}
          <input
            type="date"
            value={asked.to}
            min={asked.from}
            onChange={(event) => choose({ to: event.currentTarget.value })}
          />
        </label>
        <label>
          {t('figures.portal')}
          <select value={asked.portal} onChange={(event) => choose({ portal: event.currentTarget.value })}>
            <option value="">{t('figures.every')}</option>
            {['impi', 'pase', 'icsoe'].map((portal) => (
              <option key={portal} value={portal}>
                {portalName(portal)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('figures.channel')}
          <select value={asked.channel} onChange={(event) => choose({ channel: event.currentTarget.value })}>
            <option value="">{t('figures.every')}</option>
            {['web-chat', 'whatsapp', 'teams'].map((channel) => (
              <option key={channel} value={channel}>
                {label('channel', channel)}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => void download(api, query)}>
          {t('figures.csv')}
        </button>
      </form>
      {answer && !answer.ok && <p class="warning">{refusal(answer.refused)}</p>}
      {answer?.ok && <ReportView report={answer.body} />}
    </main>
  );
}

/** A plain link could not be signed. */
async function download(api: Api, query: string): Promise<void> {
  const response = await api.open(`/desk/api/report.csv?${query}`);
  if (!response.ok) return;
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = `recupera-${query.replace(/[^\w-]+/g, '-')}.csv`;
  link.click();
  URL.revokeObjectURL(address);
}

function ReportView({ report }: { report: Report }): JSX.Element {
  const { t, label } = useWords();
  const { waiting, firstReply, sla, mails, load } = report;
  const promised = sla.hit + sla.missed;
  return (
    <>
      <dl class="tiles">
        <Tile
          name={t('figures.waiting')}
          value={inSeconds(waiting.medianMs)}
          more={t('figures.p95', { value: inSeconds(waiting.p95Ms) })}
        />
        <Tile
          name={t('figures.first-reply')}
          value={inSeconds(firstReply.medianMs)}
          more={t('figures.p95', { value: inSeconds(firstReply.p95Ms) })}
        />
        <Tile
          name={t('figures.sla')}
          value={promised === 0 ? '—' : `${Math.round((100 * sla.hit) / promised)} %`}
          more={t('figures.sla-of', { hit: sla.hit, missed: sla.missed })}
        />
        <Tile
          name={t('figures.mails')}
          value={String(mails.failed)}
          more={t('figures.mails-of', { sent: mails.sent, suppressed: mails.suppressed })}
        />
      </dl>
      <section>
        <h3>{t('figures.load')}</h3>
        <LazyChart
          label={t('figures.load')}
          x={load.map(({ hour }) => hour)}
          series={[
            { label: t('figures.requested'), values: load.map(({ requested }) => requested) },
            { label: t('figures.claimed'), values: load.map(({ claimed }) => claimed) },
          ]}
        />
        <Table
          caption={t('figures.by-hour')}
          head={[t('figures.hour'), t('figures.requested'), t('figures.claimed')]}
          rows={load
            .filter(({ requested, claimed }) => requested + claimed > 0)
            .map((each) => [`${each.hour}:00`, each.requested, each.claimed])}
        />
      </section>
      <Bars
        title={t('figures.ends')}
        rows={report.handoffs.map(({ endReason, count }) => [label('end', endReason), count])}
        head={t('figures.end')}
      />
      <Bars
        title={t('figures.refusals')}
        rows={report.refusals.map(({ reason, count }) => [label('because', reason), count])}
        head={t('figures.reason')}
      />
      <section>
        <Table
          caption={t('figures.recovery')}
          head={[t('figures.procedure'), t('figures.count'), t('figures.median'), 'p95']}
          rows={report.recovery.map((each) => [
            label('procedure', each.procedure),
            each.count,
            inSeconds(each.medianMs),
            inSeconds(each.p95Ms),
          ])}
        />
      </section>
      <section>
        <Table
          caption={t('figures.outcomes')}
          head={[t('figures.procedure'), t('figures.outcome'), t('figures.step'), t('figures.count')]}
          rows={report.outcomes.map((each) => [
            label('procedure', each.procedure),
            label('outcome', each.outcome),
            label('step', each.step ?? '—'),
            each.count,
          ])}
        />
      </section>
      <section>
        <Table
          caption={t('figures.groups')}
          head={[
            t('figures.portal'),
            t('figures.channel'),
            t('figures.requested'),
            t('figures.claimed'),
            t('figures.hit'),
            t('figures.missed'),
            t('figures.median'),
            'p95',
          ]}
          rows={report.groups.map((each) => [
            portalName(each.portal),
            label('channel', each.channel),
            each.requested,
            each.claimed,
            each.slaHit,
            each.slaMissed,
            inSeconds(each.waitingMedianMs),
            inSeconds(each.waitingP95Ms),
          ])}
        />
      </section>
    </>
  );
}

const Tile = ({ name, value, more }: { name: string; value: string; more: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <b>{value}</b>
      <small>{more}</small>
    </dd>
  </div>
);

/** A bar a line, and the number beside it: the table is the chart. */
function Bars({
  title,
  head,
  rows,
}: {
  title: string;
  head: string;
  rows: readonly (readonly [string, number])[];
}): JSX.Element {
  const { t } = useWords();
  const most = Math.max(1, ...rows.map(([, count]) => count));
  return (
    <section>
      <h3>{title}</h3>
      {rows.length === 0 ? (
        <p class="empty">{t('figures.none')}</p>
      ) : (
        <table class="bars">
          <thead class="hidden">
            <tr>
              <th scope="col">{head}</th>
              <th scope="col">{t('figures.count')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, count]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  <span class="bar-line" style={{ width: `${(70 * count) / most}%` }} />
                  {count}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Table(props: {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}): JSX.Element {
  const { caption, head, rows } = props;
  const { t } = useWords();
  return (
    <ScrollArea label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join('|')}>
              {row.map((cell, index) => (
                <td key={head[index]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p class="empty">{t('figures.none')}</p>}
    </ScrollArea>
  );
}
