import type { PushChannel, Sent } from '../../../bot/channels/channel.ts';
import { createDelivery, type DeliveryReport, deliveryJob } from '../../../bot/turns/delivery.ts';
import { PostponedJob } from '../../../services/jobs/handler.ts';
import { openStore } from '../../../services/store/open.ts';
import type { Json, LogEntry, Store } from '../../../services/store/store.ts';

let store: Store;
beforeEach(async () => {
  store = await openStore('sqlite::memory:');
  await store.conversations.create({ id: 'c', channel: 'paper', person: 'p', locale: 'es-MX', createdAt: 0 });
});
afterEach(() => store.close());

const bot = (text: string, inputHint = 'expectingInput'): Json => ({
  text,
  inputHint,
  channelData: { procedure: 'menu', step: 'choose' },
});
const person = (text: string): Json => ({ text, from: { role: 'user' } });
const say = (...activities: Json[]) => store.conversations.append('c', activities, [], 0);
const textOf = ({ activity }: LogEntry) => String(Object(activity).text);
const job = { ...deliveryJob('c', 'now', 0), attempts: 1 };

/** A channel that writes down what it is given, and answers as told. */
function paper(answer: (text: string, times: number) => Sent | Promise<Sent> = () => ({ ok: true, ids: [] })) {
  const sent: string[] = [];
  const tags: string[] = [];
  const channel: PushChannel<string> = {
    id: 'paper',
    render: async (_conversation, entries) => entries.flatMap((entry) => textOf(entry).split('/')),
    async send(_conversation, text, tag) {
      const result = await answer(text, sent.filter((other) => other === text).length);
      if (result.ok) sent.push(text);
      tags.push(tag);
      return result;
    },
  };
  return { channel, sent, tags };
}

function deliveryOver(channel: PushChannel, { owner = 'one', now = (): number => 0 } = {}) {
  const reports: DeliveryReport[] = [];
  const { conversations, documents } = store;
  const handler = createDelivery({
    conversations,
    documents,
    channels: [channel],
    owner,
    now,
    leaseMs: 1_000,
    keepMs: 1_000_000,
    report: (event) => reports.push(event),
  });
  return { run: () => handler.run([job]), reports };
}

it('sends what the assistant said, in order and once, and never what the person said', async () => {
  const { channel, sent, tags } = paper();
  const { run } = deliveryOver(channel);
  await say(bot('uno', 'ignoringInput'), bot('dos'), person('hola'), bot('tres'));
  await run();
  await say(bot('cuatro'));
  await run();
  await run();
  expect(sent).toEqual(['uno', 'dos', 'tres', 'cuatro']);
  expect(tags).toEqual(['c.2|menu|choose', 'c.2|menu|choose', 'c.4|menu|choose', 'c.5|menu|choose']);
});

it('does not repeat a question to the person when an open form wanted a fresh text to sign', async () => {
  const { channel, sent } = paper();
  const { run } = deliveryOver(channel);
  await say(bot('uno'), { text: 'uno', inputHint: 'expectingInput', channelData: { renewed: true } }, bot('dos'));
  await run();
  expect(sent).toEqual(['uno', 'dos']);
});

it('renders each turn on its own', async () => {
  const turns: string[][] = [];
  const { channel } = paper();
  const { run } = deliveryOver({
    ...channel,
    render: async (_conversation, entries) => {
      turns.push(entries.map(textOf));
      return [];
    },
  });
  await say(bot('uno', 'ignoringInput'), bot('dos'), bot('tres', 'ignoringInput'), bot('cuatro', 'acceptingInput'));
  await run();
  expect(turns).toEqual([
    ['uno', 'dos'],
    ['tres', 'cuatro'],
  ]);
});

it('goes on where it was when the channel asked for a pause, without sending anything twice', async () => {
  let open = false;
  const { channel, sent } = paper((text) =>
    text === 'dos' && !open ? { ok: false, again: true, reason: 'slow down', afterMs: 6_000 } : { ok: true, ids: [] },
  );
  const { run, reports } = deliveryOver(channel);
  await say(bot('uno/dos/tres'));
  await expect(run()).rejects.toMatchObject({ name: 'PostponedJob', afterMs: 6_000 });
  open = true;
  await run();
  expect(sent).toEqual(['uno', 'dos', 'tres']);
  expect(reports.map(({ what }) => what)).toEqual(['sent', 'postponed', 'sent', 'sent']);
});

it('a turn in delivery keeps its bounds when more is said meanwhile', async () => {
  let open = false;
  const { channel, sent } = paper((text) =>
    text === 'dos' && !open ? { ok: false, again: true, reason: 'busy' } : { ok: true, ids: [] },
  );
  const { run } = deliveryOver(channel);
  await say(bot('uno/dos', 'ignoringInput'));
  await expect(run()).rejects.toThrow('busy');
  await say(bot('tres'));
  open = true;
  await run();
  expect(sent).toEqual(['uno', 'dos', 'tres']);
});

it('gives a message up that the channel will never take, says so, and goes on with the next', async () => {
  const { channel, sent } = paper((text) =>
    text === 'uno' ? { ok: false, again: false, reason: 'blocked' } : { ok: true, ids: [] },
  );
  const { run, reports } = deliveryOver(channel);
  await say(bot('uno'), bot('dos'));
  await run();
  expect(sent).toEqual(['dos']);
  expect(reports[0]).toEqual({ what: 'given-up', channel: 'paper', conversation: 'c', reason: 'blocked' });
});

it('sends in order although many jobs of a conversation run at once', async () => {
  const { channel, sent } = paper(async () => ({ ok: true, ids: [] }));
  const { run } = deliveryOver(channel);
  const words = Array.from({ length: 20 }, (_, index) => String(index));
  await Promise.all(words.map((word) => say(bot(word)).then(run)));
  expect(sent).toEqual(words);
});

it('only one process delivers at a time; another waits, and takes over when the first has died', async () => {
  let clock = 0;
  let hang = true;
  const { channel, sent } = paper(() => (hang ? new Promise<Sent>(() => {}) : { ok: true, ids: [] }));
  await say(bot('uno'));
  void deliveryOver(channel, { now: () => clock }).run();
  await new Promise((resolve) => setImmediate(resolve));
  hang = false;
  const other = deliveryOver(channel, { owner: 'two', now: () => clock });
  await expect(other.run()).rejects.toThrow(PostponedJob);
  clock = 1_001;
  await other.run();
  expect(sent).toEqual(['uno']);
});

it('ignores conversations of channels that need no delivery, and unknown ones', async () => {
  const { channel, sent } = paper();
  await say(bot('uno'));
  await deliveryOver({ ...channel, id: 'other' }).run();
  expect(sent).toEqual([]);
});
