import { Account } from '../accounts/account.ts';
import type { Portal } from '../accounts/portal.ts';
import { collection } from '../store/collection.ts';
import type { Documents } from '../store/store.ts';
import type { DemoPerson } from './person.ts';
import { accountIdOf } from './seed.ts';

/** A demo person as of now. */
export interface PersonNow {
  readonly portal: Portal;
  readonly name: string;
  readonly curp?: string;
  readonly clientNumber?: string;
  readonly email?: string;
  readonly frozen: boolean;
  /** SAED users that have not moved to an email. */
  readonly legacyPassword?: string;
}

/** The demo people with what has become of their accounts. Who was associated with another account is no longer there. */
export async function peopleNow(documents: Documents, people: readonly DemoPerson[]): Promise<PersonNow[]> {
  const accounts = collection(documents, 'account', Account);
  const found = await Promise.all(
    people.map(async (person) => {
      const item = await accounts.get(accountIdOf(person));
      return item === undefined || item.value.movedTo !== undefined ? undefined : describe(person, item.value);
    }),
  );
  return found.filter((person) => person !== undefined);
}

function describe(person: DemoPerson, { portal, name, curp, email, clients, frozen, ...rest }: Account): PersonNow {
  const isLegacy = rest.legacyPasswordHash !== undefined;
  const legacyPassword = isLegacy && person.portal === 'pase' ? person.legacyPassword : undefined;
  const clientNumber = clients[0]?.number;
  return {
    portal,
    name,
    ...(curp === undefined ? {} : { curp }),
    ...(clientNumber === undefined ? {} : { clientNumber }),
    ...(email === undefined ? {} : { email }),
    frozen: frozen !== undefined,
    ...(legacyPassword === undefined ? {} : { legacyPassword }),
  };
}
