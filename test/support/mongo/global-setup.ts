import { createServer } from 'node:net';
import { type FoundMongo, findMongo } from './server.ts';

/**
 * One MongoDB for all tests of a run, started when the first of them asks for it: whoever connects to the port in
 * `MONGO_FOR_TESTS` is answered with one line of JSON, `{url}` or `{reasons}`. A server of ours ends with this process.
 */
export default async function setUp(): Promise<void> {
  let found: Promise<FoundMongo> | undefined;
  const desk = createServer(async (socket) => {
    socket.on('error', () => {});
    found ??= findMongo();
    const result = await found;
    socket.end(JSON.stringify(result.ok ? { url: result.url } : { reasons: result.reasons }));
  });
  await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve));
  desk.unref();
  const address = desk.address();
  if (typeof address === 'object' && address) process.env.MONGO_FOR_TESTS = String(address.port);
}
