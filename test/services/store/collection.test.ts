import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type Collection, collection } from '../../../services/store/collection.ts';
import { openSqlite } from '../../../services/store/sqlite/index.ts';
import type { Store } from '../../../services/store/store.ts';

const Account = z.object({ email: z.string(), logins: z.number(), frozen: z.boolean().optional() });
type Account = z.infer<typeof Account>;

let store: Store;
let accounts: Collection<Account>;

beforeEach(async () => {
  store = await openSqlite({ path: ':memory:' });
  accounts = collection(store.documents, 'account', Account);
});
afterEach(() => store.close());

const value: Account = { email: 'x@example.mx', logins: 0 };

it('inserts and reads by id and by key', async () => {
  expect(await accounts.insert('a1', value, { keys: ['curp:X'] })).toEqual({ ok: true, version: 1 });
  expect(await accounts.insert('a1', value)).toEqual({ ok: false, reason: 'exists' });

  const item = { id: 'a1', value, version: 1 };
  expect(await accounts.get('a1')).toEqual(item);
  expect(await accounts.byKey('curp:X')).toEqual(item);
  expect(await accounts.get('a2')).toBeUndefined();
  expect(await accounts.byKey('a1')).toBeUndefined();
});

it('changes the newest value: parallel changes all count', async () => {
  await accounts.insert('a1', value);
  const login = () => accounts.change('a1', (now) => ({ value: { ...now, logins: now.logins + 1 } }), 20);

  const changed = await Promise.all(Array.from({ length: 20 }, login));

  expect(changed.every(({ ok }) => ok)).toBe(true);
  expect((await accounts.get('a1'))?.value.logins).toBe(20);
});

it('gives up as busy after the attempts it was given', async () => {
  await accounts.insert('a1', value);
  const login = () => accounts.change('a1', (now) => ({ value: { ...now, logins: now.logins + 1 } }), 1);

  const changed = await Promise.all([login(), login()]);

  expect(changed).toEqual([
    { ok: true, value: { ...value, logins: 1 }, version: 2 },
    { ok: false, reason: 'busy' },
  ]);
});

it('writes keys and jobs with the change, and answers when a key is taken', async () => {
  await accounts.insert('a1', value, { keys: ['email:1'] });
  await accounts.insert('a2', value, { keys: ['email:2'] });
  const jobs = [{ id: 'notice', kind: 'mail', payload: {}, dueAt: 0 }];

  expect(await accounts.change('a1', (now) => ({ value: now, keys: ['email:2'], jobs }))).toEqual({
    ok: false,
    reason: 'key-taken',
  });
  expect(await store.jobs.depth()).toEqual({ waiting: 0 });
  expect(await accounts.change('a1', (now) => ({ value: now, keys: ['email:3'], jobs }))).toMatchObject({ ok: true });
  expect((await accounts.byKey('email:3'))?.id).toBe('a1');
  expect((await store.jobs.depth()).waiting).toBe(1);
});

it('writes nothing when the change is declined or the document is missing', async () => {
  await accounts.insert('a1', value);

  expect(await accounts.change('a1', () => undefined)).toEqual({ ok: false, reason: 'declined' });
  expect(await accounts.change('a2', (now) => ({ value: now }))).toEqual({ ok: false, reason: 'missing' });
  expect((await accounts.get('a1'))?.version).toBe(1);
});

it('names a broken document by kind and id, never by content', async () => {
  await store.documents.insert('account', 'a1', { email: 'x@example.mx', logins: 'GODE561231' }, { keys: ['k'] });

  for (const read of [
    () => accounts.get('a1'),
    () => accounts.byKey('k'),
    () => accounts.change('a1', () => undefined),
  ]) {
    const error = await read().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ name: 'StoreError', code: 'document-broken' });
    expect(String(error)).toContain('account/a1');
    expect(String(error)).not.toMatch(/GODE561231|example/);
    expect(error).not.toHaveProperty('cause');
  }
});
