import {
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
  type NamePart,
  purposes,
} from '../../../services/efirma/demo/mint.ts';
import { createEfirma, type Efirma } from '../../../services/efirma/efirma.ts';
import type { KeyOpener } from '../../../services/efirma/key-opener/key-opener.ts';
import { createTrustStore } from '../../../services/efirma/trust/trust-store.ts';
import {
  authorityName,
  authorityOf,
  type CertificateChanges,
  createSatLike,
  day,
  fielExtensions,
  fielSubject,
  mintAuthority,
  nameOids,
  person,
  rsa,
  sealExtensions,
  signText,
  testLimits,
  testNow,
} from '../../support/efirma-fixtures.ts';

const sat = createSatLike();
const noKeys: KeyOpener = { open: () => Promise.reject(new Error('no key is opened here')), close: async () => {} };
const unit = { oid: nameOids.organizationalUnit, value: 'SUCURSAL 1' };
const without = (oid: string) => fielSubject(person).filter((part) => part.oid !== oid);
const withValue = (oid: string, value: string, tag?: number): NamePart[] =>
  fielSubject(person).map((part) => (part.oid === oid ? { oid, value, ...(tag === undefined ? {} : { tag }) } : part));

function efirmaAt(now = testNow, trust = sat.trust): Efirma {
  return createEfirma({ trust, now: () => now, limits: testLimits, keyOpener: noKeys });
}

const ask = { curp: person.curp, folio: 'IMPI-2026-0001', portalName: 'IMPI', purpose: 'cambiar mi correo' };

/** The whole exchange: challenge, signature with the person's key, judgement. */
function proveWith(certificate: Buffer, options: { now?: number; curp?: string; trust?: typeof sat.trust } = {}) {
  const efirma = efirmaAt(options.now, options.trust);
  const challenge = efirma.newChallenge(ask);
  const signature = signText(challenge.text, sat.personPair);
  return efirma.checkSignature({ certificate, signature, challenge, curp: options.curp ?? person.curp });
}

describe('an e.firma in force that signs its challenge', () => {
  it('proves who holds the CURP', async () => {
    const proof = await proveWith(sat.fiel());

    expect(proof).toEqual({
      ok: true,
      holder: { curp: person.curp, rfc: person.rfc, name: person.name },
      serialHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      issuer: 'AC DE PRUEBA',
    });
  });

  it('takes the CURP as people write it', async () => {
    expect(await proveWith(sat.fiel(), { curp: ` ${person.curp.toLowerCase()}\n` })).toMatchObject({ ok: true });
  });

  it('names the same certificate by the same hash, and another by another', async () => {
    const [one, again, other] = await Promise.all([
      proveWith(sat.fiel()),
      proveWith(sat.fiel()),
      proveWith(sat.fiel({ serial: '30001000000500003283' })),
    ]);

    expect(one.ok && again.ok && other.ok).toBe(true);
    const hashes = [one, again, other].map((proof) => proof.ok && proof.serialHash);
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });

  it('reads Ñ in an RFC, which the SAT writes as T61String', async () => {
    const subject = fielSubject({ ...person, rfc: 'CAÑF770131PA3' });

    expect(await proveWith(sat.fiel({ subject }))).toMatchObject({ ok: true, holder: { rfc: 'CAÑF770131PA3' } });
  });

  it.each([
    ['UTF8String', 0x0c, 'CAÑF770131PA3', 'CAÑF770131PA3'],
    ['PrintableString with Latin-1 octets', 0x13, 'CAÑF770131PA3', 'CAÑF770131PA3'],
  ])('reads an RFC written as %s', async (_, tag, value, rfc) => {
    const subject = withValue(nameOids.uniqueIdentifier, value, tag);

    expect(await proveWith(sat.fiel({ subject }))).toMatchObject({ ok: true, holder: { rfc } });
  });

  it('accepts a CURP whose check digit is wrong when it equals the one given, for the SAT writes N where Ñ was', async () => {
    const curp = 'CANF770131HDFXXX01';
    const subject = fielSubject({ ...person, curp });

    expect(await proveWith(sat.fiel({ subject }), { curp })).toMatchObject({ ok: true });
    expect(await proveWith(sat.fiel({ subject }), { curp: 'CAXF770131HDFXXX01' })).toMatchObject({
      reason: 'curp-mismatch',
    });
  });
});

describe('a certificate that is no e.firma of a person in force', () => {
  const cases: [what: string, changes: CertificateChanges, reason: string][] = [
    ['a seal with its branch name', { extensions: sealExtensions(), subject: [...fielSubject(person), unit] }, 'csd'],
    ['a seal without a branch name', { extensions: sealExtensions() }, 'csd'],
    ['an e.firma profile with a branch name', { subject: [...fielSubject(person), unit] }, 'unknown-profile'],
    ['an e.firma without extended usage', { extensions: fielExtensions().slice(0, 2) }, 'unknown-profile'],
    ['an e.firma without key usage', { extensions: fielExtensions().toSpliced(1, 1) }, 'unknown-profile'],
    ['an e.firma without basic constraints', { extensions: fielExtensions().slice(1) }, 'unknown-profile'],
    [
      'half an extended usage',
      { extensions: [...fielExtensions().slice(0, 2), extendedKeyUsage(purposes.clientAuth)] },
      'unknown-profile',
    ],
    ['key usage given twice', { extensions: [...fielExtensions(), keyUsage('digitalSignature')] }, 'unknown-profile'],
    [
      'three of the four usages',
      { extensions: fielExtensions().with(1, keyUsage('digitalSignature', 'nonRepudiation', 'dataEncipherment')) },
      'unknown-profile',
    ],
    ['an authority', { extensions: fielExtensions().with(0, basicConstraints({ pathLength: 0 })) }, 'unknown-profile'],
    ['a 1,024-bit key', { pair: rsa(1_024) }, 'unknown-profile'],
    ['a key with exponent 3', { pair: rsa(2_048, 3) }, 'unknown-profile'],
    [
      'two CURPs',
      { subject: [...fielSubject(person), { oid: nameOids.serialNumber, value: 'XEXX010101HNEXXXA4' }] },
      'unknown-profile',
    ],
    [
      'the same CURP twice',
      { subject: [...fielSubject(person), { oid: nameOids.serialNumber, value: person.curp }] },
      'unknown-profile',
    ],
    [
      'two RFCs',
      { subject: [...fielSubject(person), { oid: nameOids.uniqueIdentifier, value: person.rfc }] },
      'unknown-profile',
    ],
    ['no RFC', { subject: without(nameOids.uniqueIdentifier) }, 'unknown-profile'],
    ['an RFC that is none', { subject: withValue(nameOids.uniqueIdentifier, 'HOLA') }, 'unknown-profile'],
    ['no CURP, as a foreigner’s may be', { subject: without(nameOids.serialNumber) }, 'no-curp'],
    ['a CURP that is none', { subject: withValue(nameOids.serialNumber, 'SIN CURP') }, 'no-curp'],
    ['a CURP with blanks after it', { subject: withValue(nameOids.serialNumber, `${person.curp} `) }, 'no-curp'],
    [
      'a company with its representative',
      { subject: fielSubject({ ...person, rfc: `EKU9003173C9 / ${person.rfc}`, curp: ` / ${person.curp}` }) },
      'moral',
    ],
    ['a company alone', { subject: fielSubject({ ...person, rfc: 'EKU9003173C9' }) }, 'moral'],
    [
      'a company with a bare CURP',
      { subject: fielSubject({ ...person, rfc: `EKU9003173C9 / ${person.rfc}` }) },
      'moral',
    ],
    ['one that ended a second ago', { notBefore: testNow - day, notAfter: testNow - 1_000 }, 'expired'],
    ['one that begins in a second', { notBefore: testNow + 1_000 }, 'not-yet-valid'],
    ['one older than its authority', { notBefore: testNow - 6 * 365 * day }, 'untrusted'],
  ];

  it.each(cases)('is refused: %s', async (_, changes, reason) => {
    expect(await proveWith(sat.fiel(changes))).toMatchObject({ ok: false, reason });
  });

  it('is accepted to the last second of its validity', async () => {
    expect(await proveWith(sat.fiel({ notAfter: testNow }))).toMatchObject({ ok: true });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['PEM', Buffer.from(`-----BEGIN CERTIFICATE-----\n${sat.fiel().toString('base64')}\n-----END CERTIFICATE-----\n`)],
    ['octets after the certificate', Buffer.concat([sat.fiel(), Buffer.from([0])])],
    ['half a certificate', sat.fiel().subarray(0, 600)],
    ['a key', sat.personPair.privateKey.export({ type: 'pkcs8', format: 'der' })],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['ten megabytes', Buffer.alloc(10 * 1024 * 1024, 0x30)],
  ])('is no certificate: %s', async (_, certificate) => {
    expect(await proveWith(certificate)).toMatchObject({ ok: false, reason: 'not-a-certificate' });
  });
});

describe('an issuer that is not trusted', () => {
  const twin = createSatLike();

  it('is refused though it bears the name of a trusted one', async () => {
    expect(await proveWith(sat.fiel({ issuer: twin.issuer }))).toMatchObject({ reason: 'untrusted' });
  });

  it('is told apart from a trusted one of the same name by its signature', async () => {
    const both = createTrustStore([twin.authority, sat.authority, authorityOf(sat.rootCertificate)]);

    expect(await proveWith(sat.fiel(), { trust: both })).toMatchObject({ ok: true });
    expect(await proveWith(sat.fiel({ issuer: twin.issuer }), { trust: both })).toMatchObject({ ok: true });
  });

  it('is refused when a person’s own e.firma signed the certificate', async () => {
    const holder = { name: fielSubject(person), key: sat.personPair.privateKey };

    expect(await proveWith(sat.fiel({ issuer: holder }))).toMatchObject({ reason: 'untrusted' });
  });

  it('is refused when the certificate signed itself', async () => {
    const self = { name: authorityName('AC DE PRUEBA'), key: sat.personPair.privateKey };

    expect(await proveWith(sat.fiel({ issuer: self }))).toMatchObject({ reason: 'untrusted' });
  });

  it('is refused when nobody is trusted', async () => {
    expect(await proveWith(sat.fiel(), { trust: createTrustStore([]) })).toMatchObject({ reason: 'untrusted' });
  });

  it('ended since, but was in force when it issued: still accepted', async () => {
    const issuing = mintAuthority({
      subject: sat.issuer.name,
      issuer: sat.root,
      pair: sat.issuingPair,
      notAfter: testNow - day,
    });
    const trust = createTrustStore([authorityOf(issuing), authorityOf(sat.rootCertificate)]);

    expect(await proveWith(sat.fiel(), { trust })).toMatchObject({ ok: true });
    expect(await proveWith(sat.fiel({ notBefore: testNow - 1_000 }), { trust })).toMatchObject({ reason: 'untrusted' });
  });
});

describe('the signature over the challenge', () => {
  const efirma = efirmaAt();
  const challenge = efirma.newChallenge(ask);
  const certificate = sat.fiel();
  const check = (signature: Buffer, given = challenge, checker = efirma) =>
    checker.checkSignature({ certificate, signature, challenge: given, curp: person.curp });

  it.each([
    ['another key’s', signText(challenge.text, sat.otherPair)],
    ['over another challenge', signText(efirma.newChallenge(ask).text, sat.personPair)],
    ['over another purpose', signText(challenge.text.replace('cambiar mi correo', 'vender mi casa'), sat.personPair)],
    ['over the bare nonce', signText(challenge.nonce, sat.personPair)],
    ['empty', Buffer.alloc(0)],
    ['noise', Buffer.alloc(256, 7)],
    ['a megabyte', Buffer.alloc(1024 * 1024, 7)],
  ])('is refused when it is %s', async (_, signature) => {
    expect(await check(signature)).toMatchObject({ ok: false, reason: 'bad-signature' });
  });

  it('is refused from the moment the challenge ends', async () => {
    const signature = signText(challenge.text, sat.personPair);

    expect(await check(signature, challenge, efirmaAt(challenge.expiresAt - 1))).toMatchObject({ ok: true });
    expect(await check(signature, challenge, efirmaAt(challenge.expiresAt))).toMatchObject({
      reason: 'challenge-expired',
    });
  });

  it('is good for one CURP only', async () => {
    expect(await proveWith(certificate, { curp: 'XEXX010101HNEXXXA4' })).toMatchObject({ reason: 'curp-mismatch' });
  });

  it('says nothing of the person in a refusal', async () => {
    const refusals = await Promise.all([
      proveWith(certificate, { curp: 'XEXX010101HNEXXXA4' }),
      proveWith(sat.fiel({ notAfter: testNow - 1_000 })),
      check(Buffer.alloc(256)),
    ]);

    for (const refusal of refusals) {
      expect(JSON.stringify(refusal)).not.toMatch(new RegExp(`${person.curp}|${person.rfc}|${person.name}`));
    }
  });
});
