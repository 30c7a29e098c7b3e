import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import mongoose from 'mongoose';

/** Every document of a database, one a line, as it rests there. */
export async function dumpMongo(url: string, file: string): Promise<void> {
  const connection = await mongoose.createConnection(url).asPromise();
  const out = createWriteStream(file);
  try {
    for (const { name } of await connection.listCollections()) {
      for await (const document of connection.collection(name).find()) out.write(`${JSON.stringify(document)}\n`);
    }
  } finally {
    out.end();
    await finished(out);
    await connection.close();
  }
}
