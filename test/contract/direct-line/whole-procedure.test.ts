import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { demoDoors } from '../../support/demo.ts';
import { signChallenge, type TestEfirma } from '../../support/person.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';
import { generate, type Heard, type StockClient, startStockClient } from '../../support/stock-client.ts';

/** The whole recovery of an account, driven by `botframework-directlinejs` as it comes. */
const PASSWORD = 'Lluvia-Verde:48';

let product: TestProduct;
const clients: StockClient[] = [];

beforeAll(async () => {
  product = await startProduct();
});
afterEach(() => {
  for (const client of clients.splice(0)) client.end();
});
afterAll(() => product.stop());

describe.each([
  { transport: 'over WebSocket', webSocket: true },
  { transport: 'over polling', webSocket: false },
])('the stock client $transport', ({ webSocket }) => {
  test.each([
    { proof: 'a signature made at home', way: bySignature },
    { proof: 'an upload of both files', way: byUpload },
  ])('gets the account back with $proof', async ({ way }) => {
    const demo = demoDoors(product.url);
    const [owner] = (await demo.people()).filter(({ portal, frozen, email }) => {
      return portal === 'impi' && !frozen && !email?.startsWith('nuevo-');
    });
    if (!owner?.curp) throw new Error('no demo person is left');
    const efirma = await demo.efirma(owner.curp);
    const email = `nuevo-${crypto.randomUUID().slice(0, 8)}@example.mx`;
    const chat = await open(webSocket);
    expect(await chat.say({ text: 'recuperar mi cuenta del IMPI con e.firma' })).toBe('impi-efirma/prerequisites');
    expect(await chat.say({ text: 'sí' })).toBe('impi-efirma/curp');
    expect(await chat.say({ text: owner.curp })).toBe('impi-efirma/email');
    expect(await chat.say({ text: email })).toBe('impi-efirma/email-confirm');
    expect(await chat.say({ text: email })).toBe('impi-efirma/password');
    expect(await chat.say({ value: { password: PASSWORD } })).toBe('impi-efirma/password-confirm');
    expect(await chat.say({ value: { password: PASSWORD } })).toBe('impi-efirma/efirma');
    await way(chat, efirma);
    const { codes } = await demo.mailTo(email, (mail) => mail.codes.length > 0);
    expect(await chat.say({ text: codes[0] ?? '' })).toBe('impi-efirma/review');
    expect(await chat.say({ text: 'sí' })).toBe('impi-efirma/done');
    expect(await demo.signIn('impi', email, PASSWORD)).toBe(true);
    const transcript = JSON.stringify(chat.client.heard);
    for (const secret of [PASSWORD, efirma.password, efirma.key.toString('base64')]) {
      expect(transcript).not.toContain(secret);
    }
    const ids = chat.client.heard.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

type Chat = Awaited<ReturnType<typeof open>>;

async function bySignature(chat: Chat, efirma: TestEfirma): Promise<void> {
  const { value } = signChallenge(String(chat.last()?.channelData?.challenge), efirma);
  expect(await chat.say({ value })).toBe('impi-efirma/code');
}

async function byUpload(chat: Chat, efirma: TestEfirma): Promise<void> {
  const attachments = [file('persona.cer', efirma.certificate), file('persona.key', efirma.key)];
  expect(await chat.say({ attachments })).toBe('impi-efirma/key-password');
  expect(await chat.say({ value: { keyPassword: efirma.password } })).toBe('impi-efirma/code');
}

/** A conversation that has been greeted. `say` answers where the bot waits next, as `procedure/step`. */
async function open(webSocket: boolean) {
  const domain = `${product.url}/v3/directline`;
  const { token } = await generate(domain);
  const client = startStockClient({ domain, token, webSocket });
  clients.push(client);
  let last: Heard | undefined;
  const turnAfter = async (id: string) => {
    last = await client.hears((activity) => endsTurn(activity) && activity.replyToId === id);
    return `${last.channelData?.procedure}/${last.channelData?.step}`;
  };
  await client.hears(({ from }) => from.role === 'bot');
  return {
    client,
    last: () => last,
    say: async (said: Parameters<StockClient['post']>[0]) => turnAfter(await client.post(said)),
  };
}

const endsTurn = ({ from, inputHint }: Heard) =>
  from.role === 'bot' && (inputHint === 'expectingInput' || inputHint === 'acceptingInput');

function file(name: string, bytes: Buffer) {
  const contentType = 'application/octet-stream';
  return { name, contentType, contentUrl: `data:${contentType};base64,${bytes.toString('base64')}` };
}
