import { createRefusalLog, type Refusals } from '../../../../bot/channels/teams/refusals.ts';

it('tells of a reason once a minute, with what happened meanwhile', () => {
  let at = 0;
  const told: Refusals[] = [];
  const refuse = createRefusalLog({ now: () => at, tell: (refusals) => told.push(refusals) });
  for (let knock = 0; knock < 1_000; knock += 1) refuse('no-token');
  refuse('foreign-tenant');
  at = 60_000;
  refuse('no-token');
  refuse('no-token');
  expect(told).toEqual([
    { reason: 'no-token', count: 1 },
    { reason: 'foreign-tenant', count: 1 },
    { reason: 'no-token', count: 1_000 },
  ]);
});
