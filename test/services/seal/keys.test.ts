import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKeys } from '../../../services/seal/keys.ts';
import { createSealer } from '../../../services/seal/sealer.ts';

const base64 = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const configured = { signingKey: base64(1), sealingKey: base64(2) };

describe('loadKeys', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keys-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('derives a different key for every purpose, the same at every start', () => {
    const keys = loadKeys(configured);
    const all = [...keys.signing, keys.index, ...keys.sealing.map(({ key }) => key)].map((key) =>
      Buffer.from(key).toString('hex'),
    );
    expect(new Set(all).size).toBe(3);
    expect(all.every((hex) => hex.length === 64)).toBe(true);
    expect(loadKeys(configured)).toEqual(keys);
    expect(loadKeys({ ...configured, signingKey: base64(3) }).index).not.toEqual(keys.index);
  });

  it('opens what a retired key sealed', () => {
    const sealed = createSealer({ keys: loadKeys(configured).sealing }).seal('hola', 'c');
    const rotated = loadKeys({ ...configured, sealingKey: base64(9), retiredSealingKeys: [base64(2)] });
    expect(createSealer({ keys: rotated.sealing }).open(sealed, 'c')).toEqual({ ok: true, plaintext: 'hola' });
  });

  it('keeps the indexes when the signing key is rotated, if told what they were made with', () => {
    const { index, signing } = loadKeys(configured);
    const rotated = loadKeys({
      ...configured,
      signingKey: base64(8),
      retiredSigningKeys: [base64(1)],
      indexKey: base64(1),
    });
    expect(rotated.index).toEqual(index);
    expect(rotated.signing.slice(1)).toEqual(signing);
  });

  it('makes a file for the owner only at first start, and uses it from then on', () => {
    const dataDir = join(folder, 'data');
    const keys = loadKeys({ dataDir });
    expect(statSync(join(dataDir, 'keys.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(['keys.json']);
    expect(loadKeys({ dataDir })).toEqual(keys);
  });

  it('prefers the settings and leaves no file when both are set', () => {
    expect(loadKeys({ ...configured, dataDir: folder })).toEqual(loadKeys(configured));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not overwrite a file it cannot read', () => {
    writeFileSync(join(folder, 'keys.json'), '{"signing":"x"}');
    expect(() => loadKeys({ dataDir: folder })).toThrow(/keys\.json/);
    expect(readFileSync(join(folder, 'keys.json'), 'utf8')).toBe('{"signing":"x"}');
  });

  it('names a missing or short key without showing it', () => {
    expect(() => loadKeys({})).toThrow(/missing/);
    const short = Buffer.alloc(16, 7).toString('base64');
    expect(() => loadKeys({ ...configured, sealingKey: short })).toThrow(
      /^SEALING_KEY must be 32 random bytes in base64$/,
    );
  });
});
