import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import type { Received } from '../../../../bot/channels/whatsapp/read-webhook.ts';
import type { WhatsAppReport } from '../../../../bot/channels/whatsapp/report.ts';
import { webhookRoutes } from '../../../../bot/channels/whatsapp/webhook.ts';
import type { Status } from '../../../../bot/channels/whatsapp/wire.ts';
import { serve } from '../../../support/served.ts';

const appSecret = 'app-secret';
const received: Received[] = [];
const statuses: Status[] = [];
const reports: WhatsAppReport[] = [];
const errors: unknown[] = [];
let store: () => Promise<void> = async () => {};
let server: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  server = await serve(
    webhookRoutes({
      appSecret,
      verifyToken: 'verify-token',
      phoneNumberId: '1',
      maxBytes: 3 * 1024 * 1024,
      timeoutMs: 5_000,
      messageMaxChars: 4096,
      async receive(messages) {
        await store();
        received.push(...messages);
      },
      noteStatuses: async (news) => void statuses.push(...news),
      report: (event) => void reports.push(event),
      onError: (error) => void errors.push(error),
    }),
  );
});
beforeEach(() => {
  received.length = 0;
  statuses.length = 0;
  reports.length = 0;
  store = async () => {};
});
afterAll(() => server.close());

const sign = (body: string | Buffer, secret = appSecret) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
const webhook = (text: string, phoneNumberId = '1') =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '9',
        changes: [
          {
            field: 'messages',
            value: {
              metadata: { phone_number_id: phoneNumberId },
              messages: [
                {
                  from: '5215555550123',
                  id: `wamid.${text.length}`,
                  timestamp: '1',
                  type: 'text',
                  text: { body: text },
                },
              ],
              statuses: [{ id: 'wamid.0', status: 'read', timestamp: '1' }],
            },
          },
        ],
      },
    ],
  });

async function post(content: string | Buffer, headers: Record<string, string> = {}) {
  const body = typeof content === 'string' ? content : new Uint8Array(content);
  const response = await fetch(`${server.url}/whatsapp/webhook`, { method: 'POST', body, headers });
  return { status: response.status, text: await response.text() };
}

it('gives the challenge back to who knows the token', async () => {
  const query = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.verify_token': 'verify-token',
    'hub.challenge': '<1158201444>',
  });
  const response = await fetch(`${server.url}/whatsapp/webhook?${query}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await response.text()).toBe('<1158201444>');
});

it.each<[string, Record<string, string>]>([
  ['another token', { 'hub.mode': 'subscribe', 'hub.verify_token': 'verify-toke', 'hub.challenge': '1' }],
  ['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }],
  ['another mode', { 'hub.mode': 'unsubscribe', 'hub.verify_token': 'verify-token', 'hub.challenge': '1' }],
  ['nothing', {}],
])('gives nothing to %s', async (_, query) => {
  const response = await fetch(`${server.url}/whatsapp/webhook?${new URLSearchParams(query)}`);
  expect([response.status, await response.text()]).toEqual([403, '']);
});

it('takes what is signed, with an empty answer', async () => {
  const body = webhook('contraseña 🙂');
  expect(await post(body, { 'x-hub-signature-256': sign(body) })).toEqual({ status: 200, text: '' });
  expect(received).toMatchObject([{ said: { activity: { text: 'contraseña 🙂' } } }]);
  expect(statuses).toHaveLength(1);
});

it('checks the bytes as they came, also escaped ones and such as are no UTF-8', async () => {
  const escaped = webhook('n').replace('"n"', '"\\u00f1\\ud83d\\ude42"');
  expect(await post(escaped, { 'x-hub-signature-256': sign(escaped) })).toMatchObject({ status: 200 });
  expect(received).toMatchObject([{ said: { activity: { text: 'ñ🙂' } } }]);
  const bytes = Buffer.from(webhook('n').replace('"n"', '"\xff"'), 'latin1');
  expect(await post(bytes, { 'x-hub-signature-256': sign(bytes) })).toMatchObject({ status: 200 });
});

const body = webhook('hola');
it.each([
  ['no signature', {}],
  ['an empty signature', { 'x-hub-signature-256': '' }],
  ['the signature of another body', { 'x-hub-signature-256': sign(webhook('otra')) }],
  ['the signature of another secret', { 'x-hub-signature-256': sign(body, 'x') }],
  ['a signature without prefix', { 'x-hub-signature-256': sign(body).slice(7) }],
  [
    'only the old SHA-1 header',
    { 'x-hub-signature': `sha1=${createHmac('sha1', appSecret).update(body).digest('hex')}` },
  ],
  ['two signatures', { 'x-hub-signature-256': `${sign(body)}, ${sign(body)}` }],
])('answers 401 with nothing in it to %s', async (_, headers) => {
  expect(await post(body, headers)).toEqual({ status: 401, text: '' });
  expect(received).toEqual([]);
  expect(reports).toEqual([{ what: 'bad-signature' }]);
});

it('takes up to 3 MB, and no more', async () => {
  const padded = (size: number) => body.replace(/}$/, `,"more":"${'x'.repeat(size)}"}`);
  const large = padded(2_900_000);
  expect(await post(large, { 'x-hub-signature-256': sign(large) })).toMatchObject({ status: 200 });
  const tooLarge = padded(3_200_000);
  expect(await post(tooLarge, { 'x-hub-signature-256': sign(tooLarge) })).toEqual({ status: 413, text: '' });
  expect(received).toHaveLength(1);
});

it.each([
  ['no JSON', '{"entry"'],
  ['no webhook', '[]'],
  ['nothing', ''],
  ['JSON of a great depth', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
])('acknowledges what is signed and cannot be read: %s', async (_, text) => {
  expect(await post(text, { 'x-hub-signature-256': sign(text) })).toEqual({ status: 200, text: '' });
});

it('leaves what is about another number alone', async () => {
  const other = webhook('hola', '2');
  expect(await post(other, { 'x-hub-signature-256': sign(other) })).toMatchObject({ status: 200 });
  expect([...received, ...statuses]).toEqual([]);
});

it('does not acknowledge what could not be kept', async () => {
  store = () => Promise.reject(new Error('the disk is full'));
  expect(await post(body, { 'x-hub-signature-256': sign(body) })).toEqual({ status: 500, text: '' });
  expect(errors).toMatchObject([{ message: 'the disk is full' }]);
});

it('acknowledges only when everything is safe', async () => {
  let safe = () => {};
  store = () =>
    new Promise((resolve) => {
      safe = resolve;
    });
  let answered = false;
  const answer = post(body, { 'x-hub-signature-256': sign(body) }).then((given) => {
    answered = true;
    return given;
  });
  // Another request goes there and back meanwhile.
  expect(await post('{}', {})).toMatchObject({ status: 401 });
  expect(answered).toBe(false);
  safe();
  expect(await answer).toMatchObject({ status: 200 });
});

it('survives a body that ends too soon', async () => {
  const { port } = new URL(server.url);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write('POST /whatsapp/webhook HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\n{"a":');
      socket.destroy();
    });
    socket.on('close', () => resolve());
  });
  expect(await post(body, { 'x-hub-signature-256': sign(body) })).toMatchObject({ status: 200 });
});
