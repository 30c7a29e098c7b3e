import { expect, it } from '@jest/globals';
import { type Leaving, leaveWithin } from '../../bot/leave.ts';

const never = () => new Promise<never>(() => {});
const at = async () => {};

/** Leaves within the time, and says in which order what was called. */
async function leave(
  ms: number,
  parts: { [Name in 'server' | 'turns' | 'jobs' | 'back' | 'close']?: () => Promise<void> },
) {
  const calls: string[] = [];
  const errors: unknown[] = [];
  const part =
    (name: string, does: () => Promise<void> = at) =>
    async () => {
      calls.push(name);
      await does();
    };
  const leaving: Leaving = {
    closeServer: part('server', parts.server),
    turns: { stop: part('turns', parts.turns), letGo: part('turns back', parts.back) },
    jobs: { stop: part('jobs', parts.jobs), letGo: part('jobs back', parts.back) },
    close: part('close', parts.close),
    onError: (error) => errors.push(error),
  };
  await leaveWithin(ms, leaving);
  return { calls, errors };
}

it('takes no job from the first moment on, lets requests end before turns, and gives nothing back that was finished', async () => {
  const { calls, errors } = await leave(60_000, {});
  expect(calls).toEqual(['jobs', 'server', 'turns', 'close']);
  expect(errors).toEqual([]);
});

it.each([
  ['requests', { server: never }, []],
  ['a turn', { turns: never }, ['turns back', 'jobs back']],
  ['a job', { jobs: never }, ['turns back', 'jobs back']],
  ['a job, and a database that takes nothing back', { jobs: never, back: never }, ['turns back', 'jobs back']],
  ['the database', { close: never }, []],
])('is not held up by %s', async (_what, parts, back) => {
  const { calls } = await leave(60, parts);
  expect(calls).toEqual(['jobs', 'server', 'turns', ...back, 'close']);
});

it('goes on where a part fails, and tells', async () => {
  const broken = () => Promise.reject(new Error('broken'));
  const { calls, errors } = await leave(60_000, { server: broken, jobs: broken, close: broken });
  expect(calls).toEqual(['jobs', 'server', 'turns', 'close']);
  expect(errors).toHaveLength(3);
});
