import mongoose from 'mongoose';

/** Deletes what the collections of a database hold; collections and indexes stay. */
export async function emptyDatabase(url: string): Promise<void> {
  const connection = await mongoose.createConnection(url).asPromise();
  for (const { name } of await connection.listCollections()) {
    if (name !== 'schema') await connection.collection(name).deleteMany({});
  }
  await connection.close();
}
