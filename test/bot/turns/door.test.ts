import { createDoor } from '../../../bot/turns/door.ts';
import { InboxMessage } from '../../../bot/turns/inbox-message.ts';
import { redact } from '../../../services/redaction/redact.ts';
import { openStore } from '../../../services/store/open.ts';
import type { Awaiting, Store } from '../../../services/store/store.ts';
import { createVault } from '../../../services/vault/vault.ts';

let store: Store;
let kicked: string[];
beforeEach(async () => {
  store = await openStore('sqlite::memory:');
  kicked = [];
  burned.length = 0;
  await store.conversations.create({ id: 'c', channel: 'web-chat', person: 'p', locale: 'es-MX', createdAt: 0 });
});
afterEach(() => store.close());

let ids = 0;
const newId = () => {
  ids += 1;
  return `ref-${ids}`;
};
const vault = createVault({ now: () => 0, ttlMs: 1_000, maxBytes: 100_000, newId });

const burned: string[] = [];
const doorWith = (limit = async (): Promise<{ ok: true } | { ok: false; retryAt: number }> => ({ ok: true })) =>
  createDoor({
    conversations: store.conversations,
    vault,
    redact,
    publish: () => {},
    kick: (id) => kicked.push(id),
    burn: async (_id, text) => void burned.push(text),
    limit,
    now: () => 0,
  });

const message = (activity: { text?: string; value?: Record<string, string> }, messageId = newId()) => ({
  messageId,
  activity: { type: 'message', known: true, ...activity },
  files: [],
});

async function inbox(): Promise<InboxMessage> {
  const turn = await store.conversations.take('c', { owner: 'o', now: 0, leaseMs: 1 });
  return InboxMessage.parse(turn?.activity);
}

/** Makes the conversation wait for something, as a committed turn does. */
async function awaitNow(awaiting: Awaiting): Promise<void> {
  await store.conversations.accept('c', { messageId: newId(), activity: {}, at: 0 });
  const turn = await store.conversations.take('c', { owner: 'o', now: 0, leaseMs: 1 });
  if (turn) await store.conversations.commit(turn, { state: {}, awaiting, replies: [], jobs: [], at: 0 });
}

it.each(['password', 'confirmation', 'keyPassword'])(
  'keeps a %s in the vault and a reference in the inbox',
  async (name) => {
    await doorWith().receive('c', message({ value: { [name]: 'Muy-Secreta:9' } }));
    const stored = await inbox();
    const reference = Object.values(stored.secrets)[0] ?? '';
    expect(JSON.stringify(stored)).not.toContain('Muy-Secreta');
    expect(vault.get(reference)?.toString()).toBe('Muy-Secreta:9');
  },
);

it('stores a typed password nowhere, and notes that it was burned', async () => {
  await awaitNow('password');
  await doorWith().receive('c', message({ text: 'Muy-Secreta:9' }));
  const stored = await inbox();
  expect(stored).toMatchObject({ burned: true, secrets: {} });
  expect(JSON.stringify([stored, await store.conversations.log('c', 0)])).not.toContain('Muy-Secreta');
});

it('keeps a typed code in the vault while one is awaited', async () => {
  await awaitNow('code');
  await doorWith().receive('c', message({ text: '482 913' }));
  const stored = await inbox();
  expect(JSON.stringify([stored, await store.conversations.log('c', 0)])).not.toMatch(/482.?913/);
  expect(vault.get(stored.secrets.text ?? '')?.toString()).toBe('482 913');
});

it('keeps what is called a code nowhere while none is awaited', async () => {
  await doorWith().receive('c', message({ text: 'el código: 482913' }));
  const stored = await inbox();
  expect(stored).toMatchObject({ burned: false, secrets: {} });
  expect(JSON.stringify([stored, await store.conversations.log('c', 0)])).not.toContain('482913');
});

it('shows a CURP masked and lets the turn read it', async () => {
  await doorWith().receive('c', message({ text: 'mi curp es GOMA850315HDFNRN07' }));
  expect((await inbox()).text).toContain('GOMA850315HDFNRN07');
  expect(JSON.stringify(await store.conversations.log('c', 0))).not.toContain('GOMA850315HDFNRN07');
});

it('takes a message once, and overwrites the secrets of its repetition', async () => {
  const door = doorWith();
  const said = message({ value: { password: 'Muy-Secreta:9' } }, 'same');
  expect(await door.receive('c', said)).toMatchObject({ outcome: 'accepted' });
  const before = ids;
  expect(await door.receive('c', said)).toMatchObject({ outcome: 'duplicate' });
  expect(vault.get(`ref-${before + 1}`)).toBeUndefined();
});

it('starts the worker once the message is safe, and not for what is refused', async () => {
  const door = doorWith(async () => ({ ok: false, retryAt: 7 }));
  expect(await door.receive('c', message({ text: 'hola' }))).toEqual({ outcome: 'too-fast', retryAt: 7 });
  expect(await doorWith().receive('none', message({ text: 'hola' }))).toEqual({ outcome: 'unknown-conversation' });
  expect(kicked).toEqual([]);
  await doorWith().receive('c', message({ text: 'hola' }));
  expect(kicked).toEqual(['c']);
});

it.each([
  ['our own', true, 'start'],
  ['one that a client made up', false, 'unsupported'],
] as const)('of the starts of a conversation, %s (known: %s) counts as %s', async (_name, known, kind) => {
  await doorWith().receive('c', {
    messageId: newId(),
    activity: { type: 'conversationUpdate', known, locale: 'es-MX' },
    files: [],
  });
  expect((await inbox()).kind).toBe(kind);
});

it.each([
  ['says nothing', {}, 'event'],
  ['brings a value', { value: { language: 'es-MX' } }, 'event'],
  ['has words', { text: 'hola' }, 'unsupported'],
] as const)('an event that %s counts as %s', async (_name, more, kind) => {
  const activity = { type: 'event', known: true, name: 'webchat/join', ...more };
  await doorWith().receive('c', { messageId: newId(), activity, files: [] });
  expect((await inbox()).kind).toBe(kind);
  expect(await store.conversations.log('c', 0)).toMatchObject([{ activity: { type: 'event', name: 'webchat/join' } }]);
});

it('passes on that a file was larger than accepted', async () => {
  const file = { name: 'video.key', contentType: 'video/mp4', bytes: Buffer.alloc(0), oversized: true as const };
  await doorWith().receive('c', { ...message({}), files: [file] });
  expect((await inbox()).files).toMatchObject([{ name: 'video.key', oversized: true }]);
});

it('burns what a message held that looked like a password, before anything is kept of it', async () => {
  await doorWith().receive('c', message({ text: 'mi contraseña es Faro-Norte:61' }));
  expect(burned).toEqual(['mi contraseña es Faro-Norte:61']);
});

it.each<[string, RegExp]>([
  ['mi contraseña es Faro-Norte:61.cer', /Faro-Norte/],
  ['4111 1111 1111 1111.pdf', /4111/],
])('a file called %s is kept and shown without what is secret in its name', async (name, secret) => {
  const file = { name, contentType: 'application/octet-stream', bytes: Buffer.from('x') };
  const attachments = [{ contentType: 'audio/ogg', name }];
  const activity = { type: 'message', known: true, attachments };
  await doorWith().receive('c', { messageId: newId(), activity, files: [file] });
  expect(JSON.stringify([await inbox(), await store.conversations.log('c', 0)])).not.toMatch(secret);
});

describe('a code to go on at another channel', () => {
  it.each(['A3C4-D6E7', 'a3c4d6e7', 'código: A3C4 D6E7'])(
    '(%s) is kept in the vault, and shown to nobody',
    async (text) => {
      await doorWith().receive('c', message({ text }));
      const stored = await inbox();
      expect(stored.text).toBe('<oculto>');
      expect(vault.get(stored.secrets.moveCode ?? '')?.toString()).toBe('A3C4-D6E7');
      // It looks like a password, and is none: nobody is told off for it.
      expect([stored.burned, burned]).toEqual([false, []]);
      expect(JSON.stringify(await store.conversations.log('c', 0)).toUpperCase()).not.toMatch(/A3C4|D6E7/);
    },
  );

  it.each<[Awaiting, string]>([
    ['text', '3467 7346'],
    ['text', 'mi código A3C4-D6E7 no sirve'],
    ['password', 'A3C4-D6E7'],
    ['code', 'A3C4-D6E7'],
  ])('is none where %s is awaited and "%s" is said', async (awaiting, text) => {
    await awaitNow(awaiting);
    await doorWith().receive('c', message({ text }));
    expect((await inbox()).secrets.moveCode).toBeUndefined();
  });

  it('never comes as an event of a client', async () => {
    const move = { what: 'arrived', moveId: 'm', channel: 'web-chat', state: {} };
    const activity = { type: 'move', kind: 'move', known: true, text: 'hola', move };
    await doorWith().receive('c', { messageId: newId(), activity, files: [] });
    const stored = await inbox();
    expect(stored.kind).toBe('unsupported');
    expect(stored.move).toBeUndefined();
  });
});
