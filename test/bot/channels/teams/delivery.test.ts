import { eventually } from '../../../support/eventually.ts';
import { startTeamsProduct, type TeamsProduct } from '../../../support/teams-product.ts';
import { teamsApp } from '../../../support/teams-user.ts';

let product: TeamsProduct;
beforeAll(async () => {
  product = await startTeamsProduct();
});
afterAll(() => product.stop());

/** The log of this test. */
const logged = () => product.lines.slice(linesBefore);
let linesBefore = 0;
beforeEach(() => {
  linesBefore = product.lines.length;
});

const given = (what: string, reason: string) =>
  logged().some((line) => line.includes(`"what":"${what}"`) && line.includes(`"reason":"${reason}"`));

const until = (holds: () => boolean | Promise<boolean>) => eventually(holds, 'what the test waits for');

/** A person for whom typing was shown already, so that the next refusal is for a message. */
async function settledUser() {
  const user = product.user();
  await user.install();
  return user;
}

async function addressOf(user: Awaited<ReturnType<typeof settledUser>>) {
  const addresses = await product.store.documents.list('teams-address', { limit: 1_000 });
  return addresses.find(({ value }) => JSON.stringify(value).includes(user.conversation.id));
}

/** Refuses the next message, not what is shown beside it. */
function refuseNextMessage(status: number, headers: Record<string, string> = {}): void {
  product.connector.refuseNext(status, headers);
}

it('sends with the token of the bot, to where the person wrote from', async () => {
  const user = await settledUser();
  const call = product.connector.calls.find(({ conversation }) => conversation === user.conversation.id);
  expect(call).toMatchObject({
    method: 'POST',
    conversation: user.conversation.id,
    authorization: `Bearer ${teamsApp.botToken}`,
    activity: {
      from: { id: user.bot.id },
      recipient: { id: user.who.id },
      conversation: { id: user.conversation.id, tenantId: teamsApp.tenantId },
    },
  });
});

it('brings what is written later, without a message of the person', async () => {
  const user = await settledUser();
  const address = await addressOf(user);
  const words = {
    type: 'message',
    text: 'Soy *Ana* & te ayudo: https://recupera.example/ayuda',
    from: { role: 'bot', name: 'Ana' },
    inputHint: 'acceptingInput',
    channelData: { procedure: 'agent-handoff', step: 'with-agent', agent: { name: 'Ana' } },
  };
  const id = String(address?.id);
  const job = { id: `deliver:${id}:agent-1`, kind: 'deliver', payload: { conversationId: id }, dueAt: 0 };
  await product.store.conversations.append(id, [words], [job], product.clock.now());
  const [heard] = await user.listen((fresh) => fresh.length > 0);
  expect(heard?.text).toBe('Ana:\nSoy Ana & te ayudo: https://recupera.example/ayuda');
});

it.each([429, 401, 503])('tries again after %i', async (status) => {
  const user = await settledUser();
  refuseNextMessage(status);
  const heard = await user.say('ICSOE');
  expect(heard.map(({ step }) => step)).toEqual(['curp', 'curp']);
  expect(given('postponed', `connector-${status}`)).toBe(true);
});

it('waits as long as Teams asks for, and keeps the order', async () => {
  const user = await settledUser();
  refuseNextMessage(429, { 'retry-after': '3600' });
  await user.post({ type: 'message', text: 'ICSOE' });
  await until(() => given('postponed', 'connector-429'));
  expect(user.messages()).toHaveLength(1);
  product.clock.forward(3_601_000);
  const heard = await user.listen();
  expect(heard.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Vamos a crear/),
    expect.stringMatching(/CURP/),
  ]);
});

it.each([403, 413])('gives a message up after %i, and goes on with the next', async (status) => {
  const user = await settledUser();
  refuseNextMessage(status);
  const heard = await user.say('ICSOE');
  expect(heard.map(({ text }) => text)).toEqual([expect.stringMatching(/^Paso 1 de 2/)]);
  expect(given('given-up', `connector-${status}`)).toBe(true);
});

it('tries again when the connection breaks', async () => {
  const user = await settledUser();
  refuseNextMessage(0);
  expect((await user.say('ICSOE')).at(-1)).toMatchObject({ step: 'curp' });
  expect(given('postponed', 'connector-unreachable')).toBe(true);
});

it('follows no redirect, since its token would go along', async () => {
  const user = await settledUser();
  refuseNextMessage(307, { location: `${product.url}/elsewhere` });
  expect((await user.say('ICSOE')).at(-1)).toMatchObject({ step: 'curp' });
  expect(given('postponed', 'connector-307')).toBe(true);
});

it('goes on when the card of a form cannot be closed, and notes that', async () => {
  const user = await settledUser();
  await user.say('PASE casetas: pasar mi usuario SAED a mi correo');
  await user.say('40018846');
  product.connector.refuseNext(501, {}, 'PUT');
  expect((await user.press('Corregir número')).at(-1)).toMatchObject({ step: 'client-number' });
  await until(() => logged().some((line) => line.includes('form card not closed')));
});

it('keeps what the connector says out of the chat, and persons out of the log', async () => {
  const user = await settledUser();
  refuseNextMessage(403);
  await user.say('ICSOE');
  const lines = logged().join('');
  expect(JSON.stringify(user.messages())).not.toContain('nobody should see');
  expect(lines).not.toContain('nobody should see');
  expect(lines).not.toContain(teamsApp.botToken);
  expect(lines).not.toContain(user.who.aadObjectId);
});

it('sends to no other host, also when the stored address says so', async () => {
  const user = await settledUser();
  const stored = await addressOf(user);
  const text = JSON.stringify(stored?.value).replace(product.connector.serviceUrl, 'https://collector.example/');
  await product.store.documents.replace('teams-address', String(stored?.id), stored?.version ?? 0, JSON.parse(text));
  const id = String(stored?.id);
  const words = { type: 'message', text: 'hola', inputHint: 'acceptingInput', channelData: {} };
  const job = { id: `deliver:${id}:late`, kind: 'deliver', payload: { conversationId: id }, dueAt: 0 };
  await product.store.conversations.append(id, [words], [job], product.clock.now());
  await until(() => given('given-up', 'foreign-host'));
  expect(user.messages()).toHaveLength(1);
});
