import type { z } from 'zod';
import { StoreError } from './errors.ts';
import type { Documents, Json, Stored, WriteOptions, Written } from './store.ts';

/** A document of a collection, its value in the shape of the schema. */
export interface Item<Value> {
  readonly id: string;
  readonly value: Value;
  readonly version: number;
}

export interface Change<Value> extends WriteOptions {
  readonly value: Value;
}

type Decide<Value> = (value: Value) => Change<Value> | undefined | Promise<Change<Value> | undefined>;

export type Changed<Value> =
  | { readonly ok: true; readonly value: Value; readonly version: number }
  /** `missing`: no such document. `declined`: the function answered undefined. `busy`: others were faster each time. */
  | { readonly ok: false; readonly reason: 'missing' | 'declined' | 'key-taken' | 'busy' };

export interface Collection<Value> {
  get(id: string): Promise<Item<Value> | undefined>;
  byKey(key: string): Promise<Item<Value> | undefined>;
  insert(id: string, value: Value, options?: WriteOptions): Promise<Written>;
  /**
   * Compare-and-swap: reads, asks `decide` what to write (undefined for nothing), and starts over with the newer value
   * when somebody else wrote meanwhile, at most `attempts` times. `decide` may run more than once and must have no
   * effects of its own; what has to happen elsewhere goes into the change's `jobs`.
   */
  change(id: string, decide: Decide<Value>, attempts?: number): Promise<Changed<Value>>;
}

/**
 * A typed view of the documents of one kind. A stored value that does not fit the schema throws `StoreError`
 * `document-broken` with kind and id, never with content.
 */
export function collection<Schema extends z.ZodType<Json>>(
  documents: Documents,
  kind: string,
  schema: Schema,
): Collection<z.output<Schema>> {
  type Value = z.output<Schema>;

  function read(stored: Stored | undefined): Item<Value> | undefined {
    if (stored === undefined) return undefined;
    const parsed = schema.safeParse(stored.value);
    if (parsed.success) return { id: stored.id, value: parsed.data, version: stored.version };
    throw new StoreError('document-broken', `document ${kind}/${stored.id} does not have the shape of its kind`);
  }

  return {
    get: async (id) => read(await documents.get(kind, id)),
    byKey: async (key) => read(await documents.byKey(kind, key)),
    insert: (id, value, options) => documents.insert(kind, id, value, options),
    async change(id, decide, attempts = 8) {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const item = read(await documents.get(kind, id));
        if (item === undefined) return { ok: false, reason: 'missing' };
        const change = await decide(item.value);
        if (change === undefined) return { ok: false, reason: 'declined' };
        const { value, ...options } = change;
        const written = await documents.replace(kind, id, item.version, value, options);
        if (written.ok) return { ok: true, value, version: written.version };
        if (written.reason === 'key-taken') return { ok: false, reason: 'key-taken' };
      }
      return { ok: false, reason: 'busy' };
    },
  };
}
