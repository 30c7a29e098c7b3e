import { StoreError } from './errors.ts';
import { openSqlite, type SqliteOptions } from './sqlite/index.ts';
import type { Store } from './store.ts';

/** `exclusive` and `freeLeases` are for an engine that one process has to itself, SQLite; on MongoDB others are at work. */
export type OpenOptions = Omit<SqliteOptions, 'path'>;

/**
 * Opens the store a URL names: `sqlite:PATH`, `mongodb://…` or `mongodb+srv://…`. Rejects with `StoreError`
 * `scheme-unknown` for anything else, without repeating the URL, which may hold a password.
 */
export async function openStore(url: string, options: OpenOptions = {}): Promise<Store> {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(url) ?? [];
  if (rest !== '') {
    const engine = scheme.toLowerCase();
    if (engine === 'sqlite') return openSqlite({ ...options, path: rest });
    if (engine === 'mongodb' || engine === 'mongodb+srv') {
      // Its library takes a fifth of a second to load, which only those who use it should wait for.
      const { openMongo } = await import('./mongo/index.ts');
      return openMongo({ url: `${engine}:${rest}` });
    }
  }
  const named = scheme === '' ? 'a URL without scheme' : `the scheme "${scheme}:"`;
  throw new StoreError(
    'scheme-unknown',
    `no store is offered for ${named}: use sqlite:PATH or mongodb://HOST/DATABASE`,
  );
}
