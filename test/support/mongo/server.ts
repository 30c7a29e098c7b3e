import { givenServer } from './given-server.ts';
import { javaServer } from './java-server.ts';
import { memoryServer } from './memory-server.ts';
import { pathServer } from './path-server.ts';

/** The URL of a server, which ends with this process if it is ours. Rejects with the reason why this way is closed. */
export type WayToMongo = () => Promise<string>;

const ways: readonly (readonly [name: string, way: WayToMongo])[] = [
  ['TEST_MONGODB_URI', givenServer],
  ['mongod', pathServer],
  ['mongodb-memory-server', memoryServer],
  ['mongo-java-server', javaServer],
];

export type FoundMongo = { readonly ok: true; readonly url: string } | { readonly ok: false; readonly reasons: string };

/** The first of the ways to a MongoDB that is open on this machine. */
export async function findMongo(): Promise<FoundMongo> {
  const reasons: string[] = [];
  for (const [name, way] of ways) {
    try {
      return { ok: true, url: await way() };
    } catch (error) {
      reasons.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      // A server that was asked for by name and does not answer is a fault, not a reason to take another one.
      if (name === 'TEST_MONGODB_URI' && process.env.TEST_MONGODB_URI) break;
    }
  }
  return { ok: false, reasons: reasons.join('; ') };
}
