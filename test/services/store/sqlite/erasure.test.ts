import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openSqlite } from '../../../../services/store/sqlite/index.ts';
import type { Store } from '../../../../services/store/store.ts';
import { type TemporaryFolder, temporaryFolder } from './temporary.ts';

const LEASE = { owner: 'o', now: 10, leaseMs: 5 };
let folder: TemporaryFolder;
let store: Store;

beforeEach(async () => {
  folder = await temporaryFolder();
  store = await openSqlite({ path: folder.path });
  await store.conversations.create({ id: 'c1', channel: 'web-chat', person: 'p', locale: 'es-MX', createdAt: 10 });
});
afterEach(async () => {
  await store.close();
  await folder.remove();
});

const erasures: [what: string, write: (marker: string) => Promise<unknown>, erase: () => Promise<unknown>][] = [
  [
    'a message whose turn was committed',
    (marker) => store.conversations.accept('c1', { messageId: 'm1', activity: { marker }, at: 10 }),
    async () => {
      const turn = await store.conversations.take('c1', LEASE);
      if (turn === undefined) throw new Error('nothing to take');
      await store.conversations.commit(turn, { state: {}, awaiting: 'text', replies: [], jobs: [], at: 10 });
    },
  ],
  [
    'the payload of a done job',
    (marker) => store.jobs.add([{ id: 'j', kind: 'mail', payload: { marker }, dueAt: 10 }]),
    async () => {
      await store.jobs.claim({ ...LEASE, limit: 1 });
      await store.jobs.done([{ id: 'j', attempts: 1 }], 'o', 10);
    },
  ],
  [
    'the value a document had before',
    (marker) => store.documents.insert('account', 'a1', { marker }),
    () => store.documents.replace('account', 'a1', 1, { changed: true }),
  ],
  [
    'a large value a document had before',
    (marker) => store.documents.insert('account', 'a1', { padding: 'x'.repeat(50_000), marker }),
    () => store.documents.replace('account', 'a1', 1, { changed: true }),
  ],
];

it.each(erasures)('leaves nothing of %s in the files of a closed store', async (_, write, erase) => {
  const marker = 'GODE561231-marker-of-a-person';
  await write(marker);
  expect(await folder.contains(marker)).toBe(true);

  await erase();
  await store.close();

  expect(await folder.contains(marker)).toBe(false);
});

it('leaves nothing of a forgotten conversation or document in the files, while it is open', async () => {
  await store.conversations.append('c1', [{ text: 'marker-of-the-log' }], [], 10);
  await store.documents.insert('link', 'l1', { text: 'marker-of-the-link' }, { expiresAt: 10 });
  expect(await folder.contains('marker-of-the')).toBe(true);

  expect(await store.conversations.forget(20, 10)).toBe(1);
  expect(await store.documents.forget(20, 10)).toBe(1);

  expect(await folder.contains('marker-of-the')).toBe(false);
});

it('leaves nothing of them either when they were forgotten in several writes', async () => {
  for (const id of ['l1', 'l2']) {
    await store.documents.insert('link', id, { text: 'marker-of-the-link' }, { expiresAt: 10 });
  }
  expect(await store.documents.forget(20, 1)).toBe(1);
  expect(await store.documents.forget(20, 1)).toBe(1);
  expect(await store.documents.forget(20, 1)).toBe(0);

  expect(await folder.contains('marker-of-the')).toBe(false);
});
