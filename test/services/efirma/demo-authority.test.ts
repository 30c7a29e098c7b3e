import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jest } from '@jest/globals';
import { readCertificate } from '../../../services/efirma/certificate.ts';
import { createDemoAuthority } from '../../../services/efirma/demo/demo-authority.ts';
import { createEfirma } from '../../../services/efirma/efirma.ts';
import { readKeyEnvelope } from '../../../services/efirma/key-file.ts';
import { loadTrust } from '../../../services/efirma/trust/load-trust.ts';
import { day, testLimits, testNow } from '../../support/efirma-fixtures.ts';

// Making RSA keys and starting processes may take seconds on a busy machine.
jest.setTimeout(30_000);

const now = () => testNow;
const someone = { curp: 'GOMR850312MDFMRS07', name: 'ROSA GÓMEZ MORA', password: 'contraseña' };

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'demo-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function efirmaTrusting(certificates: readonly Buffer[], at = testNow) {
  const trust = await loadTrust({ production: false, own: certificates });
  return createEfirma({ trust, now: () => at, limits: testLimits });
}

describe('createDemoAuthority', () => {
  it('mints e.firmas that prove their person, for four years', async () => {
    const demo = await createDemoAuthority({ directory, now });
    const { certificate, key } = await demo.mint(someone);
    const input = () => ({ certificate, key, keyPassword: someone.password, curp: someone.curp });

    for (const [at, expected] of [
      [testNow, { ok: true, holder: { curp: someone.curp, rfc: 'GOMR850312AA1', name: someone.name } }],
      [testNow + 3 * 365 * day, { ok: true }],
      [testNow + 4 * 365 * day, { ok: false, reason: 'expired' }],
      [testNow - day, { ok: false, reason: 'not-yet-valid' }],
    ] as const) {
      const efirma = await efirmaTrusting(demo.certificates, at);
      expect(await efirma.checkFiles(input())).toMatchObject(expected);
      await efirma.close();
    }
  });

  it('mints with the profile of the SAT', async () => {
    const demo = await createDemoAuthority({ directory, now });
    const { certificate, key } = await demo.mint({ ...someone, rfc: 'CAÑF770131PA3' });
    const read = readCertificate(certificate);
    const envelope = readKeyEnvelope(key, { maxBytes: 8_192, maxIterations: 2_048 });

    expect(Buffer.from(read?.parts.serial ?? []).toString('ascii')).toMatch(/^30001000000\d{9}$/);
    expect(certificate.includes(Buffer.from('\x14\x0dCAÑF770131PA3', 'latin1'))).toBe(true);
    expect(envelope).toMatchObject({
      ok: true,
      envelope: { iterations: 2_048, hash: 'SHA-1', cipher: { name: 'DES-EDE3-CBC' } },
    });
  });

  it('is the same after a restart', async () => {
    const before = await createDemoAuthority({ directory, now });
    const { certificate, key } = await before.mint(someone);
    const after = await createDemoAuthority({ directory, now });
    const efirma = await efirmaTrusting(after.certificates);

    expect(after.certificates).toEqual(before.certificates);
    const proof = await efirma.checkFiles({ certificate, key, keyPassword: someone.password, curp: someone.curp });
    await efirma.close();
    expect(proof).toMatchObject({ ok: true });
  });

  it('is one and the same for processes that start at once', async () => {
    const made = await Promise.all(Array.from({ length: 3 }, () => createDemoAuthority({ directory, now })));

    expect(made[1]?.certificates).toEqual(made[0]?.certificates);
    expect(made[2]?.certificates).toEqual(made[0]?.certificates);
    expect(await readdir(directory)).toEqual(['efirma-demo']);
  });

  it('keeps its keys readable by their owner only', async () => {
    await createDemoAuthority({ directory, now });
    const folder = path.join(directory, 'efirma-demo');

    for (const name of await readdir(folder)) {
      expect((await stat(path.join(folder, name))).mode & 0o777).toBe(0o600);
    }
  });
});
