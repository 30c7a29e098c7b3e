import { jest } from '@jest/globals';
import type { Answer, Api } from '../../../../../bot/pages/chat/client/api.ts';
import { createDirectLine, type Link } from '../../../../../bot/pages/chat/client/direct-line.ts';
import { createOutbox } from '../../../../../bot/pages/chat/client/outbox.ts';
import type { Session } from '../../../../../bot/pages/chat/client/wire.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const ok = <T>(value: T): Answer<T> => ({ ok: true, value });
const refused = (reason: 'expired' | 'unreachable' | 'gone' | 'refused') => ({ ok: false, reason }) as const;

/** A line over an API that polls without end; `changes` replace its calls. */
function lineOver(changes: Partial<Api>, kept?: Session, mayResume = true) {
  const links: Link[] = [];
  const saved: (Session | undefined)[] = [];
  const api: Api = {
    generate: async () => ok({ conversationId: 'c', token: 't0' }),
    endSession: async () => ok({}),
    start: async () => ok({ conversationId: 'c', token: 't1' }),
    resume: async () => ok({ conversationId: 'c', token: 't2' }),
    refresh: async () => ok({ token: 't3' }),
    post: async () => ok({ id: 'c|1' }),
    poll: async () => ok({ activities: [], watermark: '1' }),
    clockOffset: () => 0,
    ...changes,
  };
  const line = createDirectLine({
    api,
    locale: 'es-MX',
    mayResume,
    keeper: { load: () => kept, save: (session) => saved.push(session), clear: () => saved.push(undefined) },
    openSocket: () => {
      throw new Error('no stream was offered');
    },
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    isOnline: () => true,
    random: () => 0.5,
    onActivities: () => {},
    onLink: (link) => links.push(link),
  });
  return { line, links, saved };
}

test('the token is renewed every 15 minutes and kept', async () => {
  const { line, saved } = lineOver({});
  void line.start();
  await jest.advanceTimersByTimeAsync(14 * 60_000);
  expect(saved.at(-1)?.token).not.toBe('t3');
  await jest.advanceTimersByTimeAsync(61_000);
  expect(saved.map((session) => session?.token)).toContain('t3');
  line.stop();
});

test.each(['refresh', 'poll', 'resume', 'post'] as const)(
  'an expired token at %s ends the conversation when the browser has no way back into it',
  async (call) => {
    const { line, links, saved } = lineOver(
      { [call]: async () => refused('expired') },
      { conversationId: 'c', token: 't' },
    );
    void line.start();
    await jest.advanceTimersByTimeAsync(2_000);
    if (call === 'post') await line.post({});
    await jest.advanceTimersByTimeAsync(15 * 60_000);
    expect(links.at(-1)).toBe('ended');
    expect(saved.at(-1)).toBeUndefined();
  },
);

test.each(['refresh', 'poll', 'resume', 'post'] as const)(
  'an expired token at %s is replaced by one for the same conversation, and the conversation goes on',
  async (name) => {
    const used: (string | undefined)[] = [];
    const answers = { refresh: { token: 'n' }, poll: { activities: [], watermark: '1' }, post: { id: 'c|1' } };
    const call = async ({ token }: Session) => {
      used.push(token);
      if (token === 't') return refused('expired');
      return ok(name === 'resume' ? { conversationId: 'c', token } : answers[name]);
    };
    const changes: Partial<Api> = {
      resume: async ({ token }) => ok({ conversationId: 'c', token }),
      generate: async (resume) =>
        resume ? ok({ conversationId: 'c', token: 'back', resumed: true as const }) : refused('refused'),
    };
    const { line, links, saved } = lineOver({ ...changes, [name]: call }, { conversationId: 'c', token: 't' });
    void line.start();
    await jest.advanceTimersByTimeAsync(2_000);
    if (name === 'post') expect(await line.post({})).toEqual(ok({ id: 'c|1' }));
    await jest.advanceTimersByTimeAsync(16 * 60_000);
    expect(used.slice(0, 2)).toEqual(['t', 'back']);
    expect(links.at(-1)).toBe('online');
    expect(saved).not.toContain(undefined);
    line.stop();
  },
);

test('a browser that was here before goes on where it was, without a session of this tab', async () => {
  const calls: string[] = [];
  const { line, links } = lineOver({
    generate: async (resume) => {
      calls.push(`generate ${resume}`);
      return ok({ conversationId: 'c', token: 'back', resumed: true as const });
    },
    start: async () => refused('refused'),
    resume: async ({ token }, watermark) => {
      calls.push(`resume ${token} ${watermark}`);
      return ok({ conversationId: 'c', token });
    },
  });
  void line.start();
  await jest.advanceTimersByTimeAsync(2_000);
  expect(calls).toEqual(['generate true', 'resume back 0']);
  expect(links.at(-1)).toBe('online');
  line.stop();
});

test('somebody who begins anew gets a new conversation, whatever the browser remembers', async () => {
  const asked: boolean[] = [];
  const generate = async (resume: boolean) => {
    asked.push(resume);
    return ok({ conversationId: 'new', token: 't0' });
  };
  const { line } = lineOver({ generate }, undefined, false);
  void line.start();
  await jest.advanceTimersByTimeAsync(2_000);
  expect(asked).toEqual([false]);
  line.stop();
});

test('a way back into another conversation is not taken', async () => {
  const { line, links } = lineOver(
    {
      resume: async () => refused('expired'),
      generate: async () => ok({ conversationId: 'other', token: 'x', resumed: true as const }),
    },
    { conversationId: 'c', token: 't' },
  );
  void line.start();
  await jest.advanceTimersByTimeAsync(2_000);
  expect(links.at(-1)).toBe('ended');
});

test('a server that does not answer is tried again, ever more rarely, until it does', async () => {
  const calls: number[] = [];
  const begun = Date.now();
  const generate = async () => {
    calls.push(Date.now() - begun);
    return calls.length < 8 ? refused('unreachable') : ok({ conversationId: 'c', token: 't' });
  };
  const { line, links } = lineOver({ generate });
  void line.start();
  await jest.advanceTimersByTimeAsync(120_000);
  const pauses = calls.slice(1).map((at, index) => at - (calls[index] ?? 0));
  expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  expect(links.at(-1)).toBe('online');
  line.stop();
});

test('messages go out one after the other, in order, each until it is there', async () => {
  const tried: string[] = [];
  const sent: string[] = [];
  const failed: string[] = [];
  let isDown = true;
  const outbox = createOutbox({
    post: async (body) => {
      tried.push(JSON.stringify(body));
      if (isDown) return refused('unreachable');
      return JSON.stringify(body) === '{"n":2}' ? refused('refused') : ok({});
    },
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    onSent: (id) => sent.push(id),
    onFailed: (id) => failed.push(id),
  });
  for (const n of [1, 2, 3]) outbox.send({ id: String(n), body: { n } });
  await jest.advanceTimersByTimeAsync(5_000);
  expect(new Set(tried)).toEqual(new Set(['{"n":1}']));
  isDown = false;
  await jest.advanceTimersByTimeAsync(10_000);
  expect(sent).toEqual(['1', '3']);
  expect(failed).toEqual(['2']);
  outbox.send({ id: '4', body: { n: 4 } });
  await jest.advanceTimersByTimeAsync(0);
  expect(sent).toEqual(['1', '3', '4']);
});
