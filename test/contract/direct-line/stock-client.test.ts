import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ConnectionStatus, generate, type StockClient, startStockClient } from '../../support/stock-client.ts';
import { startWebChatServer, type TestServer } from '../../support/web-chat-server.ts';

/** `botframework-directlinejs`, unchanged, against our server. */
let server: TestServer;
const clients: StockClient[] = [];

beforeEach(async () => {
  server = await startWebChatServer();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.end();
  await server.stop();
});

async function connect(webSocket: boolean, more: { token?: string; WebSocket?: typeof WebSocket } = {}) {
  const token = more.token ?? (await generate(server.domain)).token;
  const client = startStockClient({ domain: server.domain, webSocket, ...more, token });
  clients.push(client);
  return client;
}

const texts = (client: StockClient) => client.heard.map((activity) => activity.text);
const isReply = (text: string) => (activity: { text?: string }) => activity.text === `eco: ${text}`;

describe.each([
  ['over WebSocket', true],
  ['over polling', false],
])('the stock client %s', (_name, webSocket) => {
  test('starts, is greeted once, and gets echo and reply of what it says', async () => {
    const client = await connect(webSocket);
    await client.hears(isReply('hola'));
    const id = await client.post({ text: 'mi curp', channelData: { clientActivityID: 'c-1' } });
    const reply = await client.hears(isReply('mi curp'));
    const echo = await client.hears((activity) => activity.channelData?.clientActivityID === 'c-1');
    expect(echo.id).toBe(id);
    expect(echo.id).toMatch(/^[\w-]+\|\d{7}$/);
    expect(reply).toMatchObject({ from: { role: 'bot' }, replyToId: id, inputHint: 'expectingInput' });
    expect(texts(client)).toEqual(['eco: hola', 'mi curp', 'eco: mi curp']);
  });

  test('never sees a value again, and cannot speak as somebody else', async () => {
    const client = await connect(webSocket);
    await client.post({ value: { password: 'Secreta-1' }, from: { id: 'dl_other', role: 'bot' } });
    await client.hears(isReply('password'));
    const [, echo] = client.heard;
    expect(JSON.stringify(client.heard)).not.toContain('Secreta-1');
    expect(echo).not.toHaveProperty('value');
    expect(echo?.from).toMatchObject({ role: 'user' });
    expect(echo?.from.id).toMatch(/^dl_[\da-f-]{36}$/);
    expect(server.door.received.at(-1)?.activity.value).toEqual({ password: 'Secreta-1' });
  });

  test('uploads two files with a message', async () => {
    const client = await connect(webSocket);
    await client.hears(isReply('hola'));
    const [certificate, key] = [Buffer.from([0x30, 0x82, 1]), Buffer.from([0x30, 0x82, 2, 0])];
    const id = await client.post({
      text: 'mis archivos',
      attachments: [file('persona.cer', 'application/pkix-cert', certificate), file('persona.key', '', key)],
    });
    const echo = await client.hears((activity) => activity.id === id);
    expect(echo).toMatchObject({
      text: 'mis archivos',
      attachments: [{ name: 'persona.cer', contentType: 'application/pkix-cert' }, { name: 'persona.key' }],
    });
    expect(JSON.stringify(echo)).not.toContain('contentUrl');
    expect(server.door.received.at(-1)?.files.map((each) => each.bytes)).toEqual([certificate, key]);
  });

  test('runs a message that it sends twice once', async () => {
    const client = await connect(webSocket);
    await client.hears(isReply('hola'));
    const twice = { text: 'una vez', channelData: { clientActivityID: 'same' } };
    const ids = await Promise.all([client.post(twice), client.post(twice)]);
    await client.post({ text: 'después' });
    await client.hears(isReply('después'));
    expect(ids[0]).toBe(ids[1]);
    expect(texts(client).filter((text) => text?.includes('una vez'))).toEqual(['una vez', 'eco: una vez']);
  });

  test('has nothing lost nor doubled of a hundred messages', async () => {
    const client = await connect(webSocket);
    await client.hears(isReply('hola'));
    const said = Array.from({ length: 100 }, (_, index) => `n${index}`);
    await Promise.all(said.map((text) => client.post({ text })));
    await Promise.all(said.map((text) => client.hears(isReply(text))));
    await Promise.all(said.map((text) => client.hears((activity) => activity.text === text)));
    const ids = client.heard.map((activity) => activity.id ?? '');
    // The client itself deals activities of neighbouring frames out in turns, so their order is looked at elsewhere.
    const all = Array.from(
      { length: 201 },
      (_, index) => `${conversationOf(client)}|${String(index + 1).padStart(7, '0')}`,
    );
    expect(ids.toSorted()).toEqual(all);
  });

  test('ends when its conversation does not exist', async () => {
    const { token, conversationId } = await generate(server.domain);
    const client = startStockClient({ domain: server.domain, token, conversationId, webSocket });
    clients.push(client);
    await expect(client.post({ text: 'hola' })).rejects.toThrow();
    expect(client.statuses).toContain(ConnectionStatus.FailedToConnect);
  });

  test('comes back with the same token to its whole conversation, and is not greeted again', async () => {
    const { token } = await generate(server.domain);
    const before = await connect(webSocket, { token });
    await before.hears(isReply('hola'));
    await before.post({ text: 'sigo aquí' });
    await before.hears(isReply('sigo aquí'));
    before.end();
    const after = await connect(webSocket, { token });
    await after.hears(isReply('sigo aquí'));
    expect(texts(after)).toEqual(['eco: hola', 'sigo aquí', 'eco: sigo aquí']);
  });
});

describe('a stock client that loses its socket', () => {
  /** Sockets that the test can cut. */
  function cuttable() {
    const sockets: WebSocket[] = [];
    class Cuttable extends WebSocket {
      constructor(url: string | URL) {
        super(url);
        sockets.push(this);
      }
    }
    return { Cuttable, sockets };
  }

  test('reconnects after its watermark: nothing lost, nothing doubled', async () => {
    const { Cuttable, sockets } = cuttable();
    const client = await connect(true, { WebSocket: Cuttable });
    await client.hears(isReply('hola'));
    for (const round of ['uno', 'dos', 'tres']) {
      sockets.at(-1)?.close();
      await client.post({ text: round });
      await client.hears(isReply(round));
    }
    expect(sockets.length).toBeGreaterThanOrEqual(3);
    expect(texts(client)).toEqual(['eco: hola', 'uno', 'eco: uno', 'dos', 'eco: dos', 'tres', 'eco: tres']);
  });

  test('comes back after the server closed all sockets', async () => {
    const client = await connect(true);
    await client.hears(isReply('hola'));
    server.stream.close();
    await client.post({ text: 'otra vez' });
    await client.hears(isReply('otra vez'));
    expect(texts(client)).toEqual(['eco: hola', 'otra vez', 'eco: otra vez']);
  });

  test('is told that its token expired, and goes on with a new one', async () => {
    const { Cuttable, sockets } = cuttable();
    const client = await connect(true, { WebSocket: Cuttable });
    await client.hears(isReply('hola'));
    const expired = client.becomes(ConnectionStatus.ExpiredToken);
    server.clock.aheadMs = 31 * 60_000;
    sockets.at(-1)?.close();
    await expired;
    client.line.reconnect(await server.renewed(conversationOf(client), String(client.heard.length)));
    await client.post({ text: 'de vuelta' });
    await client.hears(isReply('de vuelta'));
    expect(texts(client)).toEqual(['eco: hola', 'de vuelta', 'eco: de vuelta']);
  });
});

test('two tabs of one conversation hear the same', async () => {
  const { token } = await generate(server.domain);
  const [left, right] = [await connect(true, { token }), await connect(true, { token })];
  await Promise.all([left.hears(isReply('hola')), right.hears(isReply('hola'))]);
  await left.post({ text: 'desde la izquierda' });
  await right.post({ text: 'desde la derecha' });
  await Promise.all(
    [left, right].flatMap((tab) => ['izquierda', 'derecha'].map((side) => tab.hears(isReply(`desde la ${side}`)))),
  );
  expect(left.heard).toEqual(right.heard);
});

const conversationOf = (client: StockClient) => client.heard[0]?.conversation?.id ?? '';

function file(name: string, contentType: string, bytes: Buffer) {
  const contentUrl = `data:application/octet-stream;base64,${bytes.toString('base64')}`;
  return { name, contentType: contentType || 'application/octet-stream', contentUrl };
}
