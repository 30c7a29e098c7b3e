import { StoreError } from '../errors.ts';
import { openSqliteTransfer } from '../sqlite/transfer.ts';
import type { Transfer } from './transfer.ts';

/** The door for copies of the store a URL names; see `openStore` for URLs and errors. */
export async function openTransfer(url: string): Promise<Transfer> {
  if (url.startsWith('sqlite:')) return openSqliteTransfer(url.slice('sqlite:'.length));
  if (/^mongodb(\+srv)?:/.test(url)) {
    const { openMongoTransfer } = await import('../mongo/transfer.ts');
    return openMongoTransfer({ url });
  }
  throw new StoreError(
    'scheme-unknown',
    'no store is offered for this URL: use sqlite:PATH or mongodb://HOST/DATABASE',
  );
}
