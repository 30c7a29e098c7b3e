import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '../../../services/store/sqlite/index.ts';
import { storeContract } from '../../contract/store-suite.ts';

storeContract('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'recupera-store-'));
  const open = () => openSqlite({ path: join(folder, 'recupera.db'), exclusive: true });
  let store = await open();
  return {
    store,
    async reopen() {
      await store.close();
      store = await open();
      return store;
    },
    async dispose() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});
