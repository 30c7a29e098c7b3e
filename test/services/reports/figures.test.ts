import fc from 'fast-check';
import { AuditBody } from '../../../services/audit/audit-job.ts';
import { chainEvents } from '../../../services/audit/chain.ts';
import { createFigures } from '../../../services/reports/figures.ts';
import { bucketOf, quantile } from '../../../services/reports/histogram.ts';
import { reportOf } from '../../../services/reports/report.ts';
import { openSqlite } from '../../../services/store/sqlite/index.ts';

const day = { from: '2026-11-20', to: '2026-11-21' };

/** An event at an hour of Mexico City on 21 November. */
let made = 0;
const event = (name: string, more: Partial<AuditBody> = {}, hour = 12): AuditBody => {
  made += 1;
  const at = new Date(Date.UTC(2026, 10, 21, hour + 6)).toISOString();
  return AuditBody.parse({ id: `e${made}`, name, at, portal: 'impi', ...more });
};

async function open() {
  const store = await openSqlite({ path: ':memory:' });
  const figures = () => createFigures({ documents: store.documents, chain: store.chain, keepCasesMs: 1e10 });
  return { store, figures, add: (...events: AuditBody[]) => chainEvents(store.chain, events) };
}

test('what is chained is counted once, however often and by however many it is counted', async () => {
  const { store, figures, add } = await open();
  const chat = { channel: 'web-chat' };
  for (let count = 0; count < 700; count += 1) await add(event('handoff.requested', chat, count % 24));
  await Promise.all(Array.from({ length: 6 }, () => figures().update()));
  await add(event('handoff.requested', chat));
  await Promise.all([figures().update(), figures().update()]);
  await figures().update();
  const report = reportOf(await figures().days(day.from, day.to), day);
  expect(report.groups).toEqual([expect.objectContaining({ portal: 'impi', channel: 'web-chat', requested: 701 })]);
  expect(report.load.map(({ requested }) => requested).reduce((sum, count) => sum + count)).toBe(701);
  await store.close();
});

test('the figures of cases, refusals, mails and the desk', async () => {
  const { store, figures, add } = await open();
  const efirma = { procedure: 'impi-efirma' };
  await add(
    event('case.opened', { ...efirma, caseId: 'a' }, 9),
    event('case.moved', { ...efirma, caseId: 'a', reason: 'prove' }, 10),
    event('case.moved', { ...efirma, caseId: 'a', reason: 'finish' }, 11),
    event('case.opened', { ...efirma, caseId: 'b' }, 9),
    event('case.moved', { ...efirma, caseId: 'b', reason: 'cancel', step: 'efirma' }, 10),
    event('efirma.refused', { reason: 'expired' }),
    event('efirma.refused', { reason: 'expired' }),
    event('code.refused', { reason: 'wrong' }),
    event('mail.sent'),
    event('notice.sent'),
    event('mail.suppressed'),
    event('mail.failed'),
    event('handoff.claimed', { channel: 'whatsapp', ms: 60_000 }),
    event('handoff.replied', { channel: 'whatsapp', ms: 90_000, reason: 'first-sla-hit' }),
    event('handoff.replied', { channel: 'web-chat', ms: 90_000, reason: 'next-sla-missed' }),
    event('handoff.ended', { channel: 'web-chat', reason: 'user-command' }),
  );
  await figures().update();
  const days = await figures().days(day.from, day.to);
  const report = reportOf(days, day);
  expect(report).toMatchObject({
    outcomes: expect.arrayContaining([
      { procedure: 'impi-efirma', outcome: 'opened', count: 2 },
      { procedure: 'impi-efirma', outcome: 'done', count: 1 },
      { procedure: 'impi-efirma', outcome: 'cancelled', step: 'efirma', count: 1 },
    ]),
    recovery: [{ procedure: 'impi-efirma', count: 1 }],
    refusals: [
      { reason: 'expired', count: 2 },
      { reason: 'wrong', count: 1 },
    ],
    mails: { sent: 2, suppressed: 1, failed: 1 },
    sla: { hit: 1, missed: 1 },
    firstReply: { count: 1 },
    handoffs: [{ endReason: 'user-command', count: 1 }],
  });
  expect(Math.abs((report.recovery[0]?.medianMs ?? 0) - 2 * 3_600_000)).toBeLessThan(0.03 * 2 * 3_600_000);
  expect(reportOf(days, { ...day, portal: 'pase' })).toMatchObject({ refusals: [], mails: { sent: 0 }, groups: [] });
  expect(reportOf(days, { ...day, channel: 'whatsapp' })).toMatchObject({ sla: { hit: 1, missed: 0 } });
  await store.close();
});

test('a day is that of Mexico City', async () => {
  const { store, figures, add } = await open();
  await add(
    event('mail.sent', {}, -1),
    event('mail.sent', {}, 0),
    event('mail.sent', {}, 23),
    event('mail.sent', {}, 24),
  );
  await figures().update();
  const of = async (from: string) => reportOf(await figures().days(from, from), { from, to: from }).mails.sent;
  expect([await of('2026-11-20'), await of('2026-11-21'), await of('2026-11-22')]).toEqual([1, 2, 1]);
  await store.close();
});

test('a quantile read from the histogram is within 2.5 % of the measured one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1_000, max: 1e9 }), { minLength: 1 }),
      fc.constantFrom(0.5, 0.95),
      (all, share) => {
        const histogram: Record<string, number> = {};
        for (const ms of all) histogram[bucketOf(ms)] = (histogram[bucketOf(ms)] ?? 0) + 1;
        const sorted = [...all].sort((a, b) => a - b);
        const exact = sorted[Math.ceil(share * all.length) - 1] ?? 0;
        expect(Math.abs((quantile(histogram, share) ?? 0) - exact) / exact).toBeLessThan(0.026);
      },
    ),
  );
});
