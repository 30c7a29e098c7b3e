import { DryMongoBinary, MongoMemoryServer } from 'mongodb-memory-server-core';
import { MongoBinaryDownloadUrl } from 'mongodb-memory-server-core/lib/util/MongoBinaryDownloadUrl.js';
import type { WayToMongo } from './server.ts';

/** How long to wait for a sign that a download would work. */
const GIVE_UP_MS = 4_000;

/** A `mongod` that was downloaded before, or can be. */
export const memoryServer: WayToMongo = async () => {
  const options = await DryMongoBinary.generateOptions();
  if ((await DryMongoBinary.locateBinary(options)) === undefined) {
    const url = await new MongoBinaryDownloadUrl(options).getDownloadUrl();
    const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(GIVE_UP_MS) }).catch(() => undefined);
    if (!answer?.ok) throw new Error('nothing to download from');
  }
  const server = await MongoMemoryServer.create();
  return server.getUri();
};
