/** Where a secret waits in memory for its turn: a password, a code, a key file. Nothing of it is ever written down. */
export interface Vault {
  /** Keeps bytes until they are dropped or `ttlMs` have passed; answers the reference that may be stored instead. */
  put(bytes: Buffer): string;
  /** The bytes, still kept. Undefined when they were dropped, timed out, or held by a process that is gone. */
  get(reference: string): Buffer | undefined;
  /** Overwrites the bytes and forgets them. */
  drop(reference: string): void;
  /** Overwrites everything. */
  clear(): void;
}

/** @param maxBytes all secrets together; the oldest make room for the newest. */
export function createVault(deps: { now: () => number; ttlMs: number; maxBytes: number; newId: () => string }): Vault {
  const kept = new Map<string, { bytes: Buffer; until: number }>();
  let size = 0;

  function drop(reference: string): void {
    const entry = kept.get(reference);
    if (!entry) return;
    kept.delete(reference);
    size -= entry.bytes.length;
    entry.bytes.fill(0);
  }

  function makeRoom(needed: number): void {
    const now = deps.now();
    for (const [reference, entry] of kept) {
      if (entry.until > now && size + needed <= deps.maxBytes) return;
      drop(reference);
    }
  }

  return {
    put(bytes) {
      makeRoom(bytes.length);
      const reference = deps.newId();
      kept.set(reference, { bytes: Buffer.from(bytes), until: deps.now() + deps.ttlMs });
      size += bytes.length;
      return reference;
    },
    get(reference) {
      const entry = kept.get(reference);
      if (!entry) return undefined;
      if (entry.until > deps.now()) return entry.bytes;
      drop(reference);
      return undefined;
    },
    drop,
    clear() {
      for (const reference of [...kept.keys()]) drop(reference);
    },
  };
}
