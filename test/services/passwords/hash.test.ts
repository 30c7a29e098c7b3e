import { createPasswordHasher } from '../../../services/passwords/hash.ts';
import { createQueue } from '../../../services/passwords/queue.ts';

describe('createPasswordHasher', () => {
  const hasher = createPasswordHasher();

  it('verifies the password it hashed and no other', async () => {
    const hash = await hasher.hashPassword('Lluvia-Verde:48');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await hasher.verifyPassword('Lluvia-Verde:48', hash)).toBe(true);
    expect(await hasher.verifyPassword('Lluvia-Verde:49', hash)).toBe(false);
    expect(await hasher.verifyPassword('', hash)).toBe(false);
  });

  it('salts: the same password has two hashes', async () => {
    expect(await hasher.hashPassword('Lluvia')).not.toBe(await hasher.hashPassword('Lluvia'));
  });

  it('takes composed and decomposed accents for the same password', async () => {
    const hash = await hasher.hashPassword('Ñandú-48'.normalize('NFD'));
    expect(await hasher.verifyPassword('Ñandú-48'.normalize('NFC'), hash)).toBe(true);
  });

  it('reads hashes made with other parameters', async () => {
    // Reference vector of the argon2 command line: `echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1`.
    const known = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await hasher.verifyPassword('password', known)).toBe(true);
    expect(await hasher.verifyPassword('Password', known)).toBe(false);
  });

  it('does the same work, and fails, without a hash', async () => {
    expect(await hasher.verifyPassword('Lluvia-Verde:48', undefined)).toBe(false);
  });

  it.each(['', 'plain', '$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'])(
    'says that %j is no hash, without repeating it or the password',
    async (hash) => {
      await expect(hasher.verifyPassword('Lluvia-Verde:48', hash)).rejects.toThrow(/^Unreadable password hash$/);
    },
  );

  it('answers many at once', async () => {
    const hash = await hasher.hashPassword('Lluvia');
    const answers = await Promise.all([...'abcdefgh'].map((char) => hasher.verifyPassword(`Lluvia${char}`, hash)));
    expect(answers).toEqual(Array(8).fill(false));
  });
});

describe('createQueue', () => {
  it('runs no more than it may at a time, in order, and goes on after a failure', async () => {
    const queue = createQueue({ concurrency: 2, maxWaiting: 100 });
    const order: number[] = [];
    let running = 0;
    let peak = 0;
    const work = (n: number) => async () => {
      running += 1;
      peak = Math.max(peak, running);
      order.push(n);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (n % 5 === 0) throw new Error('broken');
      return n;
    };
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => queue.run(work(n))));
    expect(peak).toBe(2);
    expect(order).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(results.filter((result) => result.status === 'rejected')).toHaveLength(4);
  });

  it('turns work away when too much waits', async () => {
    const queue = createQueue({ concurrency: 1, maxWaiting: 1 });
    let open = () => {};
    const first = queue.run(() => new Promise<void>((resolve) => (open = resolve)));
    const second = queue.run(async () => 'second');
    await expect(queue.run(async () => 'third')).rejects.toThrow(/waiting/);
    open();
    await first;
    expect(await second).toBe('second');
    expect(await queue.run(async () => 'fourth')).toBe('fourth');
  });
});
