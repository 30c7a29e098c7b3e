import { openSqlite } from '../../../services/store/sqlite/index.ts';
import { storeContract } from '../../contract/store-suite.ts';
import { temporaryFolder } from './sqlite/temporary.ts';

storeContract('SQLite', async () => {
  const folder = await temporaryFolder();
  const open = () => openSqlite({ path: folder.path, exclusive: true });
  let store = await open();
  return {
    store,
    async reopen() {
      await store.close();
      store = await open();
      return store;
    },
    // A second process that serves is refused; tools may open what is being served.
    another: () => openSqlite({ path: folder.path }),
    async dispose() {
      await store.close();
      await folder.remove();
    },
  };
});
