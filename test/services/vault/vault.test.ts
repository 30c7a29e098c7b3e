import { createVault } from '../../../services/vault/vault.ts';

function vaultAt(options: { maxBytes?: number } = {}) {
  let now = 0;
  let id = 0;
  const newId = () => {
    id += 1;
    return `ref-${id}`;
  };
  const vault = createVault({ now: () => now, ttlMs: 1_000, maxBytes: options.maxBytes ?? 1_000, newId });
  return { vault, at: (moment: number) => (now = moment) };
}

it('keeps a copy of its own, which the giver cannot change', () => {
  const { vault } = vaultAt();
  const given = Buffer.from('secreto');
  const reference = vault.put(given);
  given.fill(0);
  expect(vault.get(reference)?.toString()).toBe('secreto');
});

it('overwrites what is dropped, also for who still holds it', () => {
  const { vault } = vaultAt();
  const reference = vault.put(Buffer.from('secreto'));
  const held = vault.get(reference);
  vault.drop(reference);
  expect(vault.get(reference)).toBeUndefined();
  expect(held?.every((byte) => byte === 0)).toBe(true);
});

it('forgets and overwrites after its time', () => {
  const { vault, at } = vaultAt();
  const reference = vault.put(Buffer.from('secreto'));
  at(999);
  const held = vault.get(reference);
  expect(held?.toString()).toBe('secreto');
  at(1_000);
  expect(vault.get(reference)).toBeUndefined();
  expect(held?.every((byte) => byte === 0)).toBe(true);
});

it('lets the oldest go when there is no room', () => {
  const { vault } = vaultAt({ maxBytes: 10 });
  const [first, second] = [vault.put(Buffer.alloc(6, 1)), vault.put(Buffer.alloc(6, 2))];
  expect(vault.get(first)).toBeUndefined();
  expect(vault.get(second)).toHaveLength(6);
});

it('overwrites everything at the end', () => {
  const { vault } = vaultAt();
  const references = ['a', 'b'].map((text) => vault.put(Buffer.from(text)));
  const held = references.map((reference) => vault.get(reference));
  vault.clear();
  expect(held.map((bytes) => bytes?.[0])).toEqual([0, 0]);
  expect(references.map((reference) => vault.get(reference))).toEqual([undefined, undefined]);
});
