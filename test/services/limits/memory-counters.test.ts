import { createMemoryCounters } from '../../../services/limits/memory-counters.ts';

it('counts within a window and starts over after it', async () => {
  const counters = createMemoryCounters();
  expect(await counters.hit('a', { now: 0, windowMs: 10 })).toEqual({ count: 1, resetsAt: 10 });
  expect(await counters.hit('a', { now: 9, windowMs: 10, by: 2 })).toEqual({ count: 3, resetsAt: 10 });
  expect(await counters.hit('a', { now: 10, windowMs: 10 })).toEqual({ count: 1, resetsAt: 20 });
});

it('keeps keys apart, and forgets one on request', async () => {
  const counters = createMemoryCounters();
  await counters.hit('a', { now: 0, windowMs: 10 });
  expect((await counters.hit('b', { now: 0, windowMs: 10 })).count).toBe(1);
  await counters.reset('a');
  expect((await counters.hit('a', { now: 1, windowMs: 10 })).count).toBe(1);
});

it('hands out no part of itself', async () => {
  const counters = createMemoryCounters();
  const first = await counters.hit('a', { now: 0, windowMs: 10 });
  Object.assign(first, { count: 99 });
  expect((await counters.hit('a', { now: 0, windowMs: 10 })).count).toBe(2);
});
