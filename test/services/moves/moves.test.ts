import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLimits } from '../../../services/limits/limits.ts';
import { createMoves } from '../../../services/moves/create-moves.ts';
import type { Moves } from '../../../services/moves/move.ts';
import { openSqlite } from '../../../services/store/sqlite/index.ts';

const MINUTE = 60_000;
const TTL = 10 * MINUTE;
const phone = { conversationId: 'phone', channel: 'whatsapp' };
const web = { conversationId: 'web', channel: 'directline' };

let store: Awaited<ReturnType<typeof openSqlite>>;
let at: number;
let moves: Moves;
let drawn: number;
/** The move that was offered last. */
let newest: string;
beforeEach(async () => {
  at = Date.UTC(2026, 10, 21, 15);
  drawn = 0;
  newest = '';
  store = await openSqlite({ path: ':memory:' });
  const { take } = createLimits({
    counters: store.counters,
    now: () => at,
    rules: {
      'move-offer': { points: 5, windowMs: 60 * MINUTE, onStoreFailure: 'closed' },
      'move-claim': { points: 5, windowMs: 60 * MINUTE, onStoreFailure: 'closed' },
    },
  });
  moves = createMoves({
    documents: store.documents,
    now: () => at,
    newId: () => `move-${++drawn}`,
    randomInt(max) {
      drawn += 7;
      return drawn % max;
    },
    key: Buffer.alloc(32, 3),
    ttlMs: TTL,
    take,
  });
});
afterEach(() => store.close());

async function offer(from = phone) {
  const offered = await moves.offer(from);
  if (!offered.ok) throw new Error('no code was offered');
  newest = offered.moveId;
  return offered;
}
const claim = (code: string, turnId = 'turn-1', to = web) => moves.claim({ to, code, turnId });
const decide = (agree: boolean, turnId = 'turn-2', moveId = newest) =>
  moves.decide({ from: 'phone', moveId, agree, turnId });
const noMatch = { ok: false, reason: 'no-match' };
const none = { ok: false, reason: 'none' };

it('goes from the one to the other when both say so, once', async () => {
  const { code, moveId } = await offer();
  expect(await claim(code)).toEqual({ ok: true, moveId, from: phone, expiresAt: at + TTL });
  expect(await decide(true)).toEqual({ ok: true, moveId, to: web });
  expect(await decide(true, 'turn-3')).toEqual(none);
  expect(await claim(code, 'turn-4')).toEqual(noMatch);
});

it('and back again', async () => {
  await claim((await offer()).code);
  await decide(true);
  const { code, moveId } = await offer(web);
  expect(await claim(code, 'turn-5', phone)).toMatchObject({ ok: true, from: web });
  expect(await moves.decide({ from: 'web', moveId, agree: true, turnId: 'turn-6' })).toEqual({
    ok: true,
    moveId,
    to: phone,
  });
});

it('keeps no code in the store', async () => {
  const { code } = await offer();
  const kept = JSON.stringify(await store.documents.list('move', { limit: 1 }));
  expect(kept).toContain('offered');
  expect(kept).not.toContain(code);
  expect(kept).not.toContain(code.replace('-', ''));
});

describe('a turn that is run again', () => {
  it('gets the same answer, and is no second attempt', async () => {
    const { code } = await offer();
    const first = await claim(code);
    for (let again = 0; again < 20; again += 1) expect(await claim(code)).toEqual(first);
    const decided = await decide(true);
    for (let again = 0; again < 20; again += 1) expect(await decide(true)).toEqual(decided);
    expect(await decide(false)).toEqual(none);
  });
});

describe('a claim', () => {
  it.each(['3333-3333', 'X', ''])('with a wrong code (%s) finds nothing', async (code) => {
    await offer();
    expect(await claim(code)).toEqual(noMatch);
  });

  it('is counted before it is compared: after five wrong codes not even the right one', async () => {
    const { code } = await offer();
    const tries = await Promise.all(Array.from({ length: 30 }, (_, n) => claim(`3333-333${n}`, `turn-${n}`)));
    expect(tries.filter((one) => !one.ok && one.reason === 'no-match')).toHaveLength(5);
    expect(await claim(code, 'turn-right')).toMatchObject({ ok: false, reason: 'limit' });
    at += 60 * MINUTE;
    expect(await claim((await offer()).code, 'turn-later')).toMatchObject({ ok: true });
  });

  it('of one code is made by one of many that come at once', async () => {
    const { code } = await offer();
    const claims = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        claim(code, `turn-${n}`, { conversationId: `web-${n}`, channel: 'directline' }),
      ),
    );
    expect(claims.filter(({ ok }) => ok)).toHaveLength(1);
    expect(claims.filter((one) => !one.ok && one.reason === 'no-match')).toHaveLength(49);
  });

  it('is the same one when the code is typed there again, until it is decided', async () => {
    const { code } = await offer();
    const first = await claim(code);
    expect(await claim(code, 'turn-again')).toEqual(first);
    expect(await claim(code, 'turn-there', { conversationId: 'web-2', channel: 'web-chat' })).toEqual(noMatch);
    await decide(true, 'turn-yes');
    expect(await claim(code, 'turn-late')).toEqual(noMatch);
  });

  it('does not come from the conversation that shows the code', async () => {
    const { code } = await offer();
    expect(await claim(code, 'turn-1', phone)).toEqual(noMatch);
  });

  it.each([
    [TTL - 1, true],
    [TTL, false],
  ])('%d ms after the code was shown: %s', async (later, ok) => {
    const { code } = await offer();
    at += later;
    expect((await claim(code)).ok).toBe(ok);
  });

  it('of a code that another one followed finds nothing', async () => {
    const first = await offer();
    const second = await offer();
    expect(await claim(first.code)).toEqual(noMatch);
    expect((await claim(second.code)).ok).toBe(true);
  });
});

describe('the place that is left', () => {
  it('has nothing to say before a claim', async () => {
    expect(await decide(true)).toEqual(none);
    await offer();
    expect(await decide(true)).toEqual(none);
  });

  it('says no, and the code is void', async () => {
    const { code } = await offer();
    await claim(code);
    expect(await decide(false)).toMatchObject({ ok: true, to: web });
    expect(await decide(true, 'turn-3')).toEqual(none);
    expect(await claim(code, 'turn-4')).toEqual(noMatch);
  });

  it.each([
    [TTL - 1, true],
    [TTL, false],
  ])('%d ms after the claim: %s', async (later, ok) => {
    await claim((await offer()).code);
    at += later;
    expect((await decide(true)).ok).toBe(ok);
  });

  it('says yes and no at once, and one of both holds', async () => {
    for (let round = 0; round < 5; round += 1) {
      at += 60 * MINUTE;
      await claim((await offer()).code, `claim-${round}`);
      const said = await Promise.all([decide(true, `yes-${round}`), decide(false, `no-${round}`)]);
      expect(said.filter(({ ok }) => ok)).toHaveLength(1);
    }
  });

  it('decides the move it was asked about, not one that followed', async () => {
    const first = await offer();
    await claim(first.code);
    await claim((await offer()).code, 'turn-other', { conversationId: 'web-2', channel: 'web-chat' });
    expect(await decide(true, 'turn-2', first.moveId)).toEqual(none);
    expect((await decide(true)).ok).toBe(true);
  });

  it('that asks for a new code takes back the one that was claimed', async () => {
    await claim((await offer()).code);
    await offer();
    expect(await decide(true)).toEqual(none);
  });
});

it('gives five codes an hour and no more', async () => {
  for (let count = 0; count < 5; count += 1) await offer();
  expect(await moves.offer(phone)).toMatchObject({ ok: false, reason: 'limit', retryAt: at + 60 * MINUTE });
});
