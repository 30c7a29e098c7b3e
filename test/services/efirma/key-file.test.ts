import fc from 'fast-check';
import * as der from '../../../services/efirma/der/writer.ts';
import { identify } from '../../../services/efirma/identify.ts';
import { readKeyEnvelope } from '../../../services/efirma/key-file.ts';
import { passwordReadings } from '../../../services/efirma/key-password.ts';
import { createSatLike, rsa } from '../../support/efirma-fixtures.ts';

const sat = createSatLike();
const caps = { maxBytes: 8 * 1024, maxIterations: 100_000 };
const oids = {
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  scrypt: '1.3.6.1.4.1.11591.4.11',
  tripleDes: '1.2.840.113549.3.7',
  aes256: '2.16.840.1.101.3.4.1.42',
  sha256: '1.2.840.113549.2.9',
  md5: '1.2.840.113549.2.5',
};

function envelope(changes: { scheme?: string; kdf?: Uint8Array; cipher?: Uint8Array; data?: Uint8Array } = {}) {
  const kdf = changes.kdf ?? pbkdf2(der.octets(Buffer.alloc(8)), der.integer(2_048));
  const cipher = changes.cipher ?? der.sequence(der.oid(oids.tripleDes), der.octets(Buffer.alloc(8)));
  const algorithm = der.sequence(der.oid(changes.scheme ?? oids.pbes2), der.sequence(kdf, cipher));
  return der.sequence(algorithm, der.octets(changes.data ?? Buffer.alloc(64)));
}
const pbkdf2 = (...parameters: Uint8Array[]) => der.sequence(der.oid(oids.pbkdf2), der.sequence(...parameters));
const salt = der.octets(Buffer.alloc(8));
const prf = (oid: string) => der.sequence(der.oid(oid), der.nothing());

describe('readKeyEnvelope', () => {
  it('reads a key as the SAT writes it', async () => {
    const read = readKeyEnvelope(await sat.keyFile(), caps);

    expect(read).toMatchObject({
      ok: true,
      envelope: { iterations: 2_048, hash: 'SHA-1', cipher: { name: 'DES-EDE3-CBC' } },
    });
  });

  it.each([
    [
      'AES-256 with HMAC-SHA-256',
      envelope({
        kdf: pbkdf2(salt, der.integer(9), prf(oids.sha256)),
        cipher: der.sequence(der.oid(oids.aes256), der.octets(Buffer.alloc(16))),
      }),
      'SHA-256',
    ],
    ['an explicit key length', envelope({ kdf: pbkdf2(salt, der.integer(1), der.integer(24)) }), 'SHA-1'],
    ['exactly the most rounds', envelope({ kdf: pbkdf2(salt, der.integer(100_000)) }), 'SHA-1'],
  ])('accepts %s', (_, bytes, hash) => {
    expect(readKeyEnvelope(bytes, caps)).toMatchObject({ ok: true, envelope: { hash } });
  });

  it.each([
    ['5,000,000 rounds', envelope({ kdf: pbkdf2(salt, der.integer(5_000_000)) }), 'too many iterations'],
    ['one round too many', envelope({ kdf: pbkdf2(salt, der.integer(100_001)) }), 'too many iterations'],
    ['rounds beyond 31 bits', envelope({ kdf: pbkdf2(salt, der.unsigned(Buffer.alloc(9, 1))) }), 'PBKDF2 parameters'],
    ['no rounds', envelope({ kdf: pbkdf2(salt, der.integer(0)) }), 'PBKDF2 parameters'],
    ['an empty salt', envelope({ kdf: pbkdf2(der.octets(Buffer.alloc(0)), der.integer(1)) }), 'PBKDF2 parameters'],
    ['HMAC-MD5', envelope({ kdf: pbkdf2(salt, der.integer(1), prf(oids.md5)) }), 'PBKDF2 parameters'],
    [
      'something after the parameters',
      envelope({ kdf: pbkdf2(salt, der.integer(1), prf(oids.sha256), der.nothing()) }),
      'PBKDF2 parameters',
    ],
    ['scrypt', envelope({ kdf: der.sequence(der.oid(oids.scrypt), der.sequence(salt, der.integer(1))) }), 'not PBKDF2'],
    ['PBES1', envelope({ scheme: '1.2.840.113549.1.5.3' }), 'not PBES2'],
    ['an unknown cipher', envelope({ cipher: der.sequence(der.oid('1.2.3'), der.octets(Buffer.alloc(8))) }), 'cipher'],
    [
      'a vector of another length',
      envelope({ cipher: der.sequence(der.oid(oids.tripleDes), der.octets(Buffer.alloc(16))) }),
      'initialisation vector',
    ],
    [
      'a key length that is not the cipher’s',
      envelope({ kdf: pbkdf2(salt, der.integer(1), der.integer(16)) }),
      'key length',
    ],
    ['octets that are no whole blocks', envelope({ data: Buffer.alloc(63) }), 'ciphertext'],
    ['no octets', envelope({ data: Buffer.alloc(0) }), 'ciphertext'],
    ['trailing octets', Buffer.concat([envelope(), Buffer.alloc(1)]), 'trailing bytes'],
    ['more than the cap', envelope({ data: Buffer.alloc(9 * 1024) }), 'too large'],
    [
      'a plain PKCS#8 key',
      sat.personPair.privateKey.export({ type: 'pkcs8', format: 'der' }),
      'not an encrypted private key',
    ],
    [
      'a plain PKCS#1 key',
      sat.personPair.privateKey.export({ type: 'pkcs1', format: 'der' }),
      'not an encrypted private key',
    ],
    ['a certificate', sat.fiel(), 'not an encrypted private key'],
    ['PEM', Buffer.from('-----BEGIN ENCRYPTED PRIVATE KEY-----'), ''],
  ])('refuses %s before anything is derived', (_, bytes, problem) => {
    expect(readKeyEnvelope(bytes, caps)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
  });

  it('reads or refuses any damaged key without throwing', async () => {
    const key = await sat.keyFile();
    const damage = fc.array(fc.tuple(fc.nat(key.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });

    fc.assert(
      fc.property(damage, (changes) => {
        const damaged = Buffer.from(key);
        for (const [at, value] of changes) damaged[at] = value;
        const read = readKeyEnvelope(damaged, caps);
        if (read.ok) expect(read.envelope.iterations).toBeLessThanOrEqual(caps.maxIterations);
      }),
    );
  });
});

describe('identify', () => {
  const ec = Buffer.from(rsa().privateKey.export({ type: 'pkcs1', format: 'der' }));

  it.each([
    ['a certificate', sat.fiel(), 'certificate'],
    ['an encrypted key', envelope(), 'key'],
    ['a plain PKCS#8 key', sat.personPair.privateKey.export({ type: 'pkcs8', format: 'der' }), 'key'],
    ['a plain PKCS#1 key', ec, 'key'],
    ['PEM', Buffer.from('-----BEGIN CERTIFICATE-----\nMII'), 'pem'],
    ['PEM after a byte order mark and blanks', Buffer.from('\ufeff\r\n-----BEGIN CERTIFICATE-----\nMII'), 'pem'],
    ['nothing', Buffer.alloc(0), 'unknown'],
    ['a public key', sat.personPair.publicKey.export({ type: 'spki', format: 'der' }), 'unknown'],
    ['a PDF', Buffer.from('%PDF-1.7'), 'unknown'],
    ['a ZIP', Buffer.from('PK\u0003\u0004'), 'unknown'],
    ['a certificate with something after it', Buffer.concat([sat.fiel(), Buffer.from('x')]), 'unknown'],
    ['ten megabytes', Buffer.alloc(10 * 1024 * 1024, 0x30), 'unknown'],
  ])('knows %s by its octets', (_, bytes, kind) => {
    expect(identify(bytes, 8 * 1024)).toBe(kind);
  });
});

describe('passwordReadings', () => {
  const readings = (password: string) =>
    passwordReadings(Buffer.from(password, 'utf8')).map((bytes) => Buffer.from(bytes).toString('hex'));

  it.each([
    ['clave', ['636c617665']],
    ['año', ['61c3b16f', '61f16f']],
    ['ÿ', ['c3bf', 'ff']],
    ['10 €', ['313020e282ac']],
    ['', ['']],
  ])('reads %j as UTF-8 and, where it can be, as Latin-1', (password, expected) => {
    expect(readings(password)).toEqual(expected);
  });

  it('agrees with Latin-1 for every text that has one', () => {
    const latin1 = fc.string({ unit: fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code)) });

    fc.assert(
      fc.property(latin1, (text) => {
        const last = readings(text).at(-1);
        expect(last).toBe(Buffer.from(text, 'latin1').toString('hex'));
      }),
    );
  });

  it('leaves octets that are no UTF-8 as they are', () => {
    fc.assert(fc.property(fc.uint8Array(), (octets) => expect(passwordReadings(octets)[0]).toBe(octets)));
  });
});
