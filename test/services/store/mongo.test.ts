import { openMongo } from '../../../services/store/mongo/index.ts';
import { storeContract } from '../../contract/store-suite.ts';
import { emptyDatabase } from '../../support/mongo/empty-database.ts';
import { mongoForTests } from '../../support/mongo/mongo-for-tests.ts';

const mongo = await mongoForTests('the store on MongoDB');

if (mongo) {
  // One database for all: making its collections and indexes anew for each test would take a real server too long.
  const url = mongo.database();
  const open = () => openMongo({ url });

  storeContract('MongoDB', async () => {
    let store = await open();
    return {
      store,
      async reopen() {
        await store.close();
        store = await open();
        return store;
      },
      another: open,
      async dispose() {
        await store.close();
        await emptyDatabase(url);
      },
    };
  });
}
