import { createCipheriv, pbkdf2Sync, verify, X509Certificate } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { jest } from '@jest/globals';
import { build } from 'esbuild';
import fc from 'fast-check';
import { openAndSign } from '../../../services/efirma/browser/open-and-sign.ts';
import * as der from '../../../services/efirma/der/writer.ts';
import { createEfirma } from '../../../services/efirma/efirma.ts';
import { createSatLike, keyPassword, person, rsa, testLimits, testNow } from '../../support/efirma-fixtures.ts';

// Making RSA keys and starting processes may take seconds on a busy machine.
jest.setTimeout(30_000);

const sat = createSatLike();
const certificate = sat.fiel();
const key = await sat.keyFile();
const challenge = 'Recuperación de cuenta: año nuevo\nCódigo único: 1';

const sign = (changes: Partial<Parameters<typeof openAndSign>[0]> = {}) =>
  openAndSign({ key, certificate, password: keyPassword, challenge, ...changes });

const prfs = {
  sha1: '1.2.840.113549.2.7',
  sha256: '1.2.840.113549.2.9',
  sha384: '1.2.840.113549.2.10',
  sha512: '1.2.840.113549.2.11',
} as const;

function pbes2(
  hash: keyof typeof prfs,
  cipher: string,
  oid: string,
  keyBytes: number,
  ivBytes: number,
  plain?: Buffer,
) {
  const [salt, iv] = [Buffer.alloc(16, 3), Buffer.alloc(ivBytes, 5)];
  const encrypt = createCipheriv(cipher, pbkdf2Sync(keyPassword, salt, 1_000, keyBytes, hash), iv);
  const secret = plain ?? sat.personPair.privateKey.export({ type: 'pkcs8', format: 'der' });
  const data = Buffer.concat([encrypt.update(secret), encrypt.final()]);
  const prf = der.sequence(der.oid(prfs[hash]), der.nothing());
  const kdf = der.sequence(der.oid('1.2.840.113549.1.5.12'), der.sequence(der.octets(salt), der.integer(1_000), prf));
  const scheme = der.sequence(
    der.oid('1.2.840.113549.1.5.13'),
    der.sequence(kdf, der.sequence(der.oid(oid), der.octets(iv))),
  );
  return der.sequence(scheme, der.octets(data));
}
const tripleDes = (plain: Buffer) => pbes2('sha256', 'des-ede3-cbc', '1.2.840.113549.3.7', 24, 8, plain);

describe('openAndSign', () => {
  it('makes a signature that the server accepts', async () => {
    const efirma = createEfirma({ trust: sat.trust, now: () => testNow, limits: testLimits });
    const asked = efirma.newChallenge({ curp: person.curp, folio: 'F', portalName: 'IMPI', purpose: 'cambiar' });
    const signed = await sign({ challenge: asked.text });
    const signature = signed.ok ? signed.signature : new Uint8Array();

    expect(await efirma.checkSignature({ certificate, signature, challenge: asked, curp: person.curp })).toMatchObject({
      ok: true,
    });
    await efirma.close();
  });

  it.each([
    ['3DES under HMAC-SHA-256', pbes2('sha256', 'des-ede3-cbc', '1.2.840.113549.3.7', 24, 8)],
    ['AES-128 under HMAC-SHA-1', pbes2('sha1', 'aes-128-cbc', '2.16.840.1.101.3.4.1.2', 16, 16)],
    ['AES-192 under HMAC-SHA-384', pbes2('sha384', 'aes-192-cbc', '2.16.840.1.101.3.4.1.22', 24, 16)],
    ['AES-256 under HMAC-SHA-512', pbes2('sha512', 'aes-256-cbc', '2.16.840.1.101.3.4.1.42', 32, 16)],
  ])('opens %s', async (_, file) => {
    const signed = await sign({ key: file });

    const { publicKey } = new X509Certificate(certificate);
    expect(signed.ok && verify('sha256', Buffer.from(challenge, 'utf8'), publicKey, signed.signature)).toBe(true);
  });

  it.each(['utf8', 'latin1'] as const)('opens a key whose password has an ñ in %s', async (encoding) => {
    const file = await sat.keyFile(Buffer.from('contraseña', encoding));

    expect(await sign({ key: file, password: 'contraseña' })).toMatchObject({ ok: true });
  });

  it('passes over attributes that follow a key', async () => {
    const [version, ...rest] = [Uint8Array.of(2, 1, 0), ...partsOfKey()];
    const attributes = der.explicit(0, der.sequence(der.oid('2.5.29.15'), der.set(der.bits(Uint8Array.of(0x80), 7))));
    const plain = Buffer.from(der.sequence(version ?? new Uint8Array(), ...rest, attributes));

    expect(await sign({ key: tripleDes(plain) })).toMatchObject({ ok: true });
  });

  it.each<[string, () => Parameters<typeof sign>[0] | Promise<Parameters<typeof sign>[0]>, string]>([
    ['the files in each other’s place', () => ({ key: certificate, certificate: key }), 'swapped'],
    ['two keys', () => ({ certificate: key }), 'not-a-certificate'],
    ['two certificates', () => ({ key: certificate }), 'not-a-key'],
    ['no certificate', () => ({ certificate: new Uint8Array() }), 'not-a-certificate'],
    ['a certificate in PEM', () => ({ certificate: Buffer.from('-----BEGIN CERTIFICATE-----') }), 'not-a-certificate'],
    ['no key', () => ({ key: new Uint8Array() }), 'not-a-key'],
    ['a plain key', () => ({ key: sat.personPair.privateKey.export({ type: 'pkcs8', format: 'der' }) }), 'not-a-key'],
    ['ten megabytes', () => ({ key: Buffer.alloc(10 * 1024 * 1024, 0x30) }), 'not-a-key'],
    ['too many rounds', async () => ({ key: await sat.keyFile(keyPassword, sat.personPair, 100_001) }), 'not-a-key'],
    ['a wrong password', () => ({ password: 'no' }), 'key-not-opened'],
    ['an empty password', () => ({ password: '' }), 'key-not-opened'],
    ['an endless password', () => ({ password: 'x'.repeat(100_000) }), 'key-not-opened'],
    ['a wrong password whose padding fits by luck', () => ({ key: tripleDes(Buffer.from('hola')) }), 'key-not-opened'],
    ['another person’s key', async () => ({ key: await sat.keyFile(keyPassword, sat.otherPair) }), 'key-mismatch'],
    ['a key of another size', async () => ({ key: await sat.keyFile(keyPassword, rsa(3_072)) }), 'key-mismatch'],
  ])('refuses %s', async (_, changes, reason) => {
    expect(await sign(await changes())).toEqual({ ok: false, reason });
  });

  it('never throws, whatever the files', async () => {
    const octets = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.tuple(fc.nat(key.length - 1), fc.nat(255)).map(([at, value]) => Buffer.from(key).fill(value, at, at + 1)),
    );

    await fc.assert(
      fc.asyncProperty(octets, fc.uint8Array({ maxLength: 200 }), async (file, other) => {
        expect(await sign({ key: file })).toHaveProperty('ok');
        expect(await sign({ key: file, certificate: other })).toHaveProperty('ok', false);
      }),
      { numRuns: 100 },
    );
  });

  /** Algorithm and octets of the person's PKCS#8 key. */
  function partsOfKey(): Uint8Array[] {
    const pkcs1 = sat.personPair.privateKey.export({ type: 'pkcs1', format: 'der' });
    return [der.sequence(der.oid('1.2.840.113549.1.1.1'), der.nothing()), der.octets(pkcs1)];
  }
});

describe('the module for the page', () => {
  it('needs nothing of Node and weighs no more than 25 KB', async () => {
    const bundle = await build({
      entryPoints: ['services/efirma/browser/open-and-sign.ts'],
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
      platform: 'browser',
      logLevel: 'silent',
    });
    const [file] = bundle.outputFiles;

    expect(bundle.warnings).toEqual([]);
    expect(gzipSync(file?.contents ?? '').length).toBeLessThan(25 * 1024);
  });
});
