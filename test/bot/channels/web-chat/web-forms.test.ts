import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createWebForms } from '../../../../bot/channels/web-chat/web-forms.ts';
import { openSqlite } from '../../../../services/store/sqlite/index.ts';
import type { Store } from '../../../../services/store/store.ts';

const ttlMs = 600_000;
let now = 1_000;
let folder: string;
let store: Store;
let writes: number;
beforeEach(async () => {
  now = 1_000;
  writes = 0;
  folder = mkdtempSync(join(tmpdir(), 'web-forms-'));
  store = await openSqlite({ path: join(folder, 'test.db') });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const asks = {
  type: 'message',
  text: 'Escríbela abajo',
  channelData: { procedure: 'pase-migration', step: 'client-password', form: { kind: 'client-password' } },
};

async function setUp(channel = 'web-chat') {
  await store.conversations.create({ id: 'c', channel, person: 'p', locale: 'es-MX', createdAt: now });
  await store.conversations.append('c', [asks], [], now);
  const { insert, replace } = store.documents;
  const documents = {
    ...store.documents,
    insert: (...given: Parameters<typeof insert>) => counted(insert(...given)),
    replace: (...given: Parameters<typeof replace>) => counted(replace(...given)),
  };
  return createWebForms({ documents, conversations: store.conversations, ttlMs, now: () => now });
}
async function counted<Written extends { ok: boolean }>(write: Promise<Written>): Promise<Written> {
  const written = await write;
  if (written.ok) writes += 1;
  return written;
}

test('a form is sent, opened, asked again, and expires', async () => {
  const forms = await setUp();
  const states = async () => (await forms.of('c')).map(({ kind, state }) => `${kind} ${state}`);
  expect(await states()).toEqual(['client-password sent']);
  expect(await forms.opened('c', 1)).toBe(true);
  expect(await states()).toEqual(['client-password opened']);
  await store.conversations.append('c', [asks], [], now);
  expect(await states()).toEqual(['client-password expired', 'client-password sent']);
  expect(await forms.opened('c', 2)).toBe(true);
  now += ttlMs;
  expect((await states()).at(-1)).toBe('client-password expired');
});

test('however often and whatever a page tells, one question costs one write', async () => {
  const forms = await setUp();
  const answers = [];
  for (const seq of [1, 1, 1, 0, -1, 1.5, 2, 99, Number.NaN]) answers.push(await forms.opened('c', seq));
  expect(answers).toEqual([true, false, false, false, false, false, false, false, false]);
  expect(await forms.opened('unknown', 1)).toBe(false);
  expect(writes).toBe(1);
});

test('tabs that tell at once are heard once', async () => {
  const forms = await setUp();
  const answers = await Promise.all(Array.from({ length: 8 }, () => forms.opened('c', 1)));
  expect(answers.filter(Boolean)).toEqual([true]);
});

test('forms of other channels are not told of here', async () => {
  const forms = await setUp('whatsapp');
  expect(await forms.of('c')).toEqual([]);
  expect(await forms.of('unknown')).toEqual([]);
});
