import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jest } from '@jest/globals';
import { createDemoAuthority } from '../../../services/efirma/demo/demo-authority.ts';
import { readAuthority } from '../../../services/efirma/trust/authority.ts';
import { loadTrust, TrustError } from '../../../services/efirma/trust/load-trust.ts';
import { satPins } from '../../../services/efirma/trust/pins.ts';
import { authorityOf, createSatLike, day } from '../../support/efirma-fixtures.ts';

// Making RSA keys and starting processes may take seconds on a busy machine.
jest.setTimeout(30_000);

const sat = createSatLike();
const pemOf = (der: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
const pinsOf = (...ders: Buffer[]) => ders.map((der) => authorityOf(der).sha256);

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'trust-'));
});
afterEach(() => rm(directory, { recursive: true }));
const put = (name: string, bytes: Buffer | string) => writeFile(path.join(directory, name), bytes);

describe('the authorities of the SAT', () => {
  it('are the five pinned ones, each below its root', async () => {
    const { issuers } = await loadTrust({ production: true });

    const chains = Object.fromEntries(
      issuers.map(({ authority, above }) => [authority.sha256, above.map(({ sha256 }) => sha256)]),
    );
    expect(chains).toEqual({
      [satPins.AC5 ?? '']: [satPins.ARC5],
      [satPins.AC6 ?? '']: [satPins.ARC6],
      [satPins.AC7 ?? '']: [satPins.ARC6],
      [satPins.ARC5 ?? '']: [],
      [satPins.ARC6 ?? '']: [],
    });
  });

  it('announce their end: AC5 ends on 2027-05-03', async () => {
    const trust = await loadTrust({ production: true });
    const at = (date: string) => trust.expiring(Date.parse(date), 180 * day).map(({ sha256 }) => sha256);

    expect(at('2026-11-01')).toEqual([]);
    expect(at('2026-11-20')).toEqual([satPins.AC5]);
  });
});

describe('a folder of further authorities', () => {
  it('may hold DER and PEM, one or several in a file, and files that are something else', async () => {
    const other = createSatLike(undefined, 'OTRA AC');
    await put('raiz.cer', sat.rootCertificate);
    await put('emisora.pem', `comentario\n${pemOf(sat.issuingCertificate)}\n${pemOf(other.rootCertificate)}`);
    await put('persona.cer', sat.fiel());
    await put('roto.pem', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----');
    await put('LEEME.txt', 'hola');

    const trust = await loadTrust({ production: false, directory });

    expect(trust.issuers.map(({ authority }) => authority.name).slice(5)).toEqual([
      'AC DE PRUEBA',
      'RAIZ DE OTRA AC',
      'RAIZ DE AC DE PRUEBA',
    ]);
    expect(trust.refused).toEqual([
      'persona.cer: not an authority (basicConstraints CA:TRUE is missing)',
      'roto.pem: not a DER certificate',
    ]);
  });

  it('stops the start when it is not there', async () => {
    await expect(loadTrust({ production: false, directory: path.join(directory, 'nada') })).rejects.toThrow('ENOENT');
  });

  it('adds in production only what is pinned, and names the rest', async () => {
    await put('a.cer', sat.rootCertificate);
    await put('b.cer', sat.issuingCertificate);
    const [rootPin = '', issuingPin = ''] = pinsOf(sat.rootCertificate, sat.issuingCertificate);
    const colons = issuingPin.toUpperCase().replace(/..(?=.)/g, '$&:');

    const trust = await loadTrust({ production: true, directory, pins: [rootPin, colons] });
    expect(trust.issuers).toHaveLength(7);

    const refusal = loadTrust({ production: true, directory, pins: [rootPin] });
    await expect(refusal).rejects.toThrow(TrustError);
    await expect(refusal).rejects.toThrow(`b.cer: its SHA-256 ${issuingPin} is not pinned`);
  });

  it('stops a start in production when a file of it is no authority', async () => {
    await put('persona.cer', sat.fiel());

    await expect(loadTrust({ production: true, directory })).rejects.toThrow('persona.cer: not an authority');
  });

  it('adds no demo authority in production, pinned or not', async () => {
    const demo = await createDemoAuthority({ directory, now: Date.now });
    const [root = Buffer.alloc(0), issuing = Buffer.alloc(0)] = demo.certificates;
    await put('demo.cer', issuing);

    const pins = pinsOf(root, issuing);

    await expect(loadTrust({ production: true, directory, pins })).rejects.toThrow('demo.cer: a demo authority');
    await expect(loadTrust({ production: true, own: demo.certificates, pins })).rejects.toThrow('a demo authority');
  });
});

describe('readAuthority', () => {
  it.each([
    ['a person’s e.firma', sat.fiel()],
    ['nothing', Buffer.alloc(0)],
    ['PEM', Buffer.from(pemOf(sat.rootCertificate))],
    ['octets after it', Buffer.concat([sat.rootCertificate, Buffer.alloc(1)])],
  ])('refuses %s', (_, bytes) => {
    expect(readAuthority(bytes)).toMatchObject({ ok: false });
  });
});
