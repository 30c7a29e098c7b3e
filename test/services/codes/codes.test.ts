import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Codes } from '../../../services/codes/codes.ts';
import { createCodes } from '../../../services/codes/create-codes.ts';
import { openSqlite } from '../../../services/store/sqlite/index.ts';
import type { Store } from '../../../services/store/store.ts';

const MINUTE = 60_000;
let store: Store;
let codes: Codes;
let clock: number;
let next: number;

beforeEach(async () => {
  store = await openSqlite({ path: ':memory:' });
  clock = 1_700_000_000_000;
  next = 41;
  codes = createCodes({
    documents: store.documents,
    now: () => clock,
    randomInt: () => next++,
    key: Buffer.alloc(32, 1),
    digits: 6,
    ttlMs: 10 * MINUTE,
    maxAttempts: 5,
    maxSends: 5,
    sendWindowMs: 60 * MINUTE,
  });
});
afterEach(() => store.close());

let attempts = 0;
const check = (code: string, attemptId = `m${++attempts}`) => codes.check({ caseId: 'c', code, attemptId });

describe('a code', () => {
  it('has six digits and opens its case once', async () => {
    expect(await codes.issue('c')).toEqual({ ok: true, code: '000041', expiresAt: clock + 10 * MINUTE });
    expect(await check('000041')).toEqual({ ok: true });
    expect(await check('000041')).toEqual({ ok: false, reason: 'none' });
  });

  it('answers a repeated turn as it did the first time, without a second attempt', async () => {
    await codes.issue('c');
    expect(await check('999999', 'same')).toEqual({ ok: false, reason: 'wrong', left: 4 });
    expect(await check('999999', 'same')).toEqual({ ok: false, reason: 'wrong', left: 4 });
    expect(await check('000041', 'right')).toEqual({ ok: true });
    expect(await check('000041', 'right')).toEqual({ ok: true });
  });

  it('is nothing to another case', async () => {
    await codes.issue('c');
    expect(await codes.check({ caseId: 'd', code: '000041', attemptId: 'x' })).toEqual({ ok: false, reason: 'none' });
  });

  it.each([
    [10 * MINUTE - 1, { ok: true }],
    [10 * MINUTE, { ok: false, reason: 'expired' }],
  ])('after %d ms: %j', async (elapsed, answer) => {
    await codes.issue('c');
    clock += elapsed;
    expect(await check('000041')).toEqual(answer);
  });

  it('dies after five wrong guesses; a new one works, the old one does not', async () => {
    await codes.issue('c');
    for (const left of [4, 3, 2, 1, 0]) expect(await check('111111')).toEqual({ ok: false, reason: 'wrong', left });
    expect(await check('000041')).toEqual({ ok: false, reason: 'exhausted' });

    await codes.issue('c');
    expect(await check('000041')).toMatchObject({ ok: false, reason: 'wrong' });
    expect(await check('000042')).toEqual({ ok: true });
  });

  it.each([
    ['first', '000041'],
    ['second', '000042'],
    ['third', '000043'],
  ])('stays valid when later ones were sent: the %s of three', async (_name, code) => {
    for (let sent = 0; sent < 3; sent += 1) await codes.issue('c');
    expect(await check(code)).toEqual({ ok: true });
    for (const other of ['000041', '000042', '000043']) expect((await check(other)).ok).toBe(false);
  });

  it('is not sent more than five times in an hour', async () => {
    for (let sent = 0; sent < 5; sent += 1) {
      expect((await codes.issue('c')).ok).toBe(true);
      clock += MINUTE;
    }
    const retryAt = clock - 5 * MINUTE + 60 * MINUTE;
    expect(await codes.issue('c')).toEqual({ ok: false, reason: 'too-many-sends', retryAt });
    clock = retryAt;
    expect((await codes.issue('c')).ok).toBe(true);
  });

  it('rests as a hash', async () => {
    await codes.issue('c');
    expect(JSON.stringify(await store.documents.get('codes', 'c'))).not.toContain('000041');
  });
});

describe('attacks at once', () => {
  it('of 200 wrong guesses five are compared', async () => {
    await codes.issue('c');
    const answers = await Promise.all(Array.from({ length: 200 }, (_, guess) => check(String(900_000 + guess))));

    const wrong = answers.filter((answer) => !answer.ok && answer.reason === 'wrong');
    expect(wrong).toHaveLength(5);
    expect(answers.filter((answer) => !answer.ok && answer.reason === 'exhausted')).toHaveLength(195);
    expect(await check('000041')).toEqual({ ok: false, reason: 'exhausted' });
  });

  it('of 50 right guesses one succeeds', async () => {
    await codes.issue('c');
    const answers = await Promise.all(Array.from({ length: 50 }, () => check('000041')));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('of 20 sends five happen', async () => {
    const sent = await Promise.all(Array.from({ length: 20 }, () => codes.issue('c')));
    expect(sent.filter(({ ok }) => ok)).toHaveLength(5);
  });
});
