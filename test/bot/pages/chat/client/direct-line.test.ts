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
function lineOver(changes: Partial<Api>, kept?: Session) {
  const links: Link[] = [];
  const saved: (Session | undefined)[] = [];
  const api: Api = {
    generate: async () => ok({ conversationId: 'c', token: 't0' }),
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
  'an expired token at %s ends the conversation',
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
