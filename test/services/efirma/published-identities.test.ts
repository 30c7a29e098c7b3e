import { verify, X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openAndSign } from '../../../services/efirma/browser/open-and-sign.ts';
import { createEfirma } from '../../../services/efirma/efirma.ts';
import { loadTrust } from '../../../services/efirma/trust/load-trust.ts';
import { testLimits, testNow } from '../../support/efirma-fixtures.ts';

// The SAT's published test identities; they are not part of this repository, and these tests wait for them.
const folder = path.resolve('../shared/data/efirma');
const password = '12345678a';
const whenPresent = existsSync(folder) ? describe : describe.skip;
const in2021 = Date.UTC(2021, 0, 1);

function files(kind: string, name: string) {
  const found = readdirSync(path.join(folder, kind)).map((file) => file.normalize('NFC'));
  const read = (extension: string) =>
    readFileSync(path.join(folder, kind, found.find((file) => file === `${name}${extension}`) ?? ''));
  return { certificate: read('.cer'), key: read('.key') };
}

async function check(
  kind: string,
  name: string,
  curp: string,
  now = testNow,
  directory: string | undefined = path.join(folder, 'trust-test'),
) {
  const trust = await loadTrust({ production: false, directory });
  const efirma = createEfirma({ trust, now: () => now, limits: testLimits });
  const result = await efirma.checkFiles({ ...files(kind, name), keyPassword: password, curp });
  await efirma.close();
  return result;
}

whenPresent('the test identities the SAT publishes', () => {
  it.each([
    [
      'a person in force',
      'fiel-in-force',
      'CACX7605101P8',
      'CACX760510MGTSHC04',
      testNow,
      { ok: true, issuer: 'AC UAT', holder: { rfc: 'CACX7605101P8', name: 'XOCHILT CASAS CHAVEZ' } },
    ],
    [
      'a person in 2021',
      'fiel-expired',
      'xiqb891116qe4',
      'XIQB891116MGRMZR05',
      in2021,
      { ok: true, holder: { rfc: 'XIQB891116QE4' } },
    ],
    ['a person that ended', 'fiel-expired', 'xiqb891116qe4', 'XIQB891116MGRMZR05', testNow, { reason: 'expired' }],
    ['a company', 'moral', 'EKU9003173C9', 'VADA800927HSRSRL05', testNow, { reason: 'moral' }],
    ['a seal', 'csd', 'EKU9003173C9', 'VADA800927HSRSRL05', testNow, { reason: 'csd' }],
    ['another CURP', 'fiel-in-force', 'CACX7605101P8', 'XIQB891116MGRMZR05', testNow, { reason: 'curp-mismatch' }],
  ])('are told apart: %s', async (_, kind, name, curp, now, expected) => {
    expect(await check(kind, name, curp, now)).toMatchObject(expected);
  });

  it('include an RFC with Ñ whose CURP has an N in its place', async () => {
    const certificate = new X509Certificate(files('fiel-expired', 'cañf770131pa3').certificate);
    const [curp = ''] = /[A-Z]{4}770131[A-Z0-9]{8}/.exec(certificate.subject) ?? [];

    expect(await check('fiel-expired', 'cañf770131pa3', curp, in2021)).toMatchObject({
      ok: true,
      holder: { curp, rfc: 'CAÑF770131PA3' },
    });
  });

  it('are not trusted by the production authorities', async () => {
    const trust = await loadTrust({ production: true });
    const efirma = createEfirma({ trust, now: () => testNow, limits: testLimits });
    const input = { ...files('fiel-in-force', 'CACX7605101P8'), keyPassword: password, curp: 'CACX760510MGTSHC04' };

    expect(await efirma.checkFiles(input)).toMatchObject({ reason: 'untrusted' });
    await efirma.close();
  });

  it('have authorities that no pin brings into production', async () => {
    const directory = path.join(folder, 'trust-test');
    const pins = (await loadTrust({ production: false, directory })).issuers.map(({ authority }) => authority.sha256);

    await expect(loadTrust({ production: true, directory, pins })).rejects.toThrow('a test authority of the SAT');
  });

  it.each([
    ['fiel-in-force', 'CACX7605101P8'],
    ['fiel-expired', 'cañf770131pa3'],
    ['fiel-expired', 'xiqb891116qe4'],
    ['moral', 'EKU9003173C9'],
    ['csd', 'EKU9003173C9'],
  ])('sign in the browser: %s %s', async (kind, name) => {
    const { certificate, key } = files(kind, name);
    const signed = await openAndSign({ certificate, key, password, challenge: 'texto' });

    const { publicKey } = new X509Certificate(certificate);
    expect(signed.ok && verify('sha256', Buffer.from('texto'), publicKey, signed.signature)).toBe(true);
  });
});
