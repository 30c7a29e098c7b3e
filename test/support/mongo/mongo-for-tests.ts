import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, it } from '@jest/globals';
import mongoose from 'mongoose';
import { z } from 'zod';

/** The MongoDB of this run. */
export interface TestMongo {
  /** The URL of a database that nobody else uses. */
  database(): string;
}

const Answer = z.union([z.object({ url: z.string() }), z.object({ reasons: z.string() })]);

/**
 * The MongoDB of this run, or undefined where none can be had; then a skipped test says so, and why. To be awaited at the
 * top of a test file. What is made on it is dropped after the last test.
 */
export async function mongoForTests(what: string): Promise<TestMongo | undefined> {
  const answer = Answer.parse(JSON.parse(await text(connect(Number(process.env.MONGO_FOR_TESTS), '127.0.0.1'))));
  if ('reasons' in answer) {
    it.skip(`NO MONGODB, NOT TESTED: ${what} (${answer.reasons})`, () => {});
    return undefined;
  }
  const databases: string[] = [];
  afterAll(() => Promise.all(databases.map(drop)));
  return {
    database() {
      const url = databaseIn(answer.url, `recupera-test-${randomUUID()}`);
      databases.push(url);
      return url;
    },
  };
}

/** As far as the server can: on one that ends with the tests it does not matter. */
async function drop(url: string): Promise<void> {
  const connection = await mongoose.createConnection(url).asPromise();
  await connection.dropDatabase().catch(() => {});
  await connection.close();
}

/** The same URL with another database. */
function databaseIn(url: string, name: string): string {
  const [, server = url, options = ''] = /^([^/]+\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(url) ?? [];
  return `${server}/${name}${options}`;
}
