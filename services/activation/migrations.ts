import { z } from 'zod';
import { canonicalEmail } from '../accounts/account.ts';
import type { Pseudonym } from '../audit/pseudonym.ts';
import { collection } from '../store/collection.ts';
import type { Documents, Millis } from '../store/store.ts';
import { Migration } from './migration.ts';

/** The migrations agreed to, by the email they lead to. */
export interface Migrations {
  /** Remembers one; repeating it is success. */
  record(migration: Migration): Promise<void>;
  byCase(caseId: string): Promise<Migration | undefined>;
  /** Those that lead to an address, newest first. */
  byEmail(email: string): Promise<readonly Migration[]>;
}

/** Nobody agrees to the same move more often than this before using a link. */
const KEPT_PER_ACCOUNT = 10;
const BUSY_ATTEMPTS = 32;

const Waiting = z.object({ migrations: z.array(Migration) });

/** One document an address; its keys are the cases. `documents` keep personal data sealed. */
export function createMigrations(options: {
  readonly documents: Documents;
  readonly pseudonym: Pseudonym;
  /** How long a migration is remembered. */
  readonly rememberMs: Millis;
}): Migrations {
  const addresses = collection(options.documents, 'migration', Waiting);
  const idOf = (email: string) => options.pseudonym(canonicalEmail(email));
  const written = (migrations: readonly Migration[]) => ({
    keys: migrations.map(({ caseId }) => caseId),
    expiresAt: Math.max(...migrations.map(({ at }) => at)) + options.rememberMs,
  });

  async function record(migration: Migration): Promise<void> {
    const id = idOf(migration.email);
    const first = [migration];
    const inserted = await addresses.insert(id, { migrations: first }, written(first));
    if (inserted.ok) return;
    const changed = await addresses.change(
      id,
      ({ migrations }) => {
        if (migrations.some(({ caseId }) => caseId === migration.caseId)) return undefined;
        const kept = keep([migration, ...migrations], migration.at - options.rememberMs);
        return { value: { migrations: kept }, ...written(kept) };
      },
      BUSY_ATTEMPTS,
    );
    if (!changed.ok && changed.reason !== 'declined')
      throw new Error(`a migration was not recorded: ${changed.reason}`);
  }

  return {
    record,
    async byCase(caseId) {
      const found = await addresses.byKey(caseId);
      return found?.value.migrations.find((migration) => migration.caseId === caseId);
    },
    byEmail: async (email) => (await addresses.get(idOf(email)))?.value.migrations ?? [],
  };
}

/**
 * The newest of each account, without those that are forgotten by now. Whoever agrees to moves to somebody else's address
 * crowds out their own, and nobody else's.
 */
function keep(migrations: readonly Migration[], since: Millis): Migration[] {
  const counts = new Map<string, number>();
  return migrations.filter(({ accountId, at }) => {
    const count = (counts.get(accountId) ?? 0) + 1;
    counts.set(accountId, count);
    return count <= KEPT_PER_ACCOUNT && at > since;
  });
}
