import { createFigures } from '../../../services/reports/figures.ts';
import { reportOf } from '../../../services/reports/report.ts';
import { openDomain } from '../../support/domain.ts';

test('a case that is cancelled says at which step, and the report says so', async () => {
  const domain = await openDomain();
  const { at } = domain.clock;
  await domain.cases.open({ id: 'a', procedure: 'impi-efirma', portal: 'impi', at });
  await domain.cases.move('a', { event: 'cancel', eventId: 'cancelled', at, step: 'efirma' });
  await domain.runner.settle();
  const { documents, chain } = domain.store;
  const figures = createFigures({ documents, chain, keepCasesMs: 1e9 });
  await figures.update();
  const day = { from: '2026-11-21', to: '2026-11-21' };
  expect(reportOf(await figures.days(day.from, day.to), day).outcomes).toEqual([
    { procedure: 'impi-efirma', outcome: 'opened', count: 1 },
    { procedure: 'impi-efirma', outcome: 'cancelled', step: 'efirma', count: 1 },
  ]);
  await domain.close();
});
