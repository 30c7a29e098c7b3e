import { createLimits } from '../../../services/limits/limits.ts';

/** Counters as the store promises them: a window starts with its first hit. */
function memoryCounters() {
  const windows = new Map<string, { count: number; resetsAt: number }>();
  return {
    async hit(key: string, { now, windowMs }: { now: number; windowMs: number }) {
      const current = windows.get(key);
      const window = current !== undefined && current.resetsAt > now ? current : { count: 0, resetsAt: now + windowMs };
      const next = { ...window, count: window.count + 1 };
      windows.set(key, next);
      return next;
    },
    async reset(key: string) {
      windows.delete(key);
    },
  };
}

const rules = {
  mails: { points: 3, windowMs: 1_000, onStoreFailure: 'closed' },
  messages: { points: 2, windowMs: 500, onStoreFailure: 'open' },
  jobs: { points: 2, windowMs: 500, onStoreFailure: 'reject' },
} as const;

function setUp() {
  const clock = { at: 10_000 };
  return { clock, limits: createLimits({ counters: memoryCounters(), now: () => clock.at, rules }) };
}

describe('createLimits', () => {
  it('lets through as many as the rule says and then names the end of the window', async () => {
    const { limits } = setUp();
    for (let i = 0; i < 3; i += 1) expect(await limits.take('mails', 'ana')).toEqual({ ok: true });
    expect(await limits.take('mails', 'ana')).toEqual({ ok: false, retryAt: 11_000 });
  });

  it('does not prolong the window by asking on', async () => {
    const { limits, clock } = setUp();
    for (let i = 0; i < 20; i += 1) {
      clock.at += 40;
      await limits.take('mails', 'ana');
    }
    clock.at = 11_040;
    expect(await limits.take('mails', 'ana')).toEqual({ ok: true });
  });

  it('counts every name and every key apart', async () => {
    const { limits } = setUp();
    for (let i = 0; i < 4; i += 1) await limits.take('mails', 'ana');
    expect(await limits.take('mails', 'luis')).toEqual({ ok: true });
    expect(await limits.take('messages', 'ana')).toEqual({ ok: true });
  });

  it('lets exactly as many of a crowd through', async () => {
    const { limits } = setUp();
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => limits.take('mails', 'ana')));
    expect(verdicts.filter((verdict) => verdict.ok)).toHaveLength(3);
  });

  it('forgets after a success', async () => {
    const { limits } = setUp();
    for (let i = 0; i < 4; i += 1) await limits.take('mails', 'ana');
    await limits.clear('mails', 'ana');
    expect(await limits.take('mails', 'ana')).toEqual({ ok: true });
  });

  it('gives the documented verdict when the store does not answer', async () => {
    const broken = async () => {
      throw new Error('store is gone');
    };
    const limits = createLimits({ counters: { hit: broken, reset: broken }, now: () => 10_000, rules });
    expect(await limits.take('messages', 'ana')).toEqual({ ok: true });
    expect(await limits.take('mails', 'ana')).toEqual({ ok: false, retryAt: 40_000 });
    await expect(limits.take('jobs', 'ana')).rejects.toThrow('store is gone');
  });
});
