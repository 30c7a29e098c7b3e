import { z } from 'zod';
import type { Documents, Stored, WriteOptions } from '../store/store.ts';
import { openSealed } from './open-sealed.ts';
import type { Sealer } from './sealer.ts';

const SealedValue = z.object({ sealed: z.string() });

/**
 * Documents whose values rest sealed and whose keys rest as keyed hashes, for kinds that hold personal data: a copy of
 * the store names nobody. The same contract as the documents behind it.
 */
export function sealedDocuments(documents: Documents, sealer: Sealer, hashKey: (key: string) => string): Documents {
  const contextOf = (kind: string, id: string) => `${kind}/${id}`;

  const opened = (kind: string, stored: Stored): Stored => {
    const { sealed } = SealedValue.parse(stored.value);
    return { ...stored, value: JSON.parse(openSealed(sealer, sealed, contextOf(kind, stored.id))) };
  };
  const sealed = (kind: string, id: string, value: Stored['value']) => ({
    sealed: sealer.seal(JSON.stringify(value), contextOf(kind, id)),
  });
  const hashed = (options: WriteOptions = {}): WriteOptions =>
    options.keys === undefined ? options : { ...options, keys: options.keys.map(hashKey) };

  return {
    async get(kind, id) {
      const stored = await documents.get(kind, id);
      return stored && opened(kind, stored);
    },
    async byKey(kind, key) {
      const stored = await documents.byKey(kind, hashKey(key));
      return stored && opened(kind, stored);
    },
    insert: (kind, id, value, options) => documents.insert(kind, id, sealed(kind, id, value), hashed(options)),
    replace: (kind, id, version, value, options) =>
      documents.replace(kind, id, version, sealed(kind, id, value), hashed(options)),
    async list(kind, page) {
      const found = await documents.list(kind, page);
      return found.map((stored) => opened(kind, stored));
    },
    forget: (now, limit) => documents.forget(now, limit),
  };
}
