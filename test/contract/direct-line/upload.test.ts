import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sendRaw } from '../../support/raw-http.ts';
import { generate } from '../../support/stock-client.ts';
import { startWebChatServer, type TestServer } from '../../support/web-chat-server.ts';

let server: TestServer;
let conversation: { id: string; token: string };
beforeAll(async () => {
  server = await startWebChatServer({ bodyTimeoutMs: 8_000 });
});
afterAll(() => server.stop());
beforeEach(async () => {
  const { conversationId: id, token } = await generate(server.domain);
  await (
    await fetch(`${server.domain}/conversations`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
  ).text();
  conversation = { id, token };
  await server.door.idle();
  server.door.received.length = 0;
});

const path = () => `/v3/directline/conversations/${conversation.id}/upload?userId=dl_other`;

async function upload(body: FormData | string | Buffer, headers: Record<string, string> = {}) {
  const answer = await fetch(`${server.url}${path()}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${conversation.token}`, ...headers },
    body: typeof body === 'string' || body instanceof FormData ? body : new Uint8Array(body),
  });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

function form(files: [name: string, bytes: Buffer][], activity?: unknown) {
  const data = new FormData();
  const type = 'application/vnd.microsoft.activity';
  if (activity !== undefined) data.append('activity', new Blob([JSON.stringify(activity)], { type }));
  for (const [name, bytes] of files) data.append('file', new Blob([new Uint8Array(bytes)]), name);
  return data;
}

const received = () => server.door.received.at(-1);
const cer: [string, Buffer] = ['a.cer', Buffer.from('certificate')];
const key: [string, Buffer] = ['a.key', Buffer.from('key')];

describe('an upload', () => {
  test('gives the files and what was said with them', async () => {
    const said = { type: 'message', text: 'van', from: { id: 'x' }, channelData: { clientActivityID: 'u1' } };
    const { status, body } = await upload(form([cer, key], said));
    expect({ status, body }).toEqual({ status: 200, body: { id: `${conversation.id}|0000002` } });
    expect(received()).toMatchObject({
      messageId: 'client:u1',
      activity: { text: 'van' },
      files: [
        { name: 'a.cer', bytes: cer[1] },
        { name: 'a.key', bytes: key[1] },
      ],
    });
  });

  test('needs nothing said', async () => {
    expect((await upload(form([cer]))).status).toBe(200);
    expect(received()).toMatchObject({ activity: { type: 'message' }, files: [{ name: 'a.cer' }] });
  });

  test('may have its parts in any order', async () => {
    const data = form([cer]);
    data.append('activity', new Blob(['{"type":"message","text":"al final"}']));
    expect((await upload(data)).status).toBe(200);
    expect(received()).toMatchObject({ activity: { text: 'al final' }, files: [{ name: 'a.cer' }] });
  });

  test('may say the activity in a plain field', async () => {
    const data = form([cer]);
    data.append('activity', '{"type":"message","text":"campo"}');
    expect((await upload(data)).status).toBe(200);
    expect(received()?.activity.text).toBe('campo');
  });

  test('is understood when its body goes under another content type', async () => {
    expect((await upload(form([cer, key]), { 'content-type': 'application/json' })).status).toBe(200);
    expect(received()?.files).toHaveLength(2);
  });

  const boundary = { 'content-type': 'multipart/form-data; boundary="x"' };
  const activityType = 'Content-Type: application/vnd.microsoft.activity';
  const raw = (head: string, body: string) => `--x\r\n${head}\r\n\r\n${body}\r\n`;
  const file = raw(
    'Content-Type: application/pkix-cert\r\nContent-Disposition: form-data; name="file"; filename="a.cer"',
    'certificate',
  );
  const said = JSON.stringify({ type: 'message', text: 'van', value: { keyPassword: '12345678a' } });
  test.each([
    ['nothing but its type, after the file', file + raw(activityType, said)],
    ['nothing but its type, before the file', raw(`${activityType}; charset=utf-8`, said) + file],
    ['another name', file + raw(`Content-Disposition: form-data; name="message"\r\n${activityType}`, said)],
    [
      'another name and a file name',
      raw(`Content-Disposition: form-data; name="message"; filename="blob"\r\n${activityType}`, said) + file,
    ],
    ['its name', file + raw('Content-Disposition: form-data; name="activity"', said)],
  ])('finds the activity of a part with %s', async (_name, body) => {
    expect((await upload(`${body}--x--\r\n`, boundary)).status).toBe(200);
    expect(received()).toMatchObject({
      activity: { text: 'van', value: { keyPassword: '12345678a' } },
      files: [{ name: 'a.cer', bytes: cer[1] }],
    });
    expect(received()?.files).toHaveLength(1);
  });

  test.each([
    ['a.cer', 'application/pkix-cert', 'name="file"; filename="a.cer"'],
    ['mi llave.key', 'application/octet-stream', 'attachment; filename="C:\\\\mi llave.key"'],
    ['a.key', 'application/octet-stream', 'filename=a.key'],
    ['año.cer', 'application/x-x509-ca-cert', 'attachment; filename="a.cer"; filename*=UTF-8\'\'a%C3%B1o.cer'],
    ['foto.jpg', 'image/jpeg; q=1', 'name="file"; filename="foto.jpg"'],
  ])('may be the file itself: %s', async (name, type, disposition) => {
    const bytes = Buffer.from('-----BEGIN CERTIFICATE-----\r\nabc\u0000');
    const answer = await upload(bytes, { 'content-type': type, 'content-disposition': disposition });
    expect(answer.status).toBe(200);
    expect(received()).toMatchObject({
      activity: { type: 'message' },
      files: [{ name, contentType: type.split(';')[0], bytes }],
    });
  });

  test('that is a file of 10 MB itself is answered, without its bytes', async () => {
    const head = { 'content-type': 'image/jpeg', 'content-disposition': 'name="file"; filename="foto.cer"' };
    expect((await upload(Buffer.alloc(10_000_000), head)).status).toBe(200);
    expect(received()?.files).toEqual([
      { name: 'foto.cer', contentType: 'image/jpeg', bytes: Buffer.alloc(0), oversized: true },
    ]);
  });

  test('of a 10 MB file is answered, without its bytes', async () => {
    expect((await upload(form([['foto.cer', Buffer.alloc(10_000_000)], key]))).status).toBe(200);
    expect(received()?.files).toMatchObject([
      { name: 'foto.cer', oversized: true },
      { name: 'a.key', bytes: key[1] },
    ]);
    expect(received()?.files[0]?.bytes).toHaveLength(0);
    expect(received()?.files[1]).not.toHaveProperty('oversized');
  });

  test('of empty and strangely named files is passed on with plain names', async () => {
    const files: [string, Buffer][] = [
      ['../../etc/passwd', Buffer.alloc(0)],
      ['C:\\llaves\\mi llave ñ.key', key[1]],
      ['a\u202Eyek.exe', key[1]],
      ['n'.repeat(500), key[1]],
    ];
    expect((await upload(form(files))).status).toBe(200);
    const names = received()?.files.map((file) => file.name) ?? [];
    expect(names.slice(0, 2)).toEqual(['passwd', 'mi llave ñ.key']);
    expect(names[2]).toBe('ayek.exe');
    expect(names[3]).toHaveLength(128);
  });
});

describe('is refused:', () => {
  const boundary = { 'content-type': 'multipart/form-data; boundary=x' };
  const named = { 'content-disposition': 'name="file"; filename="a.cer"' };
  const part = (name: string, bytes: string, more = '') =>
    `--x\r\nContent-Disposition: form-data; name="${name}"; filename="f"\r\n${more}\r\n${bytes}\r\n`;
  test.each<[string, () => FormData | string, Record<string, string>, number]>([
    ['no part at all', () => '--x--\r\n', boundary, 400],
    ['an empty body', () => '', boundary, 400],
    ['a body that is cut', () => part('file', 'abc').slice(0, -4), boundary, 400],
    ['a part with a torn header', () => '--x\r\nContent-Disposition: form-data; na', boundary, 400],
    ['something else under the name of multipart', () => 'hola', boundary, 400],
    ['multipart without a boundary', () => 'hola', { 'content-type': 'multipart/form-data' }, 415],
    ['JSON', () => '{"type":"message"}', { 'content-type': 'application/json' }, 415],
    ['JSON that calls itself a file', () => '{}', { 'content-type': 'application/json', ...named }, 415],
    ['a file without a name', () => 'hola', { 'content-type': 'image/jpeg' }, 415],
    ['no type', () => 'hola', {}, 415],
    ['a part that says nothing of itself', () => `--x\r\n\r\nhola\r\n${part('file', 'a')}--x--\r\n`, boundary, 400],
    [
      'a part of which only its type is known',
      () => `${part('file', 'a')}--x\r\nContent-Type: text/plain\r\n\r\nhola\r\n--x--\r\n`,
      boundary,
      400,
    ],
    ['one file too many', () => form([cer, key, cer, key, cer]), {}, 413],
    ['a thousand parts', () => `${part('file', 'a').repeat(1_000)}--x--\r\n`, boundary, 413],
    [
      'a thousand fields',
      () => `${'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(1_000)}--x--\r\n`,
      boundary,
      413,
    ],
    ['an activity that is too large', () => form([cer], { type: 'message', text: 'a'.repeat(70_000) }), {}, 413],
    ['two activities', () => `${part('activity', '{"type":"message"}').repeat(2)}--x--\r\n`, boundary, 400],
    ['an activity that is no JSON', () => `${part('activity', '{"type":')}--x--\r\n`, boundary, 400],
    ['a name with a NUL', () => form([['a\u0000.cer', cer[1]]]), {}, 400],
    ['an activity without a type', () => form([cer], { text: 'a' }), {}, 400],
  ])('%s', async (_name, body, headers, status) => {
    const answer = await upload(body(), headers);
    expect({ status: answer.status, code: typeof answer.body.error.code }).toEqual({ status, code: 'string' });
    expect(server.door.received).toHaveLength(0);
  });

  const head = (more: string) =>
    `POST ${path()} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${conversation.token}\r\nContent-Type: multipart/form-data; boundary=x\r\n${more}\r\n\r\n`;

  test('more bytes than any upload has, announced', async () => {
    expect(await sendRaw(server.port, head('Content-Length: 30000000'))).toContain(' 413 ');
  });

  test('more bytes than any upload has, unannounced', async () => {
    const flood = part('file', 'a'.repeat(25 * 1024 * 1024));
    const chunk = `${flood.length.toString(16)}\r\n${flood}\r\n`;
    const answer = await sendRaw(server.port, head('Transfer-Encoding: chunked') + chunk).catch(String);
    expect(answer).toMatch(/ 413 |ECONNRESET|EPIPE/);
    expect(server.door.received).toHaveLength(0);
  });

  test('a large body under a bad token, which its client gets to know', async () => {
    const large = form([['a.cer', Buffer.alloc(900_000)]]);
    expect(await upload(large, { authorization: 'Bearer bad' })).toMatchObject({
      status: 403,
      body: { error: { code: 'TokenInvalid' } },
    });
  });

  test('a part with endless headers', async () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `X-${index}: ${'a'.repeat(20)}\r\n`).join('');
    const body = `${part('file', 'abc', many)}--x--\r\n`;
    const answer = await upload(body, boundary);
    expect(answer.status).toBe(400);
  });

  test('a body that stops half way', async () => {
    expect(await sendRaw(server.port, `${head('Content-Length: 500')}--x\r\nContent-`)).toContain(' 408 ');
  });
});
