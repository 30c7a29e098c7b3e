import mongoose, { type Connection } from 'mongoose';
import { type Models, modelsOf } from '../../../../services/store/mongo/records.ts';

/** The collections of a database, past the store. */
export async function rawDatabase(url: string): Promise<{ connection: Connection; models: Models }> {
  const connection = await mongoose.createConnection(url, { autoIndex: false, autoCreate: false }).asPromise();
  return { connection, models: modelsOf(connection) };
}
