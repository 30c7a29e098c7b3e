import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { type CountedOnce, createCountedOnce } from '../../../services/limits/counted-once.ts';
import { openSqlite } from '../../../services/store/sqlite/index.ts';
import type { Store } from '../../../services/store/store.ts';

let store: Store;
let counted: CountedOnce;
let asked: number;
beforeEach(async () => {
  store = await openSqlite({ path: ':memory:' });
  counted = createCountedOnce({ counters: store.counters, now: () => 0, name: 'test', keepMs: 1_000 });
  asked = 0;
});
afterEach(() => store.close());

const says = (ok: boolean) => async () => {
  asked += 1;
  return ok ? ({ ok } as const) : ({ ok, retryAt: 1 } as const);
};

it.each([true, false])('asks the limit once about a job, and stays with %s', async (first) => {
  const verdicts = [];
  for (const ok of [first, !first, !first]) verdicts.push(await counted('job', says(ok)));
  expect([verdicts, asked]).toEqual([[first, first, first], 1]);
  expect(await counted('another', says(!first))).toBe(!first);
});

it('lets through what cannot be noted, as the limit said, and holds nothing back without a note', async () => {
  const away = jest.spyOn(store.counters, 'hit').mockRejectedValue(new Error('away'));
  expect(await counted('job', says(true))).toBe(true);
  await expect(counted('job', says(false))).rejects.toThrow('away');
  away.mockRestore();
  expect(await counted('job', says(true))).toBe(true);
});

it('notes nothing where the limit cannot be asked', async () => {
  await expect(counted('job', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await counted('job', says(false))).toBe(false);
});
