import { stringify } from 'csv-stringify/sync';
import type { Report } from './api-types.ts';

/** One row a figure, so that any spreadsheet can group it. Cells that a spreadsheet would run as formulas are escaped. */
export function reportCsv(report: Report): string {
  return stringify([['figure', 'portal', 'channel', 'detail', 'step', 'value'], ...rowsOf(report)], {
    escape_formulas: true,
    bom: true,
    record_delimiter: 'windows',
  });
}

type Row = readonly [figure: string, portal: string, channel: string, detail: string, step: string, value: number | ''];

function rowsOf(report: Report): Row[] {
  const all = (figure: string, value: number | undefined, detail = '', step = ''): Row => [
    figure,
    '',
    '',
    detail,
    step,
    value ?? '',
  ];
  return [
    ...report.load.flatMap(({ hour, requested, claimed }) => [
      all('requested', requested, `hour ${hour}`),
      all('claimed', claimed, `hour ${hour}`),
    ]),
    all('waiting median ms', report.waiting.medianMs),
    all('waiting p95 ms', report.waiting.p95Ms),
    all('first reply median ms', report.firstReply.medianMs),
    all('first reply p95 ms', report.firstReply.p95Ms),
    ...report.recovery.flatMap(({ procedure, medianMs, p95Ms }) => [
      all('recovery median ms', medianMs, procedure),
      all('recovery p95 ms', p95Ms, procedure),
    ]),
    ...report.outcomes.map(({ procedure, outcome, step, count }) => all(`outcome ${outcome}`, count, procedure, step)),
    ...report.refusals.map(({ reason, count }) => all('refusal', count, reason)),
    all('mails sent', report.mails.sent),
    all('mails suppressed', report.mails.suppressed),
    all('mails failed', report.mails.failed),
    all('sla hit', report.sla.hit),
    all('sla missed', report.sla.missed),
    ...report.handoffs.map(({ endReason, count }) => all('hand-off ended', count, endReason)),
    ...report.groups.flatMap(({ portal, channel, ...group }) => {
      const here = (figure: string, value: number | undefined): Row => [figure, portal, channel, '', '', value ?? ''];
      return [
        here('requested', group.requested),
        here('claimed', group.claimed),
        here('sla hit', group.slaHit),
        here('sla missed', group.slaMissed),
        here('waiting median ms', group.waitingMedianMs),
        here('waiting p95 ms', group.waitingP95Ms),
      ];
    }),
  ];
}
