import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { verifyChain } from '../../../services/audit/verify-chain.ts';
import type { ChainEntry } from '../../../services/store/store.ts';
import { openDomain, type TestDomain } from '../../support/domain.ts';

let domain: TestDomain;
beforeEach(async () => {
  domain = await openDomain();
});
afterEach(() => domain.close());

const events = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) =>
    domain.auditJob({
      id: `e${from + index}`,
      name: 'efirma.refused',
      at: domain.clock.at,
      reason: 'expired',
      curp: 'CACX760510MGTSHC04',
      email: 'Ana@Example.mx',
      serial: '30001000000300023708',
    }),
  );

async function chained(count: number): Promise<ChainEntry[]> {
  await domain.store.jobs.add(events(count));
  await domain.runner.settle();
  return domain.store.chain.read(0, 10_000);
}

it('chains every event once, in batches, and verifies', async () => {
  const entries = await chained(250);
  expect(entries.map(({ id }) => id).sort()).toEqual(
    events(250)
      .map(({ id }) => id.slice('audit:'.length))
      .sort(),
  );
  expect(await verifyChain(domain.store.chain)).toEqual({ ok: true, count: 250, head: entries.at(-1)?.hash });
});

it('chains an event once when its job is done again, together with new ones', async () => {
  await chained(3);
  const again = [...events(3), ...events(2, 3), ...events(2, 3)].map((job) => ({ ...job, attempts: 2 }));
  await domain.handlers.audit?.run(again);
  expect(await verifyChain(domain.store.chain)).toMatchObject({ ok: true, count: 5 });
});

it('loses and doubles nothing when several append at once', async () => {
  const jobs = events(40).map((job) => ({ ...job, attempts: 1 }));
  await Promise.all(
    Array.from({ length: 8 }, (_, index) => domain.handlers.audit?.run(jobs.slice(index * 5, index * 5 + 10))),
  );
  expect(await verifyChain(domain.store.chain)).toMatchObject({ ok: true, count: 40 });
});

it('holds nothing personal', async () => {
  const dump = JSON.stringify(await chained(1));
  for (const secret of ['CACX760510MGTSHC04', 'example.mx', '30001000000300023708', 'nombre']) {
    expect(dump.toLowerCase()).not.toContain(secret.toLowerCase());
  }
});

it('names a person alike in two events, so that they can be joined', async () => {
  const [first, second] = (await chained(2)).map(({ body }) => JSON.parse(body));
  expect(first.curpHash).toBe(second.curpHash);
  expect(first.curpHash).not.toBe(first.emailHash);
});

describe('verification', () => {
  const reading = (entries: ChainEntry[]) => ({
    read: async (after: number, limit: number) => entries.filter(({ seq }) => seq > after).slice(0, limit),
  });

  const tampered: [string, (entries: ChainEntry[]) => ChainEntry[], object][] = [
    [
      'an edited body',
      (all) => all.map((e) => (e.seq === 3 ? { ...e, body: e.body.replace('expired', 'revoked') } : e)),
      { seq: 3, reason: 'hash' },
    ],
    [
      'an edited hash',
      (all) => all.map((e) => (e.seq === 3 ? { ...e, hash: 'f'.repeat(64) } : e)),
      { seq: 3, reason: 'hash' },
    ],
    ['a deleted entry', (all) => all.filter((e) => e.seq !== 3), { seq: 3, reason: 'gap' }],
    ['a deleted first entry', (all) => all.filter((e) => e.seq !== 1), { seq: 1, reason: 'gap' }],
    ['a changed id', (all) => all.map((e) => (e.seq === 3 ? { ...e, id: 'other' } : e)), { seq: 3, reason: 'body' }],
    [
      'two entries exchanged',
      (all) => all.map((e) => ({ ...e, seq: e.seq === 2 ? 3 : e.seq === 3 ? 2 : e.seq })).sort((a, b) => a.seq - b.seq),
      { seq: 2, reason: 'hash' },
    ],
  ];
  it.each(tampered)('finds %s', async (_name, tamper, found) => {
    const entries = await chained(5);
    expect(await verifyChain(reading(tamper(entries)))).toEqual({ ok: false, ...found });
  });

  it('finds a cut end when the head was noted before', async () => {
    const entries = await chained(5);
    const head = entries.at(-1)?.hash;
    expect(await verifyChain(reading(entries), head)).toMatchObject({ ok: true });
    expect(await verifyChain(reading(entries.slice(0, 4)), head)).toEqual({
      ok: false,
      seq: 4,
      reason: 'head-missing',
    });
  });

  it('of nothing is fine', async () => {
    expect(await verifyChain(reading([]))).toMatchObject({ ok: true, count: 0 });
  });

  it('reads a chain longer than a page', async () => {
    await chained(1_203);
    expect(await verifyChain(domain.store.chain)).toMatchObject({ ok: true, count: 1_203 });
  });
});
