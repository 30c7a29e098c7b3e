import { createHash } from 'node:crypto';
import { Account, accountKeys, canonicalEmail, newAccount } from '../accounts/account.ts';
import { collection } from '../store/collection.ts';
import type { Documents, Millis } from '../store/store.ts';
import type { DemoPerson } from './person.ts';

export interface SeedOptions {
  readonly documents: Documents;
  readonly hashPassword: (password: string) => Promise<string>;
  readonly now: () => Millis;
  readonly people: readonly DemoPerson[];
}

/** What the demo's accounts opened with before anybody recovered them. */
export const firstPasswords = { impi: 'Antes-Demo:27', pase: 'AntesDemo27', icsoe: 'Antes-Demo:27' } as const;

/**
 * Gives each demo person an account, once: people whose account is there already keep it as it is. Throws when two
 * people claim the same CURP, client number or email.
 */
export async function seedPeople({ documents, hashPassword, now, people }: SeedOptions): Promise<void> {
  const accounts = collection(documents, 'account', Account);
  const hashes = new Map<string, Promise<string>>();
  const hashOf = (password: string) => {
    const hash = hashes.get(password) ?? hashPassword(password);
    hashes.set(password, hash);
    return hash;
  };

  async function seed(person: DemoPerson): Promise<void> {
    const id = accountIdOf(person);
    if ((await accounts.get(id)) !== undefined) return;
    const account = await accountOf(person, hashOf, now());
    const written = await accounts.insert(id, account, { keys: accountKeys(account) });
    if (!written.ok && written.reason !== 'exists') throw new Error(`demo person ${person.name}: ${written.reason}`);
  }

  const all = createHash('sha256').update(JSON.stringify(people)).digest('hex');
  if ((await documents.get(SEEDED, all)) !== undefined) return;
  for (let from = 0; from < people.length; from += AT_ONCE) {
    await Promise.all(people.slice(from, from + AT_ONCE).map(seed));
  }
  await documents.insert(SEEDED, all, {});
}

/** Notes which people, all of them, have their accounts: the next start need not ask for each. */
const SEEDED = 'demo-people';

/** Thousands at once would wait for a connection to the store until it is called away. */
const AT_ONCE = 50;

/** Stable over restarts, whatever becomes of email and clients; ids rest in the clear, so they name nobody. */
export function accountIdOf(person: DemoPerson): string {
  const identifier = person.portal === 'pase' ? person.clientNumber : person.curp;
  return `demo-${createHash('sha256').update(`${person.portal}:${identifier}`).digest('hex').slice(0, 24)}`;
}

async function accountOf(
  person: DemoPerson,
  hashOf: (password: string) => Promise<string>,
  at: Millis,
): Promise<Account> {
  const { portal, name } = person;
  const shared = { portal, name, ...(person.frozen ? { frozen: { at, by: 'demo' } } : {}) };
  const passwordHash = () => hashOf(person.password ?? firstPasswords[portal]);
  if (person.portal !== 'pase') {
    const email = canonicalEmail(person.email);
    return newAccount({ ...shared, curp: person.curp, email, passwordHash: await passwordHash() });
  }
  const clients = [{ number: person.clientNumber, name }];
  if (person.legacyPassword !== undefined) {
    return newAccount({ ...shared, clients, legacyPasswordHash: await hashOf(person.legacyPassword) });
  }
  const email = person.email === undefined ? {} : { email: canonicalEmail(person.email) };
  return newAccount({ ...shared, clients, ...email, passwordHash: await passwordHash() });
}
