import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import { filesOf } from '../../../../bot/channels/whatsapp/files.ts';
import type { Graph, MediaInfo } from '../../../../bot/channels/whatsapp/graph.ts';
import { createFetchFile, downloadUrl } from '../../../../bot/channels/whatsapp/media.ts';

const meta = { baseUrl: new URL('https://graph.facebook.com/v25.0/1'), also: [] };
const provider = { baseUrl: new URL('https://waba-v2.360dialog.io'), also: [] };
const other = { baseUrl: new URL('https://api.provider.example/v1'), also: ['files.provider.example'] };
const attachment = 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=2&hash=3';

it.each([
  ['Meta', meta, attachment, attachment],
  [
    '360dialog, under its own host',
    provider,
    attachment,
    attachment.replace('lookaside.fbsbx.com', 'waba-v2.360dialog.io'),
  ],
  ['a host that is configured', other, 'https://files.provider.example/1', 'https://files.provider.example/1'],
  ['the host of the API', other, 'https://api.provider.example/media/1', 'https://api.provider.example/media/1'],
])('fetches from %s', (_, hosts, given, expected) => {
  expect(downloadUrl(given, hosts)?.href).toBe(expected);
});

it.each([
  'http://lookaside.fbsbx.com/x',
  'https://lookaside.fbsbx.com:8443/x',
  'https://user:secret@lookaside.fbsbx.com/x',
  'https://lookaside.fbsbx.com.evil.example/x',
  'https://evil.example/?lookaside.fbsbx.com',
  'https://169.254.169.254/latest/meta-data',
  'https://localhost/x',
  'https://[::1]/x',
  'http://graph.facebook.com/x',
  'https://graph.facebook.com:444/x',
  'file:///etc/passwd',
  'data:text/plain,x',
  'not a url',
])('does not go to %s', (given) => {
  expect(downloadUrl(given, meta)).toBeUndefined();
});

const bytes = Buffer.from('the bytes of a file');
const hex = createHash('sha256').update(bytes).digest('hex');
const base64 = createHash('sha256').update(bytes).digest('base64');

function fetcher(
  info: Partial<MediaInfo> = {},
  downloaded: Awaited<ReturnType<Graph['download']>> = { ok: true, value: bytes },
) {
  const asked: string[] = [];
  const fetchFile = createFetchFile({
    graph: {
      media: async () => ({ ok: true, value: { url: attachment, ...info } }),
      download: async (url) => {
        asked.push(url.href);
        return downloaded;
      },
    },
    hosts: meta,
    maxBytes: 1000,
  });
  return { asked, fetch: (sha256?: string) => fetchFile({ mediaId: '1', name: 'a.cer', contentType: 'x', sha256 }) };
}

it.each([
  ['hex', { sha256: hex }, base64],
  ['base64', { sha256: base64 }, hex],
  ['no hash', {}, undefined],
  ['what is no hash', { sha256: 'hex-or-base64-hash' }, 'dGVzdC1kb2Mtc2hhMjU2LWZha2U='],
  ['the right size', { file_size: bytes.length }, undefined],
])('takes a file with %s', async (_, info, sha256) => {
  expect(await fetcher(info).fetch(sha256)).toEqual({ ok: true, bytes });
});

it.each([
  ['another hash where it is', { sha256: 'a'.repeat(64) }, undefined],
  ['another hash in the webhook', {}, 'a'.repeat(64)],
  ['another size', { file_size: bytes.length + 1 }, undefined],
])('refuses a file with %s', async (_, info, sha256) => {
  expect(await fetcher(info).fetch(sha256)).toEqual({ ok: false, reason: 'altered' });
});

it('does not begin to fetch what is too large or lies elsewhere', async () => {
  const large = fetcher({ file_size: 1001 });
  expect(await large.fetch()).toEqual({ ok: false, reason: 'too-large' });
  const elsewhere = fetcher({ url: 'https://evil.example/x' });
  expect(await elsewhere.fetch()).toEqual({ ok: false, reason: 'host' });
  expect([...large.asked, ...elsewhere.asked]).toEqual([]);
});

const limits = { fileMaxBytes: 100, maxFiles: 4 };
const ref = { mediaId: '1', name: 'a.cer', contentType: 'application/octet-stream' };

it('hands over a file, the files of a zip, and the news that one was too large', () => {
  expect(filesOf(ref, { ok: true, bytes }, limits)).toMatchObject({ ok: true, files: [{ name: 'a.cer', bytes }] });
  const zip = Buffer.from(zipSync({ 'b.cer': Buffer.from('certificate'), 'c.key': Buffer.from('key') }));
  const unpacked = filesOf(ref, { ok: true, bytes: zip }, limits);
  expect(unpacked.ok && unpacked.files.map(({ name }) => name)).toEqual(['b.cer', 'c.key']);
  // The archive held a private key.
  expect(zip.every((byte) => byte === 0)).toBe(true);
  for (const fetched of [
    { ok: true, bytes: Buffer.alloc(101) },
    { ok: false, reason: 'too-large' },
  ] as const) {
    expect(filesOf(ref, fetched, limits)).toMatchObject({ ok: true, files: [{ oversized: true }] });
  }
  expect(filesOf(ref, { ok: false, reason: 'altered' }, limits)).toEqual({ ok: false, reason: 'refused' });
  expect(filesOf(ref, { ok: false, reason: 'unavailable' }, limits)).toEqual({ ok: false, reason: 'unavailable' });
});
