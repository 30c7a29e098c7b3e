import fc from 'fast-check';
import { createMemoryCounters } from '../../../services/limits/memory-counters.ts';
import { originOf } from '../../../services/limits/origin.ts';
import { createReservedShare } from '../../../services/limits/reserved-share.ts';

const windowMs = 1_000;

function setUp({ points = 3, reserved = 2 } = {}) {
  const clock = { at: 10_000 };
  const rule = { points, windowMs, onStoreFailure: 'closed' } as const;
  const counters = createMemoryCounters();
  return { clock, share: createReservedShare({ counters, now: () => clock.at, name: 'guess', rule, reserved }) };
}

const passes = async (share: ReturnType<typeof setUp>['share'], origin?: string) =>
  (await share.take('user', origin)).ok;

async function useUp(share: ReturnType<typeof setUp>['share'], origin = 'attacker'): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) expect(await passes(share, origin)).toBe(true);
}

it('lets somebody through who comes for the first time while another has used up the common share', async () => {
  const { share } = setUp();
  await useUp(share);
  expect(await passes(share, 'attacker')).toBe(false);
  expect(await passes(share, 'owner')).toBe(true);
  expect(await passes(share, 'owner')).toBe(false);
});

it('has nothing in reserve for who helped to use up the common share, with one try or with all', async () => {
  const { share } = setUp();
  for (const origin of ['one', 'two', 'three']) expect(await passes(share, origin)).toBe(true);
  for (const origin of ['one', 'two', 'three']) expect(await passes(share, origin)).toBe(false);
  expect(await passes(share, 'four')).toBe(true);
});

it('lets no more through than both shares together, from however many origins', async () => {
  const { share } = setUp();
  const tries = await Promise.all(Array.from({ length: 60 }, (_, index) => passes(share, `origin-${index % 30}`)));
  expect(tries.filter(Boolean)).toHaveLength(5);
});

it('lets an owner through once in each window, however others time their tries', async () => {
  const Tries = fc.array(fc.tuple(fc.nat(90), fc.constantFrom('one', 'two')), { minLength: 10, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.array(Tries, { minLength: 1, maxLength: 4 }), async (windows) => {
      const { share, clock } = setUp({ reserved: 3 });
      let ownWindowEnds = 0;
      for (const tries of windows) {
        for (const [pause, origin] of tries) {
          clock.at += pause;
          await passes(share, origin);
        }
        clock.at = Math.max(clock.at, ownWindowEnds);
        for (let more = 0; more < 3; more += 1) await passes(share, 'one');
        expect(await passes(share, 'owner')).toBe(true);
        ownWindowEnds = clock.at + windowMs;
      }
    }),
  );
});

it('names the first moment at which a try would pass: the end of the window, or of the own one', async () => {
  const { share, clock } = setUp();
  await passes(share, 'owner');
  clock.at += windowMs - 100;
  await share.clear('user');
  await useUp(share);
  expect(await share.take('user', 'attacker')).toEqual({ ok: false, retryAt: clock.at + windowMs });
  expect(await share.take('user', 'owner')).toEqual({ ok: false, retryAt: clock.at + 100 });
  clock.at += 100;
  expect(await passes(share, 'owner')).toBe(true);
});

it('starts over with the window, which refused tries do not prolong', async () => {
  const { share, clock } = setUp();
  await useUp(share);
  for (let tries = 0; tries < 9; tries += 1) {
    clock.at += 100;
    expect(await passes(share, 'attacker')).toBe(false);
  }
  clock.at += 100;
  expect(await passes(share, 'attacker')).toBe(true);
});

it('forgets after a success what was counted, but not what was taken out of the reserve', async () => {
  const { share } = setUp();
  await useUp(share);
  expect(await passes(share, 'owner')).toBe(true);
  await share.clear('user', 'owner');
  await useUp(share);
  expect(await passes(share, 'owner')).toBe(true);
  expect(await passes(share, 'somebody else')).toBe(false);
});

it('knows the common share only where no origin is given', async () => {
  const { share } = setUp();
  for (let tries = 0; tries < 3; tries += 1) expect(await passes(share)).toBe(true);
  expect(await passes(share)).toBe(false);
});

it('counts every key apart', async () => {
  const { share } = setUp();
  await useUp(share);
  expect(await share.take('another', 'attacker')).toEqual({ ok: true });
});

it('lets nothing through, first tries neither, while counters do not answer', async () => {
  const broken = async () => {
    throw new Error('store is gone');
  };
  const share = createReservedShare({
    counters: { hit: broken, reset: broken },
    now: () => 10_000,
    name: 'guess',
    rule: { points: 3, windowMs, onStoreFailure: 'closed' },
    reserved: 2,
  });
  expect(await share.take('user', 'owner')).toEqual({ ok: false, retryAt: 40_000 });
});

it('takes a conversation for an origin where the channel names none', () => {
  expect(originOf({ id: 'c1' })).toBe('c1');
  expect(originOf({ id: 'c1', origin: 'a network' })).toBe('a network');
});
