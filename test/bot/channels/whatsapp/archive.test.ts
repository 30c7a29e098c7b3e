import { strToU8, zipSync } from 'fflate';
import { isArchive, unpackEfirma } from '../../../../bot/channels/whatsapp/archive.ts';

const limits = { fileMaxBytes: 8 * 1024, maxFiles: 4 };
const noise = (size: number) => Uint8Array.from({ length: size }, (_, index) => (index * 167 + (index >> 3)) & 255);
const pack = (files: Record<string, Uint8Array>) => Buffer.from(zipSync(files));

it('takes the certificate and the key, and nothing else', () => {
  const archive = pack({
    'FIEL/ana.cer': noise(1500),
    'FIEL/Claveprivada_ana.KEY': noise(1300),
    'FIEL/acuse.pdf': noise(100_000),
    '__MACOSX/FIEL/._ana.cer': noise(200),
    'leeme.txt': strToU8('hola'),
  });
  expect(isArchive(archive)).toBe(true);
  const unpacked = unpackEfirma(archive, limits);
  expect(unpacked.ok && unpacked.files.map(({ name }) => name)).toEqual(['ana.cer', 'Claveprivada_ana.KEY']);
  expect(unpacked.ok && unpacked.files[0]?.bytes.equals(noise(1500))).toBe(true);
});

it('names files without the folders they ask for', () => {
  const unpacked = unpackEfirma(pack({ '../../etc/x.cer': noise(900), 'c:\\temp\\y.key': noise(900) }), limits);
  expect(unpacked.ok && unpacked.files.map(({ name }) => name)).toEqual(['x.cer', 'y.key']);
});

it.each([
  ['is no zip', Buffer.from('nothing of the kind'), 'broken'],
  ['is cut off', pack({ 'a.cer': noise(1500) }).subarray(0, 700), 'broken'],
  ['holds other things', pack({ 'foto.jpg': noise(900) }), 'nothing-inside'],
  ['holds a file too large', pack({ 'a.cer': noise(9 * 1024) }), 'too-large'],
  ['bursts', pack({ 'a.cer': new Uint8Array(8 * 1024) }), 'too-large'],
  ['bursts with much', pack({ 'a.key': new Uint8Array(50 * 1024 * 1024) }), 'too-large'],
])('refuses an archive that %s', (_, archive, reason) => {
  expect(unpackEfirma(archive, limits)).toEqual({ ok: false, reason });
});

it('takes no more files than it may, and looks at no more entries', () => {
  const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`${index}.cer`, noise(900)]));
  const unpacked = unpackEfirma(pack(many), limits);
  expect(unpacked.ok && unpacked.files).toHaveLength(4);
  const crowd = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`${index}.txt`, noise(10)]));
  expect(unpackEfirma(pack({ ...crowd, 'last.cer': noise(900) }), limits)).toEqual({
    ok: false,
    reason: 'nothing-inside',
  });
});

it('gets no more out of a file than it claims to be', () => {
  const archive = pack({ 'a.cer': new Uint8Array(4 * 1024 * 1024).fill(65) });
  // The directory at the end says how large the file will be: 1,000 bytes, which is a lie.
  const directory = archive.lastIndexOf(Buffer.from('504b0102', 'hex'));
  archive.writeUInt32LE(1_000, directory + 24);
  const unpacked = unpackEfirma(archive, limits);
  const size = unpacked.ok ? unpacked.files.reduce((sum, { bytes }) => sum + bytes.length, 0) : 0;
  expect(size).toBeLessThanOrEqual(1_000);
});
