import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Case, CaseEvent, CaseState } from '../../../services/cases/case.ts';
import { isOver, transition, transitions } from '../../../services/cases/transitions.ts';
import { openDomain, type TestDomain } from '../../support/domain.ts';

const caseIn = (state: CaseState, history: Case['history'] = []): Case => ({
  folio: 'IMPI-2026-000001',
  procedure: 'impi-letter',
  portal: 'impi',
  state,
  openedAt: 0,
  changedAt: 0,
  data: {},
  history,
});

describe('every state and every event', () => {
  const pairs = CaseState.options.flatMap((state) => CaseEvent.options.map((event) => [state, event] as const));

  it.each(pairs)('%s + %s is a transition of the table or a typed refusal', (state, event) => {
    const before = caseIn(state);
    const moved = transition(before, { event, eventId: 'e', at: 5, by: 'ana' });
    const rule = transitions[event];
    if (rule.from.includes(state)) {
      expect(moved).toMatchObject({ ok: true, repeated: false, case: { state: rule.to, changedAt: 5 } });
    } else {
      expect(moved).toEqual({ ok: false, reason: 'impossible', state });
    }
    expect(before).toEqual(caseIn(state));
  });

  it('only refused, expired, cancelled and frozen cases are over', () => {
    expect(CaseState.options.filter(isOver)).toEqual(['refused', 'expired', 'cancelled', 'frozen']);
  });
});

it('never approves without papers seen by one member of staff and approval by another, whatever happens', () => {
  const happening = fc.record({
    event: fc.constantFrom(...CaseEvent.options),
    eventId: fc.stringMatching(/^[a-z0-9]{4}$/),
    at: fc.nat(),
    by: fc.constantFrom('ana', 'beto'),
  });
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 30 }), (happenings) => {
      let current = caseIn('awaiting-visit');
      for (const one of happenings) {
        const moved = transition(current, one);
        if (moved.ok) current = moved.case;
      }
      const seer = current.history.find(({ event }) => event === 'see-papers')?.by;
      const approver = current.history.find(({ event }) => event === 'approve')?.by;
      if (current.state === 'done') expect(approver).toBeDefined();
      if (approver !== undefined) expect(seer).toBeDefined();
      if (approver !== undefined) expect(approver).not.toBe(seer);
    }),
  );
});

it.each(['see-papers', 'refuse'] as const)('%s needs a member of staff', (event) => {
  expect(transition(caseIn('awaiting-visit'), { event, eventId: 'e', at: 1 })).toMatchObject({
    reason: 'staff-needed',
  });
});

describe('the cases of the store', () => {
  let domain: TestDomain;
  beforeEach(async () => {
    domain = await openDomain();
  });
  afterEach(() => domain.close());

  const open = (id: string, portal: 'impi' | 'pase' | 'icsoe' = 'impi') =>
    domain.cases.open({ id, procedure: 'impi-efirma', portal, at: domain.clock.at });

  it('numbers folios by portal and year, in the time of Mexico City', async () => {
    domain.clock.at = Date.parse('2027-01-01T05:59:59Z');
    expect((await open('a')).case.folio).toBe('IMPI-2026-000001');
    domain.clock.at = Date.parse('2027-01-01T06:00:00Z');
    expect((await open('b')).case.folio).toBe('IMPI-2027-000001');
    expect((await open('c')).case.folio).toBe('IMPI-2027-000002');
    expect((await open('d', 'icsoe')).case.folio).toBe('ICSOE-2027-000001');
  });

  it('opens an id once, also when 50 open it at once, and audits it once', async () => {
    const opened = await Promise.all(Array.from({ length: 50 }, () => open('a')));
    await domain.runner.settle();

    expect(new Set(opened.map((known) => known.case.folio)).size).toBe(1);
    expect(await domain.audited()).toEqual(['case.opened']);
    expect((await domain.cases.byFolio(` ${opened[0]?.case.folio.toLowerCase()} `))?.id).toBe('a');
  });

  it('moves once by one event id, with its jobs and facts', async () => {
    await open('a');
    const job = { id: 'j', kind: 'none', payload: null, dueAt: Number.MAX_SAFE_INTEGER };
    const move = () =>
      domain.cases.move('a', {
        event: 'await-visit',
        eventId: 'x',
        at: 9,
        deadlineAt: 10,
        data: { email: 'e' },
        jobs: [job],
      });
    expect(await move()).toMatchObject({ ok: true, repeated: false });
    expect(await move()).toMatchObject({ ok: true, repeated: true });
    expect((await domain.cases.get('a'))?.case).toMatchObject({
      state: 'awaiting-visit',
      deadlineAt: 10,
      data: { email: 'e' },
      history: [{ event: 'await-visit', eventId: 'x' }],
    });
    expect((await domain.store.jobs.depth()).waiting).toBe(3);
  });

  it('answers impossible events and unknown cases with a reason', async () => {
    await open('a');
    const approve = { event: 'approve', eventId: 'x', at: 1, by: 'ana' } as const;
    expect(await domain.cases.move('a', approve)).toEqual({ ok: false, reason: 'impossible', state: 'open' });
    expect(await domain.cases.move('z', approve)).toEqual({ ok: false, reason: 'unknown' });
  });
});

describe('what a case knows of its person', () => {
  const HALF_A_YEAR = 180 * 24 * 60 * 60_000;
  const ways: readonly [string, readonly CaseEvent[], boolean][] = [
    ['done', ['prove', 'finish'], true],
    ['refused', ['await-visit', 'refuse'], true],
    ['expired', ['await-visit', 'expire'], true],
    ['cancelled', ['prove', 'cancel'], true],
    ['left with a proof', ['prove'], true],
    ['waiting for a visit', ['await-visit'], false],
    ['waiting for somebody to approve', ['await-visit', 'see-papers'], false],
    ['approved', ['await-visit', 'see-papers', 'approve'], false],
    ['frozen after its end', ['prove', 'finish', 'freeze'], false],
  ];

  it.each(ways)('of one that is %s', async (_name, events, forgotten) => {
    const domain = await openDomain();
    const { cases, documents, clock } = domain;
    const { case: opened } = await cases.open({ id: 'c', procedure: 'impi-letter', portal: 'impi', at: clock.at });
    for (const event of events) {
      clock.at += 1;
      const by = event === 'approve' ? 'beto' : 'ana';
      await cases.move('c', { event, eventId: event, at: clock.at, by, data: { curp: 'CACX760510MGTSHC04' } });
    }
    await documents.forget(clock.at + HALF_A_YEAR, 100);
    expect(await cases.byFolio(opened.folio)).toBeDefined();
    await documents.forget(clock.at + HALF_A_YEAR + 1, 100);
    expect((await cases.byFolio(opened.folio)) === undefined).toBe(forgotten);
    await domain.close();
  });
});
