import { createBurnedSecrets } from '../../../services/secure-forms/burned.ts';
import { openStore } from '../../../services/store/open.ts';
import type { Store } from '../../../services/store/store.ts';

let store: Store;
let clock = 0;
beforeEach(async () => {
  clock = 0;
  store = await openStore('sqlite::memory:');
});
afterEach(() => store.close());

const burnedSecrets = () =>
  createBurnedSecrets({ documents: store.documents, key: Buffer.alloc(32, 5), now: () => clock, keepMs: 1_000 });

it.each([
  ['mi contraseña es Faro-Norte:61', 'Faro-Norte:61'],
  ['«Faro-Norte:61»', 'Faro-Norte:61'],
  ['la clave: "Faro-Norte:61".', 'Faro-Norte:61'],
  ['Faro-Norte:61.', 'Faro-Norte:61.'],
])('what was typed in "%s" is known', async (text, secret) => {
  const burned = burnedSecrets();
  await burned.note('c', text);
  expect(await burned.has('c', secret)).toBe(true);
});

it('is known only in its conversation, and no other secret is', async () => {
  const burned = burnedSecrets();
  await burned.note('c', 'mi contraseña es Faro-Norte:61');
  expect(await burned.has('other', 'Faro-Norte:61')).toBe(false);
  expect(await burned.has('c', 'Faro-Norte:62')).toBe(false);
});

it('remembers what many messages at once held', async () => {
  const burned = burnedSecrets();
  const secrets = Array.from({ length: 8 }, (_, index) => `Faro-Norte:${index}`);
  await Promise.all(secrets.map((secret) => burned.note('c', secret)));
  expect(await Promise.all(secrets.map((secret) => burned.has('c', secret)))).toEqual(secrets.map(() => true));
});

it('knows a word however its accents are written', async () => {
  const burned = burnedSecrets();
  await burned.note('c', 'Ca\u00f1o-Norte:61');
  expect(await burned.has('c', 'Can\u0303o-Norte:61')).toBe(true);
});

it('keeps too little of a word to find it again', async () => {
  const burned = burnedSecrets();
  await burned.note('c', 'Faro-Norte:61 otra-palabra');
  const [kept] = await store.documents.list('burned-secret', { limit: 1 });
  expect(kept?.value).toEqual({
    marks: [expect.stringMatching(/^[0-9a-f]{5}$/), expect.stringMatching(/^[0-9a-f]{5}$/)],
  });
});

it('keeps nothing readable, and forgets', async () => {
  const burned = burnedSecrets();
  await burned.note('c', 'mi contraseña es Faro-Norte:61');
  const [kept] = await store.documents.list('burned-secret', { limit: 1 });
  expect(JSON.stringify(kept?.value)).not.toContain('Faro');
  clock = 2_000;
  await store.documents.forget(clock, 10);
  expect(await burned.has('c', 'Faro-Norte:61')).toBe(false);
});
