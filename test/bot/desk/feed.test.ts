import { expect, it } from '@jest/globals';
import type { StreamEvent } from '../../../bot/desk/api-types.ts';
import { createFeed } from '../../../bot/desk/feed.ts';
import type { BoardLine } from '../../../services/handoff/board-line.ts';
import type { Handoff, KnownHandoff, Staff } from '../../../services/handoff/handoff.ts';

const staff: Staff = { id: 's', name: 'Sonia', roles: ['supervisor'] };
const handoff: Handoff = {
  rev: 1,
  conversationId: 'c',
  channel: 'web-chat',
  locale: 'es-MX',
  reason: 'asked',
  facts: {},
  state: 'queued',
  requestedAt: 1,
  history: [],
  notes: [],
  said: [],
  lastSeq: 0,
  outbox: [],
};

function feedOf(list: () => Promise<BoardLine[]>) {
  let tell: (known: KnownHandoff) => void = () => {};
  const feed = createFeed({
    handoffs: {
      list,
      get: async () => undefined,
      onChanged(listener) {
        tell = listener;
        return () => {};
      },
    },
    notices: { onNotice: () => () => {} },
    presence: { look: async () => {}, all: async () => new Map() },
    readLog: async () => [],
    mask: (text) => text,
    sla: { firstReplyMs: 1, nextReplyMs: 1 },
    now: () => 2,
    renewLooksMs: 1,
    onError: (error) => {
      throw error;
    },
  });
  async function open() {
    const events: StreamEvent[] = [];
    const leave = await feed.join({ stream: `stream-${Math.random()}`, staff, send: (event) => events.push(event) });
    const [hello] = events;
    return { leave, events, shown: hello?.event === 'hello' ? hello.items.map(({ id }) => id) : [] };
  }
  return { open, change: (id: string) => tell({ id, handoff }) };
}

it('keeps nothing of what changes while no page of the desk is open', async () => {
  const desk = feedOf(async () => []);
  desk.change('before');
  const first = await desk.open();
  expect(first.shown).toEqual([]);
  desk.change('meanwhile');
  expect(first.events.map(({ event }) => event)).toEqual(['hello', 'item']);
  first.leave();
  desk.change('after');
  expect((await desk.open()).shown).toEqual([]);
});

it('misses nothing that changes while the first page opens', async () => {
  const listed = Promise.withResolvers<BoardLine[]>();
  const desk = feedOf(() => listed.promise);
  const opening = desk.open();
  desk.change('just-now');
  listed.resolve([]);
  expect((await opening).shown).toEqual(['just-now']);
});
