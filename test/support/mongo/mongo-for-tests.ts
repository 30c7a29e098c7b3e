import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { it } from '@jest/globals';
import { z } from 'zod';

/** The MongoDB of this run. */
export interface TestMongo {
  /** The URL of a database that nobody else uses. */
  database(): string;
}

const Answer = z.union([z.object({ url: z.string() }), z.object({ reasons: z.string() })]);

/**
 * The MongoDB of this run, or undefined where none can be had; then a skipped test says so, and why. To be awaited at the
 * top of a test file.
 */
export async function mongoForTests(what: string): Promise<TestMongo | undefined> {
  const answer = Answer.parse(JSON.parse(await text(connect(Number(process.env.MONGO_FOR_TESTS), '127.0.0.1'))));
  if ('reasons' in answer) {
    it.skip(`NO MONGODB, NOT TESTED: ${what} (${answer.reasons})`, () => {});
    return undefined;
  }
  return { database: () => databaseIn(answer.url, `recupera-test-${randomUUID()}`) };
}

/** The same URL with another database. */
function databaseIn(url: string, name: string): string {
  const [, server = url, options = ''] = /^([^/]+\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(url) ?? [];
  return `${server}/${name}${options}`;
}
