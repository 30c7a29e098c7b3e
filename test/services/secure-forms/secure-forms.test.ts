import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FormRequest, IssuedForm, SecureFormState } from '../../../services/secure-forms/secure-form.ts';
import { asked, openForms, TTL } from '../../support/secure-form.ts';

let opened: Awaited<ReturnType<typeof openForms>>;
beforeEach(async () => {
  opened = await openForms();
});
afterEach(() => opened.close());

const HERE = 'h'.repeat(22);
const THERE = 't'.repeat(22);

let questions = 0;
/** A form for a question that was not asked before. */
const open = (conversationId = 'c1', changes: Partial<FormRequest> = {}) => {
  questions += 1;
  return opened.forms.open({ ...asked.password, conversationId, askedSeq: questions, ...changes });
};
const stateOf = async (conversationId = 'c1') => (await opened.forms.stateOf(conversationId))?.state;
const look = async ({ token }: IssuedForm, browser = HERE) => {
  const seen = await opened.forms.look(token, browser);
  return seen && [seen.state, seen.elsewhere ? 'elsewhere' : 'here'];
};

describe('a form', () => {
  it('has a token of 256 bits, a mark of four digits, and ten minutes', async () => {
    const form = await open();
    expect(Buffer.from(form.token, 'base64url')).toHaveLength(32);
    expect(form.mark).toBe('4821');
    expect(form.expiresAt - opened.clock.at).toBe(TTL);
  });

  it.each([
    [0, '0000'],
    [7, '0007'],
    [9_999, '9999'],
  ])('writes the mark %d with all its digits', async (drawn, mark) => {
    const own = await openForms({ randomInt: () => drawn });
    expect((await own.forms.open({ ...asked.efirma, conversationId: 'c1' })).mark).toBe(mark);
    await own.close();
  });

  it('keeps no token and no browser in the store', async () => {
    const { token } = await open();
    await opened.forms.begin(token, HERE);
    const stored = JSON.stringify(await opened.store.documents.list('secure-form', { limit: 10 }));
    expect(stored).toContain('opened');
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(HERE);
  });

  it.each([
    [-1, 'sent'],
    [0, 'expired'],
  ] as const)('%d ms from its end is %s', async (offset, state) => {
    const form = await open();
    opened.clock.at = form.expiresAt + offset;
    expect(await look(form)).toEqual([state, 'here']);
    expect(await stateOf()).toBe(state);
    expect((await opened.forms.begin(form.token, HERE)).ok).toBe(state === 'sent');
  });

  it.each(['', 'x', '../../etc/passwd', 'A'.repeat(43), 'A'.repeat(100_000), `${'A'.repeat(42)}=`])(
    'is not found by rubbish %#',
    async (token) => {
      await open();
      expect(await opened.forms.look(token, HERE)).toBeUndefined();
      expect(await opened.forms.begin(token, HERE)).toEqual({ ok: false, reason: 'unknown' });
      expect(await opened.forms.complete(token, HERE)).toEqual({ ok: false, reason: 'unknown' });
    },
  );
});

it('tells the desk each state and when it came', async () => {
  const form = await open();
  const at = opened.clock.at;
  const about = { kind: 'password', procedure: 'impi-efirma', step: 'password', sentAt: at, expiresAt: at + TTL };
  expect(await opened.forms.stateOf('c1')).toEqual({ ...about, state: 'sent' });
  opened.clock.at += 60_000;
  await opened.forms.begin(form.token, HERE);
  expect(await opened.forms.stateOf('c1')).toEqual({ ...about, state: 'opened', openedAt: at + 60_000 });
  opened.clock.at += 60_000;
  await opened.forms.complete(form.token, HERE);
  const ended = { openedAt: at + 60_000, endedAt: at + 120_000 };
  expect(await opened.forms.stateOf('c1')).toEqual({ ...about, ...ended, state: 'completed' });
  expect(await opened.forms.stateOf('c2')).toBeUndefined();
});

it('says of a form that nobody filled in that it expired, and when', async () => {
  const { expiresAt } = await open();
  opened.clock.at = expiresAt + 1;
  expect(await opened.forms.stateOf('c1')).toMatchObject({ state: 'expired', endedAt: expiresAt });
});

describe('a newer form', () => {
  it('takes the place of the one before, opened or not', async () => {
    const first = await open();
    await opened.forms.begin(first.token, HERE);
    const second = await open();
    expect([await look(first), await look(second)]).toEqual([
      ['superseded', 'here'],
      ['sent', 'here'],
    ]);
    expect(await opened.forms.complete(first.token, HERE)).toEqual({ ok: false, reason: 'superseded' });
  });

  it('leaves a completed one completed, and those of others alone', async () => {
    const [first, other] = [await open(), await open('c2')];
    await opened.forms.complete(first.token, HERE);
    await open();
    expect([await look(first), await look(other)]).toEqual([
      ['completed', 'here'],
      ['sent', 'here'],
    ]);
  });

  it('is one of many made at once, of which the last is open and no other', async () => {
    const forms = await Promise.all(Array.from({ length: 8 }, () => open()));
    const states = await Promise.all(forms.map((form) => look(form)));
    expect(states.map((state) => state?.[0]).sort()).toEqual(['sent', ...Array(7).fill('superseded')]);
  });

  it('lets rubbish be told from links that are long gone', async () => {
    const forms: IssuedForm[] = [];
    for (let count = 0; count < 20; count += 1) forms.push(await open());
    const known = await Promise.all(forms.map((form) => look(form)));
    expect(known.filter((state) => state !== undefined)).toHaveLength(8);
    expect(known.at(-1)).toEqual(['sent', 'here']);
  });
});

describe('the form of a question whose message is sent again', () => {
  const again = () => open('c1', { askedSeq: 7 });

  it('is the one it had, opened or not, with its whole time before it', async () => {
    const first = await again();
    await opened.forms.begin(first.token, HERE);
    opened.clock.at += TTL - 1;
    expect(await again()).toEqual({ ...first, expiresAt: opened.clock.at + TTL });
    opened.clock.at += TTL - 1;
    expect([await look(first), await look(first, THERE)]).toEqual([
      ['opened', 'here'],
      ['opened', 'elsewhere'],
    ]);
    expect(await opened.forms.complete(first.token, HERE)).toEqual({ ok: true, repeated: false });
  });

  it('is over when a newer one is open, which stays so', async () => {
    const first = await again();
    const newer = await open('c1', { askedSeq: 9 });
    await opened.forms.begin(newer.token, HERE);
    const late = await again();
    expect([await look(first), await look(late), await look(newer)]).toEqual([
      ['superseded', 'here'],
      ['superseded', 'here'],
      ['opened', 'here'],
    ]);
    expect(await opened.forms.complete(newer.token, HERE)).toEqual({ ok: true, repeated: false });
  });

  it('is one, however many send it at once', async () => {
    const forms = await Promise.all(Array.from({ length: 8 }, again));
    expect(new Set(forms.map(({ token, mark }) => `${token} ${mark}`)).size).toBe(1);
    expect(await look(await again())).toEqual(['sent', 'here']);
  });

  it.each<[string, (form: IssuedForm) => unknown]>([
    ['expired', ({ expiresAt }) => (opened.clock.at = expiresAt)],
    ['completed', ({ token }) => opened.forms.complete(token, HERE)],
    ['cancelled', () => opened.forms.cancel('c1')],
  ])('is another one once the one it had is %s', async (_state, end) => {
    const first = await again();
    await end(first);
    const second = await again();
    expect(second.token).not.toBe(first.token);
    expect(await look(second)).toEqual(['sent', 'here']);
  });

  it('is not that of another conversation', async () => {
    expect((await open('c2', { askedSeq: 7 })).token).not.toBe((await again()).token);
  });
});

describe('the browser that begins', () => {
  it('has the form; others are told', async () => {
    const form = await open();
    expect(await opened.forms.begin(form.token, HERE)).toEqual({ ok: true });
    expect(await opened.forms.begin(form.token, HERE)).toEqual({ ok: true });
    expect(await opened.forms.begin(form.token, THERE)).toEqual({ ok: false, reason: 'elsewhere' });
    expect(await opened.forms.complete(form.token, THERE)).toEqual({ ok: false, reason: 'elsewhere' });
    expect([await look(form), await look(form, THERE)]).toEqual([
      ['opened', 'here'],
      ['opened', 'elsewhere'],
    ]);
    expect((await opened.forms.look(form.token))?.elsewhere).toBe(true);
  });

  it('is one of fifty that begin at once', async () => {
    const form = await open();
    const begun = await Promise.all(
      Array.from({ length: 50 }, (_, count) => opened.forms.begin(form.token, `browser-${count}`)),
    );
    expect(begun.filter(({ ok }) => ok)).toHaveLength(1);
    expect(begun.filter((one) => !one.ok && one.reason === 'elsewhere')).toHaveLength(49);
  });
});

describe('completing', () => {
  it('happens once, however often the same browser says so', async () => {
    const form = await open();
    const completed = await Promise.all(Array.from({ length: 50 }, () => opened.forms.complete(form.token, HERE)));
    expect(completed.filter((one) => one.ok && !one.repeated)).toHaveLength(1);
    expect(completed.filter((one) => one.ok && one.repeated)).toHaveLength(49);
  });

  it('happens in one of fifty browsers that never began', async () => {
    const form = await open();
    const completed = await Promise.all(
      Array.from({ length: 50 }, (_, count) => opened.forms.complete(form.token, `browser-${count}`)),
    );
    expect(completed.filter(({ ok }) => ok)).toEqual([{ ok: true, repeated: false }]);
  });

  it('comes through a moment late, when the answer was taken in time', async () => {
    const form = await open();
    opened.clock.at = form.expiresAt + 1;
    expect(await opened.forms.complete(form.token, HERE)).toEqual({ ok: true, repeated: false });
    expect(await stateOf()).toBe('completed');
  });
});

describe('cancelling', () => {
  it('ends a form that is open, and only that', async () => {
    expect(await opened.forms.cancel('c1')).toBe(false);
    const form = await open();
    expect(await opened.forms.cancel('c1')).toBe(true);
    expect(await opened.forms.cancel('c1')).toBe(false);
    expect(await opened.forms.complete(form.token, HERE)).toEqual({ ok: false, reason: 'cancelled' });
    const next = await open();
    await opened.forms.complete(next.token, HERE);
    expect(await opened.forms.cancel('c1')).toBe(false);
    expect(await stateOf()).toBe('completed');
  });

  it('and completing at once leave one of both', async () => {
    for (let round = 0; round < 20; round += 1) {
      const form = await open(`c${round}`);
      const [cancelled, completed] = await Promise.all([
        opened.forms.cancel(`c${round}`),
        opened.forms.complete(form.token, HERE),
      ]);
      expect(cancelled).toBe(!completed.ok);
      expect(await stateOf(`c${round}`)).toBe(cancelled ? 'cancelled' : 'completed');
    }
  });
});

it('is forgotten some time after the last one expired', async () => {
  const form = await open();
  await opened.store.documents.forget(form.expiresAt + 59 * 60_000, 10);
  expect(await stateOf()).toBe('sent');
  await opened.store.documents.forget(form.expiresAt + 61 * 60_000, 10);
  expect(await stateOf()).toBeUndefined();
  expect(await opened.forms.look(form.token, HERE)).toBeUndefined();
});

/** What may follow what: nothing comes back from an end, and nothing that was begun is sent again. */
const after: Record<SecureFormState, readonly SecureFormState[]> = {
  sent: ['sent', 'opened', 'completed', 'expired', 'superseded', 'cancelled'],
  opened: ['opened', 'completed', 'expired', 'superseded', 'cancelled'],
  // An answer that was taken before the end may still complete it, and a newer form or a cancellation end it for good.
  expired: ['expired', 'completed', 'superseded', 'cancelled'],
  completed: ['completed'],
  superseded: ['superseded'],
  cancelled: ['cancelled'],
};

it('whatever happens in whatever order, states only go forward and at most one form is open', async () => {
  const Event = fc.oneof(
    fc.record({ do: fc.constant('open' as const) }),
    fc.record({ do: fc.constant('cancel' as const) }),
    fc.record({ do: fc.constantFrom('begin' as const, 'complete' as const), form: fc.nat(7), browser: fc.nat(2) }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: TTL }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(Event, { maxLength: 25 }), async (events) => {
      const own = await openForms();
      const forms: IssuedForm[] = [];
      let before: SecureFormState[] = [];
      for (const event of events) {
        const request = { ...asked.efirma, conversationId: 'c1', askedSeq: forms.length };
        if (event.do === 'open') forms.push(await own.forms.open(request));
        if (event.do === 'cancel') await own.forms.cancel('c1');
        if (event.do === 'wait') own.clock.at += event.ms;
        if (event.do === 'begin' || event.do === 'complete') {
          await own.forms[event.do](forms[event.form]?.token ?? '', `browser-${event.browser}`);
        }
        const seen = await Promise.all(forms.slice(-8).map(({ token }) => own.forms.look(token)));
        const states = seen.flatMap((one) => (one === undefined ? [] : [one.state]));
        expect(states.filter((state) => state === 'sent' || state === 'opened').length).toBeLessThan(2);
        const shift = event.do === 'open' && before.length === 8 ? 1 : 0;
        for (const [index, state] of before.slice(shift).entries()) expect(after[state]).toContain(states[index]);
        before = states;
      }
      await own.close();
    }),
    { numRuns: 60 },
  );
});
