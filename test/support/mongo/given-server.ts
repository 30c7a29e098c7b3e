import type { WayToMongo } from './server.ts';

/** The server that `TEST_MONGODB_URI` names. Databases are made on it whose names begin with `recupera-test-`. */
export const givenServer: WayToMongo = async () => {
  const url = process.env.TEST_MONGODB_URI;
  if (!url) throw new Error('not set');
  return url;
};
