import { createBoard } from '../../../services/handoff/board.ts';
import { placeInQueue, placesOf } from '../../../services/handoff/board-line.ts';
import type { Handoff, KnownHandoff } from '../../../services/handoff/handoff.ts';
import { openSqlite } from '../../../services/store/sqlite/index.ts';
import type { Documents, Store } from '../../../services/store/store.ts';
import { MINUTE, NOON } from '../../support/handoffs.ts';

const keepMs = 60 * MINUTE;
const keepOpenMs = 600 * MINUTE;
const clock = { at: NOON };
let store: Store;
beforeEach(async () => {
  clock.at = NOON;
  store = await openSqlite({ path: ':memory:' });
});
afterEach(() => store.close());

const handoff: Handoff = {
  rev: 1,
  conversationId: 'c',
  channel: 'web-chat',
  locale: 'es-MX',
  reason: 'asked',
  facts: {},
  state: 'queued',
  requestedAt: NOON,
  history: [],
  notes: [],
  said: [],
  lastSeq: 0,
  outbox: [],
};
const known = (id: string, more: Partial<Handoff> = {}): KnownHandoff => ({ id, handoff: { ...handoff, ...more } });

/** A process with a board of its own; `reads` counts how often it read all of it. */
function open({ shared, documents = store.documents }: { shared: boolean; documents?: Documents }) {
  const process = { reads: 0 };
  const counted: Documents = {
    ...documents,
    list(kind, page) {
      if (kind === 'handoff-board' && page.after === undefined) process.reads += 1;
      return documents.list(kind, page);
    },
  };
  const board = createBoard({ documents: counted, now: () => clock.at, keepMs, keepOpenMs, shared });
  const shown = async () => (await board.list()).map(({ id, row }) => `${id} ${row.state} ${row.rev}`);
  return { ...board, process, shown };
}

test.each([false, true])('a change costs its own line: the whole is read once (shared: %s)', async (shared) => {
  const board = open({ shared });
  await board.list();
  for (let rev = 1; rev <= 20; rev += 1) {
    await board.write(known('a', { rev }));
    await board.write(known('b', { rev, state: 'assigned' }));
    expect(await board.shown()).toEqual([`a queued ${rev}`, `b assigned ${rev}`]);
  }
  expect(board.process.reads).toBe(1);
});

test('a process learns what another one changed, without reading the whole again', async () => {
  const [one, other] = [open({ shared: true }), open({ shared: true })];
  expect([await one.shown(), await other.shown()]).toEqual([[], []]);
  for (let rev = 1; rev <= 20; rev += 1) {
    clock.at += 900;
    await one.write(known('a', { rev }));
    expect(await other.shown()).toEqual([`a queued ${rev}`]);
  }
  expect(other.process.reads).toBe(1);
});

test('whose clock is behind is heard too', async () => {
  const [one, other] = [open({ shared: true }), open({ shared: true })];
  await other.list();
  clock.at -= 3_000;
  await one.write(known('a'));
  clock.at += 3_000;
  expect(await other.shown()).toEqual(['a queued 1']);
});

test('what a process that died told nobody of is found within a minute', async () => {
  const dying = { ...store.documents };
  const one = open({
    shared: true,
    documents: {
      ...dying,
      insert: (kind, ...rest) =>
        kind === 'handoff-news' ? Promise.reject(new Error('died')) : dying.insert(kind, ...rest),
    },
  });
  const other = open({ shared: true });
  await other.list();
  await expect(one.write(known('a'))).rejects.toThrow('died');
  while ((await store.documents.get('handoff-board', 'a')) === undefined) await new Promise(setImmediate);
  expect(await other.shown()).toEqual([]);
  clock.at += MINUTE + 1;
  expect(await other.shown()).toEqual(['a queued 1']);
});

test('older news change nothing, whenever they come', async () => {
  const board = open({ shared: false });
  await board.write(known('a', { rev: 2, state: 'assigned' }));
  await board.list();
  await board.write(known('a', { rev: 1 }));
  expect(await board.shown()).toEqual(['a assigned 2']);
  expect(await open({ shared: false }).shown()).toEqual(['a assigned 2']);
});

test('what changes while the board is read is not lost', async () => {
  const asked = Promise.withResolvers<void>();
  const slow: Documents = {
    ...store.documents,
    async list(kind, page) {
      const found = await store.documents.list(kind, page);
      await asked.promise;
      return found;
    },
  };
  const board = open({ shared: false, documents: slow });
  await board.write(known('a'));
  const listing = board.shown();
  await board.write(known('a', { rev: 2, state: 'assigned' }));
  await board.write(known('b'));
  asked.resolve();
  expect((await listing).sort()).toEqual(['a assigned 2', 'b queued 1']);
});

test('what is being written while the board is opened is not missing from it', async () => {
  const read = Promise.withResolvers<void>();
  const slow: Documents = {
    ...store.documents,
    async insert(...line) {
      await read.promise;
      return store.documents.insert(...line);
    },
  };
  const board = open({ shared: false, documents: slow });
  const writing = board.write(known('a'));
  expect(await board.shown()).toEqual([]);
  read.resolve();
  await writing;
  expect(await board.shown()).toEqual(['a queued 1']);
  expect(board.process.reads).toBe(1);
});

test('ended ones go after their time, and so does one that nobody ends', async () => {
  const board = open({ shared: false });
  await board.write(known('ended', { state: 'closed', endedAt: NOON }));
  await board.write(known('left'));
  await board.write(known('spoken', { lastPersonAt: NOON + MINUTE }));
  const shown = async (at: number) => {
    clock.at = at;
    const both = [await board.shown(), await open({ shared: false }).shown()];
    expect(both[1]).toEqual(both[0]);
    return both[0]?.map((line) => line.split(' ')[0]);
  };
  expect(await shown(NOON + keepMs)).toEqual(['ended', 'left', 'spoken']);
  expect(await shown(NOON + keepMs + 1)).toEqual(['left', 'spoken']);
  expect(await shown(NOON + keepOpenMs + 1)).toEqual(['spoken']);
  expect(await store.documents.forget(clock.at, 10)).toBe(2);
});

test('nothing is kept once nobody lists the board', async () => {
  const board = open({ shared: false });
  await board.list();
  clock.at += MINUTE + 1;
  await board.write(known('a'));
  expect(await board.shown()).toEqual(['a queued 1']);
  expect(board.process.reads).toBe(2);
});

test('a store that was away is asked again', async () => {
  let away = true;
  const board = open({
    shared: false,
    documents: {
      ...store.documents,
      list: (...page) => (away ? Promise.reject(new Error('away')) : store.documents.list(...page)),
    },
  });
  await board.write(known('a'));
  await expect(board.list()).rejects.toThrow('away');
  away = false;
  expect(await board.shown()).toEqual(['a queued 1']);
});

test('whoever asked first is first; who asked in the same moment has a place of their own', () => {
  const at = (id: string, requestedAt: number, state: Handoff['state'] = 'queued') => ({
    id,
    row: { ...handoff, requestedAt, state },
  });
  const lines = [at('d', 2), at('b', 1), at('a', 1), at('gone', 0, 'assigned'), at('c', 2)];
  const places = [...placesOf(lines)];
  expect(places).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 3],
    ['d', 4],
  ]);
  for (const [id, place] of places) {
    const line = lines.find((other) => other.id === id);
    expect(placeInQueue(lines, id, line?.row.requestedAt ?? 0)).toBe(place);
  }
});
