import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { generate, startStockClient } from '../../support/stock-client.ts';
import { startWebChatServer, type TestServer } from '../../support/web-chat-server.ts';

let server: TestServer;
const typing: string[] = [];
const touched: [string, number][] = [];
beforeEach(async () => {
  typing.length = 0;
  touched.length = 0;
  server = await startWebChatServer({
    onTyping: (conversationId) => typing.push(conversationId),
    onFormOpened: async (conversationId, seq) => void touched.push([conversationId, seq]),
  });
});
afterEach(() => server.stop());

test('that an agent types is shown by a stock client, and loses it nothing of what is said around it', async () => {
  const { token, conversationId } = await generate(server.domain);
  const client = startStockClient({ domain: server.domain, token, webSocket: true });
  await client.post({ text: 'uno' });
  await client.hears(({ text }) => text === 'eco: uno' || text === 'uno');
  server.hub.showTyping(conversationId, { name: 'Marisol', at: Date.now() });
  await client.hears(({ type, from }) => type === 'typing' && from.role === 'bot' && from.name === 'Marisol');
  await client.post({ text: 'dos' });
  await client.hears(({ text }) => text === 'dos');
  const texts = client.heard
    .filter(({ type, from }) => type === 'message' && from.role === 'user')
    .map(({ text }) => text);
  expect(texts).toEqual(['uno', 'dos']);
  expect(await server.store.conversations.log(conversationId, 0)).not.toContainEqual(
    expect.objectContaining({ activity: expect.objectContaining({ type: 'typing' }) }),
  );
  client.end();
});

test('that the person types is told to whom it concerns, and kept nowhere', async () => {
  const { token, conversationId } = await generate(server.domain);
  const client = startStockClient({ domain: server.domain, token, webSocket: true });
  await client.post({ text: 'uno' });
  const before = (await server.store.conversations.log(conversationId, 0)).length;
  const response = await fetch(`${server.domain}/conversations/${conversationId}/activities`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'typing' }),
  });
  expect(response.status).toBe(200);
  expect(typing).toEqual([conversationId]);
  await server.door.idle();
  const typed = (await server.store.conversations.log(conversationId, 0)).filter(({ activity }) =>
    JSON.stringify(activity).includes('typing'),
  );
  expect({ typed, grew: before > 0 }).toEqual({ typed: [], grew: true });
  client.end();
});

test('nobody looks at the conversation: nothing happens', () => {
  expect(() => server.hub.showTyping('nobody', { name: 'Marisol', at: 0 })).not.toThrow();
});

test('that a form was touched is told with its question, answered with nothing, and kept nowhere', async () => {
  const { token, conversationId } = await generate(server.domain);
  const client = startStockClient({ domain: server.domain, token, webSocket: true });
  await client.post({ text: 'uno' });
  await client.hears(({ text }) => text === 'uno');
  await server.door.idle();
  const before = await server.store.conversations.log(conversationId, 0);
  const touch = (value: unknown) =>
    fetch(`${server.domain}/conversations/${conversationId}/activities`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'event', name: 'form-opened', value }),
    });
  const asked = `${conversationId}|0000002`;
  for (const value of [{ asked }, { asked: 'other|0000002' }, { asked: `${conversationId}|typing` }, 'x', undefined]) {
    expect((await touch(value)).status).toBe(200);
  }
  expect(touched).toEqual([[conversationId, 2]]);
  await server.door.idle();
  expect(await server.store.conversations.log(conversationId, 0)).toEqual(before);
  client.end();
});
