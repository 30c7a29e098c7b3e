import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTeamsProduct, type TeamsProduct } from '../../../support/teams-product.ts';

let product: TeamsProduct;
/** The next message is not taken: the store is away. */
let storeAway = false;
beforeAll(async () => {
  product = await startTeamsProduct({
    around: (store) => ({
      ...store,
      conversations: {
        ...store.conversations,
        async accept(id, incoming) {
          if (storeAway) throw new Error('SQLITE_BUSY: /secret/path of the store');
          return store.conversations.accept(id, incoming);
        },
      },
    }),
  });
});
beforeEach(() => {
  storeAway = false;
});
afterAll(() => product.stop());

describe('an installation', () => {
  it('is greeted once, however often and in whatever order it is reported', async () => {
    const user = product.user();
    await user.install();
    await user.post({ type: 'installationUpdate', action: 'add' });
    await user.post({ type: 'conversationUpdate', membersAdded: [user.who, user.bot] });
    expect(await user.settled()).toHaveLength(1);
  });

  it('is greeted in the language of the client, in Spanish when it names none', async () => {
    const [english, none] = [product.user({ locale: 'en-US' }), product.user()];
    const [hello] = await english.install();
    await none.post({ type: 'installationUpdate', action: 'add', locale: undefined });
    const [hola] = await none.listen((fresh) => fresh.length > 0);
    expect(hello?.text).toMatch(/^Hello/);
    expect(hola?.text).toMatch(/^Hola/);
  });

  it('after a removal is greeted again, and a removal is not', async () => {
    const user = product.user();
    await user.install();
    await user.post({ type: 'installationUpdate', action: 'remove' });
    await user.install();
    const greetings = (await user.settled()).filter(({ text }) => text.startsWith('Hola, soy Recupera'));
    expect(greetings).toHaveLength(2);
  });

  it('that adds somebody else is no reason to speak', async () => {
    const user = product.user();
    await user.post({ type: 'conversationUpdate', membersAdded: [user.who] });
    expect(await user.settled()).toEqual([]);
  });
});

describe('a message', () => {
  it('that Teams sends twice, also at the same time, is answered once', async () => {
    const user = product.user();
    await user.install();
    const twice = { type: 'message', id: 'one-id', text: 'ICSOE' };
    const answers = await Promise.all(Array.from({ length: 6 }, () => user.post(twice)));
    const heard = await user.listen();
    expect(answers.map((answer) => answer.status)).toEqual(Array(6).fill(200));
    expect(heard.at(-1)).toMatchObject({ procedure: 'icsoe-reset', step: 'curp' });
    expect(await user.settled()).toHaveLength(1 + heard.length);
  });

  it('that its person deletes is deleted in our copy, and answered by nobody', async () => {
    const user = product.user();
    await user.install();
    await user.post({ type: 'message', id: 'indiscreet', text: 'soy Eulalia' });
    await user.settled();
    const logged = async () => {
      const all = await product.store.documents.list('teams-address', { limit: 100 });
      const logs = all.map(({ id }) => product.store.conversations.log(id, 0));
      return JSON.stringify(await Promise.all(logs));
    };
    expect(await logged()).toContain('Eulalia');
    const said = (await user.settled()).length;
    expect((await user.post({ type: 'messageDelete', id: 'unknown' })).status).toBe(200);
    expect((await product.user().post({ type: 'messageDelete', id: 'indiscreet' })).status).toBe(200);
    expect(await logged()).toContain('Eulalia');
    expect((await user.post({ type: 'messageDelete', id: 'indiscreet' })).status).toBe(200);
    expect(await logged()).not.toContain('Eulalia');
    expect(await logged()).toContain('(mensaje borrado)');
    // Settling is a word of its own, with one answer.
    expect(await user.settled()).toHaveLength(said + 1);
  });

  it('of somebody who never installed the app is answered', async () => {
    expect((await product.user().say('quiero mi cuenta de ICSOE')).at(-1)).toMatchObject({ step: 'curp' });
  });

  it('is acknowledged with an empty body, while the connector does not answer', async () => {
    const user = product.user();
    const release = product.connector.hold();
    const response = await user.post({ type: 'message', text: 'ICSOE' });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(user.messages()).toEqual([]);
    release();
    expect((await user.listen()).at(-1)).toMatchObject({ step: 'curp' });
  });

  it('shows at once that the bot writes', async () => {
    const user = product.user();
    await user.say('hola');
    const mine = product.connector.calls.filter(({ conversation }) => conversation === user.conversation.id);
    expect(mine.map(({ activity }) => activity?.type)).toContain('typing');
  });

  it('to an agent does not make the bot seem to write', async () => {
    const user = product.user();
    await user.install();
    const [address] = (await product.store.documents.list('teams-address', { limit: 1_000 })).filter(({ value }) =>
      JSON.stringify(value).includes(user.conversation.id),
    );
    const place = { procedure: 'agent-handoff', step: 'with-agent', agent: { name: 'Ana' } };
    const words = { type: 'message', text: 'Soy Ana.', inputHint: 'acceptingInput', channelData: place };
    await product.store.conversations.append(String(address?.id), [words], [], product.clock.now());
    await user.say('gracias, Ana');
    await user.settled();
    const typing = product.connector.calls.filter(
      ({ conversation, activity }) => conversation === user.conversation.id && activity?.type === 'typing',
    );
    expect(typing).toHaveLength(1);
  });

  it('is read without mentions and the copy that Teams attaches', async () => {
    const user = product.user();
    const copy = { contentType: 'text/html', content: '<p>ICSOE</p>' };
    await user.post({ type: 'message', text: '<at>Recupera</at> ICSOE\n', attachments: [copy] });
    expect((await user.listen()).at(-1)).toMatchObject({ procedure: 'icsoe-reset', step: 'curp' });
  });

  it('with a file only is answered kindly', async () => {
    const user = product.user();
    const file = { contentType: 'application/vnd.microsoft.teams.file.download.info', name: 'clave.key' };
    await user.post({ type: 'message', attachments: [{ ...file, content: { downloadUrl: 'https://x.example/' } }] });
    const heard = await user.listen();
    expect(heard.map(({ text }) => text).join()).toMatch(/solo puedo leer texto/);
  });

  it.each(['messageReaction', 'messageUpdate', 'messageDelete', 'typing', 'endOfConversation', 'event', 'made-up'])(
    'of type %s is acknowledged and changes nothing',
    async (type) => {
      const user = product.user();
      expect((await user.post({ type, text: 'ICSOE' })).status).toBe(200);
      expect(await user.settled()).toEqual([]);
    },
  );
});

describe('a button', () => {
  it('pressed several times at once counts once', async () => {
    const user = product.user();
    await user.say('mi cuenta del IMPI');
    const [first] = user.messages().at(-1)?.buttons ?? [];
    const press = user.pressed(String(first));
    const before = user.messages().length;
    await Promise.all(Array.from({ length: 4 }, () => user.post(press)));
    const heard = await user.listen();
    expect(heard.length).toBeGreaterThan(0);
    expect(await user.settled()).toHaveLength(before + heard.length);
  });

  it('of an earlier question is not taken for an answer to the last one', async () => {
    const user = product.user();
    await user.say('mi cuenta del IMPI');
    const [first] = user.messages().at(-1)?.buttons ?? [];
    const old = user.pressed(String(first));
    await user.press(String(first));
    const last = user.messages().at(-1);
    await user.post(old);
    const [told] = await user.listen((fresh) => fresh.length > 0);
    expect(told?.text).toMatch(/pregunta anterior/);
    expect((await user.say('ayuda')).at(-1)).toMatchObject({ procedure: last?.procedure });
  });

  it('of the menu may be pressed at any time', async () => {
    const user = product.user();
    await user.install();
    const menu = user.pressed('ICSOE del IMSS');
    await user.press('ICSOE del IMSS');
    await user.say('cancelar');
    await user.post({ ...menu, id: 'later' });
    expect((await user.listen()).at(-1)).toMatchObject({ procedure: 'icsoe-reset', step: 'curp' });
  });

  it('of a card of another version is read by its words', async () => {
    const user = product.user();
    await user.install();
    await user.post({ type: 'message', text: 'ICSOE del IMSS', value: { v: 0, something: 'else' } });
    expect((await user.listen()).at(-1)).toMatchObject({ procedure: 'icsoe-reset' });
  });

  it('brought as text of JSON, as some clients do, counts as well', async () => {
    const user = product.user();
    await user.install();
    const value = JSON.stringify({ v: 1, seq: 1, say: 'ICSOE del IMSS', free: true });
    await user.post({ type: 'message', text: '', value });
    expect((await user.listen()).at(-1)).toMatchObject({ procedure: 'icsoe-reset' });
  });
});

describe('a secret', () => {
  it.each([
    ['password', { password: 'Zafiro-88-Montaña' }],
    ['key password', { keyPassword: 'Zafiro-88-Montaña' }],
    ['value of an unknown field', { pw: 'Zafiro-88-Montaña' }],
  ])('in a card that is none of ours (%s) is written nowhere', async (_, value) => {
    const user = product.user();
    await user.say('ICSOE');
    await user.post({ type: 'message', value });
    await user.listen();
    await user.settled();
    expect(written()).not.toContain('Zafiro-88');
    expect(JSON.stringify(user.messages())).not.toContain('Zafiro-88');
  });

  it('typed in the chat is written nowhere either', async () => {
    const user = product.user();
    await user.say('ICSOE');
    await user.say('mi contraseña es Zafiro99Montana!');
    expect(written()).not.toContain('Zafiro99');
  });
});

describe('a group', () => {
  it.each([
    ['groupChat', { conversationType: 'groupChat', isGroup: true }],
    ['channel', { conversationType: 'channel', isGroup: true }],
  ])('(%s) is told once that the bot speaks in private, and nothing of it is kept', async (_, kind) => {
    const user = product.user();
    const group = { ...user.conversation, ...kind };
    const before = await product.store.documents.list('teams-address', { limit: 1_000 });
    for (const text of ['hola a todos', 'mi CURP es GODE561231HDFRRN08']) {
      await user.post({ type: 'message', text: `<at>Recupera</at> ${text}`, conversation: group });
    }
    await user.post({ type: 'conversationUpdate', membersAdded: [user.bot], conversation: group });
    const [told] = await user.listen((fresh) => fresh.length > 0);
    expect(told?.text).toMatch(/uno a uno/);
    expect(await product.store.documents.list('teams-address', { limit: 1_000 })).toEqual(before);
    expect(written()).not.toContain('GODE561231HDFRRN08');
    expect(user.messages()).toHaveLength(1);
  });
});

describe('when the store is away', () => {
  it('the person is told to write again, and Teams is told that all is well', async () => {
    const user = product.user();
    storeAway = true;
    const response = await user.post({ type: 'message', text: 'hola' });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(user.messages().at(-1)?.text).toMatch(/Mándalo otra vez/);
  });

  it('and the connector too, Teams is told so, with nothing of the error', async () => {
    const user = product.user();
    storeAway = true;
    product.connector.refuseNext(502);
    const response = await user.post({ type: 'message', text: 'hola' });
    expect([response.status, await response.text()]).toEqual([500, '']);
    expect(product.lines.join('')).toContain('SQLITE_BUSY');
  });
});

it('who writes too fast is told so once', async () => {
  const user = product.user();
  await user.say('ICSOE');
  const answers = await Promise.all(
    Array.from({ length: 80 }, (_, index) => user.post({ type: 'message', text: `mensaje ${index}` })),
  );
  await user.listen((fresh) => fresh.some(({ text }) => text.includes('muchos mensajes seguidos')));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(user.messages().filter(({ text }) => text.includes('muchos mensajes seguidos'))).toHaveLength(1);
});

it('somebody whose conversation was forgotten begins a new one', async () => {
  const user = product.user();
  await user.say('ICSOE');
  product.clock.forward(31 * 24 * 60 * 60_000);
  await product.store.conversations.forget(product.clock.now() - 30 * 24 * 60 * 60_000, 1_000);
  expect((await user.say('hola')).at(-1)).toMatchObject({ procedure: 'menu' });
});

/** Everything in the store's files and in the log. */
function written(): string {
  const files = readdirSync(product.dataDir, { recursive: true, encoding: 'utf8', withFileTypes: true });
  const bytes = files
    .filter((file) => file.isFile())
    .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'));
  return [...bytes, ...product.lines].join('\n');
}
