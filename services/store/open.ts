import { StoreError } from './errors.ts';
import { openSqlite, type SqliteOptions } from './sqlite/index.ts';
import type { Store } from './store.ts';

export type OpenOptions = Omit<SqliteOptions, 'path'>;

/**
 * Opens the store a URL names: `sqlite:PATH`. Rejects with `StoreError` `scheme-unknown` for anything else, without
 * repeating the URL, which may hold a password.
 */
export async function openStore(url: string, options: OpenOptions = {}): Promise<Store> {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(url) ?? [];
  if (scheme.toLowerCase() === 'sqlite' && rest !== '') return openSqlite({ ...options, path: rest });
  const named = scheme === '' ? 'a URL without scheme' : `the scheme "${scheme}:"`;
  throw new StoreError('scheme-unknown', `no store is offered for ${named}: use sqlite:PATH`);
}
