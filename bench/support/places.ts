import { join } from 'node:path';
import { openMongoTransfer } from '../../services/store/mongo/transfer.ts';
import { openStore } from '../../services/store/open.ts';
import { openSqliteTransfer } from '../../services/store/sqlite/transfer.ts';
import type { Store } from '../../services/store/store.ts';
import type { Transfer } from '../../services/store/transfer/transfer.ts';

/** Where stores of different sizes are, by name. */
export interface Place {
  readonly engine: string;
  /** For `DATA_DIR`: what is in the stores is sealed with the keys of this folder. */
  readonly home: string;
  /** For `STORE_URL`. */
  urlOf(name: string): string;
  open(name: string): Promise<Store>;
  /** To fill one, while nobody has it open. */
  transfer(name: string): Promise<Transfer>;
}

export function sqlitePlace(folder: string): Place {
  const pathOf = (name: string) => join(folder, `${name}.sqlite`);
  return {
    engine: 'SQLite',
    home: join(folder, 'home'),
    urlOf: (name) => `sqlite:${pathOf(name)}`,
    open: (name) => openStore(`sqlite:${pathOf(name)}`, { exclusive: true, freeLeases: true }),
    transfer: (name) => openSqliteTransfer(pathOf(name)),
  };
}

export function mongoPlace(url: string, folder: string): Place {
  const urlOf = (name: string) => databaseAt(url, `scale-${name}`);
  return {
    engine: 'MongoDB',
    home: join(folder, 'home'),
    urlOf,
    open: (name) => openStore(urlOf(name)),
    transfer: (name) => openMongoTransfer({ url: urlOf(name) }),
  };
}

/** A database of this process on a server for tests. */
export function databaseAt(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/recupera-test-${process.pid}-${name}`;
  return url.toString();
}
