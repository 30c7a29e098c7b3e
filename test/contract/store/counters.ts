import { describe, expect, it } from '@jest/globals';
import type { Subject } from '../store-suite.ts';
import { NOW, times } from './support.ts';

const WINDOW = { now: NOW, windowMs: 1_000 };

export function counterContract(subject: Subject): void {
  describe('counters', () => {
    it('counts 50 parallel hits, each with a number of its own', async () => {
      const { counters } = subject.store;

      const hits = await Promise.all(times(50, () => counters.hit('k', WINDOW)));

      expect(hits.map(({ count }) => count).toSorted((a, b) => a - b)).toEqual(times(50, (index) => index + 1));
      expect(new Set(hits.map(({ resetsAt }) => resetsAt))).toEqual(new Set([NOW + 1_000]));
      expect(await counters.peek('k', NOW)).toEqual({ count: 50, resetsAt: NOW + 1_000 });
    });

    it('starts over when its window, counted from the first hit, has ended', async () => {
      const { counters } = subject.store;
      await counters.hit('k', WINDOW);

      expect(await counters.hit('k', { now: NOW + 999, windowMs: 1_000, by: 3 })).toEqual({
        count: 4,
        resetsAt: NOW + 1_000,
      });
      expect(await counters.peek('k', NOW + 1_000)).toBeUndefined();
      expect(await counters.hit('k', { now: NOW + 1_000, windowMs: 500, by: 2 })).toEqual({
        count: 2,
        resetsAt: NOW + 1_500,
      });
    });

    it('peeks without counting, and resets', async () => {
      const { counters } = subject.store;
      expect(await counters.peek('k', NOW)).toBeUndefined();
      await counters.hit('k', WINDOW);
      await counters.hit('other', WINDOW);
      await counters.peek('k', NOW);
      expect(await counters.peek('k', NOW)).toEqual({ count: 1, resetsAt: NOW + 1_000 });

      await counters.reset('k');

      expect(await counters.peek('k', NOW)).toBeUndefined();
      expect(await counters.peek('other', NOW)).toMatchObject({ count: 1 });
    });

    it('gives each number of a sequence once', async () => {
      const { counters } = subject.store;

      const numbers = await Promise.all(times(50, () => counters.next('folio')));

      expect(new Set(numbers).size).toBe(50);
      expect(Math.min(...numbers)).toBe(1);
      expect(await counters.next('other')).toBe(1);
    });

    it('forgets windows that ended, at most as many as asked, and no sequence', async () => {
      const { counters } = subject.store;
      for (const n of [1, 2, 3]) await counters.hit(`k${n}`, { now: NOW - 10, windowMs: n });
      await counters.hit('open', WINDOW);
      const last = await counters.next('folio');

      expect(await counters.forget(NOW, 2)).toBe(2);
      expect(await counters.forget(NOW, 10)).toBe(1);
      expect(await counters.forget(NOW, 10)).toBe(0);

      expect(await counters.peek('open', NOW)).toMatchObject({ count: 1 });
      expect(await counters.next('folio')).toBeGreaterThan(last);
    });
  });
}
