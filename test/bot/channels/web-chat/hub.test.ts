import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createHub } from '../../../../bot/channels/web-chat/hub.ts';
import type { LogEntry } from '../../../../services/store/store.ts';

const audience = { conversationId: 'c', person: 'dl_p' };
const entryOf = (seq: number): LogEntry => ({ seq, at: 0, activity: { type: 'message', text: `${seq}` } });

/** A log whose reads the test lets go on one by one, and a listener that keeps the numbers it was sent. */
function setUp(written = 0) {
  const log = Array.from({ length: written }, (_, index) => entryOf(index + 1));
  const reads: (() => void)[] = [];
  const hub = createHub({
    log: (_id, afterSeq, limit) =>
      new Promise((resolve) => {
        reads.push(() => resolve(log.filter((entry) => entry.seq > afterSeq).slice(0, limit)));
      }),
    heads: async () => new Map([['c', log.length]]),
  });
  const listen = (afterSeq: number) => {
    const frames: string[] = [];
    const failures: unknown[] = [];
    const leave = hub.join(audience, afterSeq, {
      send: (frame) => void frames.push(frame),
      fail: (error) => void failures.push(error),
    });
    const heard = () =>
      frames
        .flatMap((frame) => JSON.parse(frame).activities)
        .filter(({ type }) => type === 'message')
        .map(({ text }) => Number(text));
    return { frames, failures, heard, leave };
  };
  const write = (count: number) => {
    const entries = Array.from({ length: count }, (_, index) => entryOf(log.length + index + 1));
    log.push(...entries);
    return entries;
  };
  /** Lets pending reads answer until there are none. */
  async function settle() {
    for (let read = reads.shift(); read; read = reads.shift()) {
      read();
      await new Promise(setImmediate);
    }
  }
  return { hub, log, reads, listen, write, settle };
}

const upTo = (last: number, after = 0) => Array.from({ length: last - after }, (_, index) => after + index + 1);

describe('the hub', () => {
  test('first sends what lies after the watermark, then what is published', async () => {
    const { hub, listen, write, settle } = setUp(250);
    const tab = listen(3);
    await settle();
    hub.publish('c', write(2));
    expect(tab.heard()).toEqual(upTo(252, 3));
    expect(JSON.parse(tab.frames.at(-1) ?? '').watermark).toBe('252');
  });

  test('loses and doubles nothing that is published while a socket catches up', async () => {
    const { hub, reads, listen, write, settle } = setUp(2);
    const tab = listen(0);
    hub.publish('c', write(1));
    reads.shift()?.();
    hub.publish('c', write(1));
    await new Promise(setImmediate);
    await settle();
    expect(tab.heard()).toEqual([1, 2, 3, 4]);
    hub.publish('c', write(1));
    expect(tab.heard()).toEqual([1, 2, 3, 4, 5]);
  });

  test('fills a gap from the log, left by another process or by publishing out of order', async () => {
    const { hub, listen, write, settle } = setUp();
    const tab = listen(0);
    await settle();
    const [first, second] = [write(1), write(2)];
    hub.publish('c', second);
    hub.publish('c', first);
    await settle();
    expect(tab.heard()).toEqual([1, 2, 3]);
  });

  test('sends entries once that are published twice', async () => {
    const { hub, listen, write, settle } = setUp();
    const tab = listen(0);
    await settle();
    const entries = write(2);
    hub.publish('c', entries);
    hub.publish('c', entries);
    await settle();
    expect(tab.heard()).toEqual([1, 2]);
  });

  test('gives all tabs the very same frame, rendered once', async () => {
    const { hub, listen, settle, write } = setUp();
    const [left, right] = [listen(0), listen(0)];
    await settle();
    let rendered = 0;
    const activity = {
      toJSON() {
        rendered++;
        return 'x';
      },
    };
    write(1);
    hub.publish('c', [{ seq: 1, at: 0, activity: { type: 'message', nested: Object(activity) } }]);
    expect(left.frames).toEqual(right.frames);
    expect(rendered).toBe(1);
  });

  test('sends nothing to who has left, and to other conversations', async () => {
    const { hub, listen, settle, write } = setUp(1);
    const [gone, here] = [listen(0), listen(0)];
    gone.leave();
    await settle();
    hub.publish('other', [entryOf(2)]);
    hub.publish('c', write(1));
    expect(gone.frames).toEqual([]);
    expect(here.heard()).toEqual([1, 2]);
  });

  test('says which message of the person each reply answers', async () => {
    const { hub, listen, settle } = setUp();
    const tab = listen(0);
    await settle();
    const echo = (seq: number): LogEntry => ({ seq, at: 0, activity: { type: 'message', from: { role: 'user' } } });
    hub.publish('c', [echo(1)]);
    hub.publish('c', [entryOf(2), entryOf(3)]);
    const activities = tab.frames.flatMap((frame) => JSON.parse(frame).activities);
    expect(activities.map(({ id, replyToId }) => [id, replyToId])).toEqual([
      ['c|0000001', undefined],
      ['c|0000002', 'c|0000001'],
      ['c|0000003', 'c|0000001'],
    ]);
  });

  test('shows what another process wrote when it looks for that', async () => {
    const { hub, listen, write, settle } = setUp(1);
    const { heard } = listen(1);
    await settle();
    write(2);
    await hub.poll();
    await settle();
    await hub.poll();
    await settle();
    expect(heard()).toEqual([2, 3]);
  });

  test('shows that an agent writes to those who are up to date, moves nobody, and keeps nothing', async () => {
    const { hub, listen, write, settle } = setUp(1);
    const here = listen(0);
    await settle();
    const behind = listen(0);
    hub.showTyping('c', { name: 'Marisol', at: 5 });
    hub.showTyping('other', { name: 'Marisol', at: 6 });
    expect(JSON.parse(here.frames.at(-1) ?? '')).toEqual({
      activities: [
        {
          type: 'typing',
          id: 'c|typing-5',
          timestamp: '1970-01-01T00:00:00.005Z',
          channelId: 'webchat',
          conversation: { id: 'c' },
          from: { id: 'recupera', name: 'Marisol', role: 'bot' },
        },
      ],
    });
    expect(behind.frames).toEqual([]);
    hub.publish('c', write(1));
    await settle();
    const later = listen(0);
    await settle();
    expect([here, behind, later].map(({ heard }) => heard())).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    expect(later.frames.join()).not.toContain('typing');
  });

  test('tells a socket when the log cannot be read', async () => {
    const failures: unknown[] = [];
    const hub = createHub({ log: () => Promise.reject(new Error('closed')), heads: async () => new Map() });
    hub.join(audience, 0, { send: () => {}, fail: (error) => void failures.push(error) });
    await new Promise(setImmediate);
    expect(failures).toEqual([new Error('closed')]);
  });

  test('keeps order without gap or repetition, whatever happens when', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('write' as const), count: fc.integer({ min: 1, max: 3 }), late: fc.boolean() }),
      fc.record({ do: fc.constant('publish-late' as const) }),
      fc.record({ do: fc.constant('join' as const), after: fc.nat(5) }),
      fc.record({ do: fc.constant('read' as const) }),
      fc.record({ do: fc.constant('type' as const) }),
      fc.record({ do: fc.constant('leave' as const), which: fc.nat(3) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { hub, log, reads, listen, write, settle } = setUp(5);
        const tabs: { tab: ReturnType<typeof listen>; after: number; left: boolean }[] = [];
        const late: LogEntry[][] = [];
        for (const each of steps) {
          if (each.do === 'write') {
            const entries = write(each.count);
            if (each.late) late.push(entries);
            else hub.publish('c', entries);
          }
          if (each.do === 'publish-late') hub.publish('c', late.pop() ?? []);
          if (each.do === 'join') tabs.push({ tab: listen(each.after), after: each.after, left: false });
          if (each.do === 'type') hub.showTyping('c', { name: 'Marisol', at: log.length });
          if (each.do === 'read') {
            reads.shift()?.();
            await new Promise(setImmediate);
          }
          const leaving = each.do === 'leave' ? tabs[each.which] : undefined;
          if (leaving) {
            leaving.tab.leave();
            leaving.left = true;
          }
        }
        for (const entries of late) hub.publish('c', entries);
        await settle();
        for (const { tab, after, left } of tabs) {
          const heard = tab.heard();
          if (left) expect(heard).toEqual(upTo(after + heard.length, after));
          else expect(heard).toEqual(upTo(log.length, after));
        }
      }),
      { numRuns: 200 },
    );
  });
});
