import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { createQueue } from './queue.ts';

/** OWASP Password Storage: argon2id with 19 MiB, two passes, one lane. */
const PARAMETERS = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

export interface PasswordHasher {
  /** The argon2id hash as a PHC string, with a salt of its own. */
  hashPassword(password: string): Promise<string>;
  /**
   * Whether the password is the one of the hash. Without a hash (unknown account, or one without a password) it works just
   * as long and answers false. Throws when the hash cannot be read.
   */
  verifyPassword(password: string, hash: string | undefined): Promise<boolean>;
}

export interface HasherOptions {
  /** Hashes computed at the same time; each takes 19 MiB and a thread of the pool. */
  readonly concurrency?: number;
  /** Hashes that may wait for their turn; beyond it calls fail at once rather than pile up. */
  readonly maxWaiting?: number;
  readonly random?: (bytes: number) => Buffer;
}

/** Hashes and verifies passwords off the main thread, a few at a time. */
export function createPasswordHasher(options: HasherOptions = {}): PasswordHasher {
  const { concurrency = 2, maxWaiting = 1_000, random = randomBytes } = options;
  const queue = createQueue({ concurrency, maxWaiting });
  const dummySalt = random(SALT_BYTES);

  return {
    async hashPassword(password) {
      const salt = random(SALT_BYTES);
      const tag = await queue.run(() => derive(password, { ...PARAMETERS, salt, tagLength: TAG_BYTES }));
      const { memory, passes, parallelism } = PARAMETERS;
      return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${encode(salt)}$${encode(tag)}`;
    },

    async verifyPassword(password, hash) {
      const stored = hash === undefined ? undefined : parse(hash);
      const work = stored ?? { ...PARAMETERS, salt: dummySalt, tag: Buffer.alloc(TAG_BYTES) };
      const tag = await queue.run(() => derive(password, { ...work, tagLength: work.tag.length }));
      const same = timingSafeEqual(tag, work.tag);
      return same && stored !== undefined;
    },
  };
}

interface Work {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: Buffer;
}

function derive(password: string, work: Work & { readonly tagLength: number }): Promise<Buffer> {
  const message = Buffer.from(password.normalize('NFC'), 'utf8');
  const { salt: nonce, memory, passes, parallelism, tagLength } = work;
  return new Promise<Buffer>((resolve, reject) => {
    argon2('argon2id', { message, nonce, memory, passes, parallelism, tagLength }, (error, tag) => {
      if (error) reject(new Error('argon2 failed'));
      else resolve(tag);
    });
  }).finally(() => message.fill(0));
}

function parse(hash: string): Work & { readonly tag: Buffer } {
  const [, memory, passes, parallelism, salt, tag] = PHC.exec(hash) ?? [];
  if (salt === undefined || tag === undefined) throw new Error('Unreadable password hash');
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

const encode = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
