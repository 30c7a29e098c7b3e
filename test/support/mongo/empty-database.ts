import mongoose from 'mongoose';

/** Deletes what the collections of a database hold; collections and indexes stay. */
export async function emptyDatabase(url: string): Promise<void> {
  const connection = await mongoose.createConnection(url).asPromise();
  const names = (await connection.listCollections()).map(({ name }) => name);
  await Promise.all(
    names.filter((name) => name !== 'schema').map((name) => connection.collection(name).deleteMany({})),
  );
  await connection.close();
}
