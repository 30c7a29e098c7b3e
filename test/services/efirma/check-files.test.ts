import { scryptSync } from 'node:crypto';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import * as der from '../../../services/efirma/der/writer.ts';
import { createEfirma, type FilesInput } from '../../../services/efirma/efirma.ts';
import { efirmaReasons } from '../../../services/efirma/result.ts';
import {
  createSatLike,
  day,
  keyPassword,
  person,
  rsa,
  sealExtensions,
  testLimits,
  testNow,
} from '../../support/efirma-fixtures.ts';

// Making RSA keys and starting processes may take seconds on a busy machine.
jest.setTimeout(30_000);

const sat = createSatLike();
const certificate = sat.fiel();
const key = await sat.keyFile();
const efirma = createEfirma({ trust: sat.trust, now: () => testNow, limits: testLimits });
afterAll(() => efirma.close());

const check = (changes: Partial<FilesInput> = {}) =>
  efirma.checkFiles({ certificate, key, keyPassword, curp: person.curp, ...changes });
const pkcs8 = sat.personPair.privateKey.export({ type: 'pkcs8', format: 'der' });
const exported = (cipher: string, passphrase: string | Buffer = keyPassword) =>
  sat.personPair.privateKey.export({ type: 'pkcs8', format: 'der', cipher, passphrase: Buffer.from(passphrase) });

describe('the two files and the password of the key', () => {
  it('prove who holds the CURP', async () => {
    expect(await check()).toMatchObject({ ok: true, holder: person, issuer: 'AC DE PRUEBA' });
  });

  it.each(['aes-128-cbc', 'aes-256-cbc', 'des-ede3-cbc'])('may be encrypted with %s', async (cipher) => {
    expect(await check({ key: exported(cipher) })).toMatchObject({ ok: true });
  });

  it('are wiped of the password, whatever comes of them, and keep the encrypted key', async () => {
    for (const given of [keyPassword, 'otra']) {
      const password = Buffer.from(given, 'utf8');
      const file = Buffer.from(key);
      await check({ keyPassword: password, key: file });

      expect(password).toEqual(Buffer.alloc(password.length));
      expect(file).toEqual(key);
    }
  });

  it.each(['contraseña', 'Ñandú-üÿ'])(
    'open with %j, whether the key was made in UTF-8 or in Latin-1',
    async (password) => {
      for (const encoding of ['utf8', 'latin1'] as const) {
        const file = await sat.keyFile(Buffer.from(password, encoding));

        expect(await check({ key: file, keyPassword: password })).toMatchObject({ ok: true });
        expect(await check({ key: file, keyPassword: Buffer.from(password, 'utf8') })).toMatchObject({ ok: true });
        expect(await check({ key: file, keyPassword: password.normalize('NFD') })).toMatchObject({
          reason: 'key-not-opened',
        });
      }
    },
  );
});

describe('a key that does not open', () => {
  const small = rsa(1_024);

  it.each<[string, () => Promise<Partial<FilesInput>>]>([
    ['a wrong password', async () => ({ keyPassword: '12345678a' })],
    ['an empty password', async () => ({ keyPassword: '' })],
    ['a password with a NUL', async () => ({ keyPassword: `\0${keyPassword}` })],
    ['a password longer than anybody’s', async () => ({ keyPassword: 'x'.repeat(100_000) })],
    ['a damaged key', async () => ({ key: Buffer.from(key).fill(0, key.length - 32) })],
    ['a key too small', async () => ({ key: await sat.keyFile(keyPassword, small) })],
    ['noise under the right password', async () => ({ key: encryptedNoise() })],
  ])('is refused with one and the same reason: %s', async (_, changes) => {
    expect(await check(await changes())).toMatchObject({ ok: false, reason: 'key-not-opened' });
  });

  function encryptedNoise(): Buffer {
    const noise = Buffer.from(key);
    noise.set(scryptSync('ruido', 'sal', 1_024), noise.length - 1_024);
    return noise;
  }
});

describe('a file that is not what it should be', () => {
  const scrypt = der.sequence(
    der.sequence(
      der.oid('1.2.840.113549.1.5.13'),
      der.sequence(
        der.sequence(
          der.oid('1.3.6.1.4.1.11591.4.11'),
          der.sequence(der.octets(Buffer.alloc(8)), der.integer(1 << 20), der.integer(8), der.integer(1)),
        ),
        der.sequence(der.oid('1.2.840.113549.3.7'), der.octets(Buffer.alloc(8))),
      ),
    ),
    der.octets(Buffer.alloc(64)),
  );
  let nested: Uint8Array = der.nothing();
  while (nested.length < 31 * 1024) nested = der.sequence(nested);
  const pem = (label: string, bytes: Buffer) =>
    Buffer.from(`-----BEGIN ${label}-----\n${bytes.toString('base64')}\n-----END ${label}-----\n`);

  const cases: [string, () => Partial<FilesInput> | Promise<Partial<FilesInput>>, string][] = [
    ['the files in each other’s place', () => ({ certificate: key, key: certificate }), 'swapped'],
    ['a plain key in the certificate’s place', () => ({ certificate: pkcs8, key: certificate }), 'swapped'],
    ['two certificates', () => ({ key: certificate }), 'two-of-a-kind'],
    ['two keys', () => ({ certificate: key }), 'two-of-a-kind'],
    ['no certificate', () => ({ certificate: Buffer.alloc(0) }), 'not-a-certificate'],
    [
      'a picture for a certificate',
      () => ({ certificate: Buffer.from('89504e470d0a1a0a', 'hex') }),
      'not-a-certificate',
    ],
    ['PEM in the .cer', () => ({ certificate: pem('CERTIFICATE', certificate) }), 'not-a-certificate'],
    [
      'octets after the certificate',
      () => ({ certificate: Buffer.concat([certificate, Buffer.from('\n')]) }),
      'not-a-certificate',
    ],
    ['31 KB of nested headers for a certificate', () => ({ certificate: Buffer.from(nested) }), 'not-a-certificate'],
    [
      'ten megabytes for a certificate',
      () => ({ certificate: Buffer.alloc(10 * 1024 * 1024, 0x30) }),
      'not-a-certificate',
    ],
    ['no key', () => ({ key: Buffer.alloc(0) }), 'not-a-key'],
    ['a document for a key', () => ({ key: Buffer.from('%PDF-1.7') }), 'not-a-key'],
    ['PEM in the .key', () => ({ key: pem('ENCRYPTED PRIVATE KEY', key) }), 'not-a-key'],
    ['octets after the key', () => ({ key: Buffer.concat([key, Buffer.alloc(1)]) }), 'not-a-key'],
    ['31 KB of nested headers for a key', () => ({ key: Buffer.from(nested) }), 'not-a-key'],
    ['ten megabytes for a key', () => ({ key: Buffer.alloc(10 * 1024 * 1024, 0x30) }), 'not-a-key'],
    ['a plain PKCS#8 key', () => ({ key: pkcs8 }), 'not-a-key'],
    [
      'a plain PKCS#1 key',
      () => ({ key: sat.personPair.privateKey.export({ type: 'pkcs1', format: 'der' }) }),
      'not-a-key',
    ],
    ['a key under scrypt', () => ({ key: scrypt }), 'not-a-key'],
    [
      'a key of 5,000,000 rounds',
      async () => ({ key: withRounds(await sat.keyFile(keyPassword, sat.personPair, 70_000), 5_000_000) }),
      'not-a-key',
    ],
    ['another person’s key', async () => ({ key: await sat.keyFile(keyPassword, sat.otherPair) }), 'key-mismatch'],
    ['a seal', () => ({ certificate: sat.fiel({ extensions: sealExtensions() }) }), 'csd'],
    ['an e.firma that ended', () => ({ certificate: sat.fiel({ notAfter: testNow - 1_000 }) }), 'expired'],
    ['an e.firma that has not begun', () => ({ certificate: sat.fiel({ notBefore: testNow + day }) }), 'not-yet-valid'],
    [
      'an e.firma of nobody trusted',
      () => ({ certificate: createSatLike().fiel({ pair: sat.personPair }) }),
      'untrusted',
    ],
    ['another CURP', () => ({ curp: 'XEXX010101HNEXXXA4' }), 'curp-mismatch'],
    ['no CURP given', () => ({ curp: '' }), 'curp-mismatch'],
  ];

  it.each(cases)('has its own reason: %s', async (_, changes, reason) => {
    expect(await check(await changes())).toEqual({ ok: false, reason, detail: expect.any(String) });
  });

  /** Writes other rounds over those of a key; both take three octets. */
  function withRounds(file: Buffer, rounds: number): Buffer {
    const at = file.indexOf(Buffer.from(der.integer(70_000)));
    const changed = Buffer.from(file);
    changed.set(der.integer(rounds), at);
    return changed;
  }
});

describe('any octets at all', () => {
  const octets = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc
      .constantFrom(certificate, key)
      .chain((file) => fc.nat(file.length).map((end) => new Uint8Array(file.subarray(0, end)))),
    fc.constantFrom(certificate, key).chain((file) =>
      fc.tuple(fc.nat(file.length - 1), fc.nat(255)).map(([at, value]) => {
        const damaged = new Uint8Array(file);
        damaged[at] = value;
        return damaged;
      }),
    ),
  );

  it('lead to a proof of the same person or to a known reason, never to an exception', async () => {
    await fc.assert(
      fc.asyncProperty(octets, octets, async (first, second) => {
        for (const files of [{ certificate: first }, { key: second }, { certificate: first, key: second }]) {
          const result = await check(files);
          if (result.ok) expect(result.holder).toEqual(person);
          else expect(efirmaReasons).toContain(result.reason);
        }
      }),
      { numRuns: 150 },
    );
  });
});
