import { ABANDONMENT, abandonmentHandler, abandonmentJob, type Silence } from '../../../services/cases/abandonment.ts';
import { createFigures } from '../../../services/reports/figures.ts';
import { reportOf } from '../../../services/reports/report.ts';
import { openDomain } from '../../support/domain.ts';

const HOUR = 60 * 60_000;
const afterMs = 24 * HOUR;

/** A case that is asked about in a conversation, and what is known of the silence there. */
async function open() {
  const domain = await openDomain();
  const { at: began } = domain.clock;
  const opened = await domain.cases.open({ id: 'a', procedure: 'impi-efirma', portal: 'impi', at: began });
  const { folio } = opened.case;
  const silences = new Map<string, Silence>([['c', { since: began, step: 'efirma', folio, withPeople: false }]]);
  const metrics: string[] = [];
  const handler = abandonmentHandler({
    cases: domain.cases,
    silenceOf: async (conversationId) => silences.get(conversationId),
    jobs: domain.store.jobs,
    auditJob: domain.auditJob,
    now: () => domain.clock.at,
    afterMs,
    onAbandoned: ({ procedure, step }) => metrics.push(`${procedure}/${step}`),
  });
  const look = (dueAt: number, conversationId = 'c') => {
    domain.clock.at = dueAt;
    return handler.run([{ ...abandonmentJob(folio, conversationId, dueAt), attempts: 1 }]);
  };
  async function outcomes() {
    await domain.runner.settle();
    const { documents, chain } = domain.store;
    const figures = createFigures({ documents, chain, keepCasesMs: 1e10 });
    await figures.update();
    const days = { from: '2026-11-20', to: '2026-12-20' };
    return reportOf(await figures.days(days.from, days.to), days).outcomes.filter(
      ({ outcome }) => outcome !== 'opened',
    );
  }
  return { ...domain, began, folio, silences, metrics, look, outcomes };
}
type World = Awaited<ReturnType<typeof open>>;
let world: World;
beforeEach(async () => {
  world = await open();
});
afterEach(() => world.close());

test('whoever falls silent has given up at the step that was asked last, once', async () => {
  await world.look(world.began + afterMs);
  await world.look(world.began + afterMs);
  await world.look(world.began + 3 * afterMs);
  expect(await world.outcomes()).toEqual([
    { procedure: 'impi-efirma', outcome: 'abandoned', step: 'efirma', count: 1 },
  ]);
});

test('whoever said something meanwhile is looked at again when they would be silent', async () => {
  const { began, folio } = world;
  world.silences.set('c', { since: began + HOUR, step: 'code', folio, withPeople: false });
  await world.look(began + afterMs);
  expect(world.metrics).toEqual([]);
  const [next] = await world.store.jobs
    .claim({
      owner: 'test',
      now: began + afterMs + HOUR,
      leaseMs: HOUR,
      limit: 100,
    })
    .then((jobs) => jobs.filter(({ kind }) => kind === ABANDONMENT));
  expect(next?.dueAt).toBe(began + HOUR + afterMs);
  await world.look(began + HOUR + afterMs);
  expect(world.metrics).toEqual(['impi-efirma/code']);
});

test.each<[string, (world: World) => unknown]>([
  ['it ended', ({ cases, began }) => cases.move('a', { event: 'cancel', eventId: 'x', at: began, step: 'efirma' })],
  ['it waits for the visit', ({ cases, began }) => cases.move('a', { event: 'await-visit', eventId: 'x', at: began })],
  [
    'it went on in another conversation',
    ({ silences, began }) => silences.set('c', { since: began, step: 'choose', withPeople: false }),
  ],
  ['the conversation is forgotten', ({ silences }) => silences.delete('c')],
  [
    'people have the conversation',
    ({ silences, began, folio }) => silences.set('c', { since: began, step: 'efirma', folio, withPeople: true }),
  ],
])('nobody has given up when %s', async (_, happened) => {
  await happened(world);
  await world.look(world.began + afterMs);
  expect(world.metrics).toEqual([]);
  expect((await world.outcomes()).filter(({ outcome }) => outcome === 'abandoned')).toEqual([]);
});

test('two conversations that a case was in count it once', async () => {
  world.silences.set('d', { since: world.began, step: 'password', folio: world.folio, withPeople: false });
  await Promise.all([world.look(world.began + afterMs, 'd'), world.look(world.began + afterMs)]);
  expect((await world.outcomes()).map(({ count }) => count)).toEqual([1]);
});
