import { emptyTranscript, fail, receive, say, viewOf } from '../../../../../bot/pages/chat/client/transcript.ts';
import { readFrame } from '../../../../../bot/pages/chat/client/wire.ts';

const origin = 'https://recupera.example';
const activities = (...list: object[]) =>
  readFrame({
    activities: list.map((activity, index) => ({ type: 'message', id: `c|${index}`, ...activity })),
  })?.activities ?? [];
const bot = (rest: object) => ({ from: { id: 'bot', role: 'bot' }, ...rest });
const person = (clientActivityID: string, rest: object = {}) => ({
  from: { id: 'dl_1', role: 'user' },
  channelData: { clientActivityID },
  ...rest,
});
const shown = (...list: object[]) => viewOf(receive(emptyTranscript, activities(...list)), origin);

test('what is known already changes nothing, however often it comes', () => {
  const once = receive(emptyTranscript, activities(bot({ text: 'a' }), bot({ text: 'b' })));
  expect(receive(once, activities(bot({ text: 'a' }), bot({ text: 'b' })))).toEqual(once);
});

test('a message shows at once and is replaced by its echo, so that the server has the last word on it', () => {
  const said = say(emptyTranscript, 'text:1', 'mi contraseña es X');
  expect(viewOf(said, origin).items).toMatchObject([{ text: 'mi contraseña es X', state: 'sending' }]);
  const echoed = receive(said, activities(person('text:1', { text: 'mi contraseña es ••••' })));
  expect(viewOf(echoed, origin).items).toMatchObject([{ text: 'mi contraseña es ••••', state: 'said' }]);
});

test('a refused message is marked and holds nothing up', () => {
  const view = viewOf(fail(say(emptyTranscript, 'text:1', 'hola'), 'text:1'), origin);
  expect(view.items).toMatchObject([{ state: 'failed' }]);
  expect(view.botIsBusy).toBe(false);
});

test.each(['password', 'client-password', 'key-password', 'code', 'efirma', 'files'])(
  'of a message of kind %s only that it was sent is shown, even if the echo holds more',
  (kind) => {
    expect(shown(person(`${kind}:1`, { text: 's3creto', value: { password: 's3creto' } })).items).toEqual([
      expect.objectContaining({ text: '', secret: kind }),
    ]);
  },
);

test('an echo without text of another client is told of, asking for a new challenge is not', () => {
  expect(shown(person('x', { text: '' }), person('renew:1')).items).toMatchObject([{ secret: 'other' }]);
});

test('form, progress and buttons are those of the last message of the bot', () => {
  const first = bot({
    text: 'a',
    inputHint: 'expectingInput',
    channelData: { form: { kind: 'code', digits: 6 }, progress: { current: 1, total: 6 } },
    suggestedActions: { actions: [{ type: 'imBack', title: 'Sí', value: 'sí' }] },
  });
  expect(shown(first)).toMatchObject({
    form: { kind: 'code', digits: 6 },
    progress: { current: 1, total: 6 },
    quickReplies: [{ title: 'Sí', value: 'sí' }],
    botIsBusy: false,
  });
  expect(shown(first, person('text:1', { text: 'sí' }))).toMatchObject({ quickReplies: [], botIsBusy: true });
  expect(shown(first, bot({ text: 'b', inputHint: 'ignoringInput' }))).toMatchObject({
    form: undefined,
    botIsBusy: true,
  });
});

test('the bot is not busy after its greeting', () => {
  expect(shown(bot({ text: 'hola', inputHint: 'ignoringInput' })).botIsBusy).toBe(false);
});

test('a file of another origin or scheme is not offered', () => {
  const attachments = [
    '/a.pdf',
    `${origin}/b.pdf`,
    'https://evil.example/c',
    '//evil.example/d',
    'javascript:1',
    'data:,x',
  ].map((contentUrl) => ({ contentType: 'application/pdf', contentUrl }));
  const [item] = shown(bot({ attachments })).items;
  expect(item?.files.map(({ url }) => url)).toEqual(['/a.pdf', '/b.pdf']);
});

test.each([[undefined], ['x'], [{}], [{ activities: 1 }]])('a frame %p that is none is left alone', (frame) => {
  expect(readFrame(frame)).toBeUndefined();
});

test('what is wrong in an activity is left out and the rest is shown', () => {
  const frame = readFrame({
    activities: [
      7,
      { id: 'a' },
      { id: 'a', type: 'message', text: 'hola', channelData: { form: { kind: 'x' }, step: 's' } },
    ],
    watermark: '3',
  });
  expect(frame).toMatchObject({ watermark: '3', activities: [{ text: 'hola', channelData: { step: 's' } }] });
  expect(frame?.activities[0]?.channelData?.form).toBeUndefined();
});

test('while people have the conversation nothing says that the bot is busy', () => {
  const withAgent = bot({ text: 'Te atiende Ana', channelData: { procedure: 'agent-handoff', step: 'with-agent' } });
  expect(shown(withAgent, person('text:1', { text: 'hola' }))).toMatchObject({ people: {}, botIsBusy: false });
});

describe('while people have the conversation', () => {
  const queued = { text: 'En la fila', channelData: { procedure: 'agent-handoff', step: 'with-agent', people: {} } };
  const agent = {
    text: 'Hola',
    from: { role: 'bot', name: 'Ana' },
    channelData: { procedure: 'agent-handoff', step: 'with-agent', agent: { name: 'Ana' } },
  };
  const asked = (people?: object) => ({
    text: 'Tu contraseña',
    inputHint: 'expectingInput',
    channelData: { procedure: 'impi-efirma', step: 'password', form: { kind: 'client-password' }, people },
    suggestedActions: { actions: [{ title: 'Corregir', value: 'corregir' }] },
  });
  const form = { kind: 'client-password' };

  test.each([
    ['in line', [queued], { people: {}, form: undefined, botIsBusy: false }],
    ['in line, and wrote', [queued, person('text:1')], { people: {}, botIsBusy: false }],
    ['with an agent', [queued, agent], { people: { agent: 'Ana' }, form: undefined, botIsBusy: false }],
    ['in line again', [agent, queued], { people: {} }],
    ['given back', [queued, agent, asked()], { people: undefined, form }],
    ['gone back, and late words', [queued, agent, asked(), agent], { people: undefined, form }],
    ['a form of before waits', [asked(), queued, agent], { people: { agent: 'Ana' }, form: undefined }],
    ['a form beside', [queued, asked({ agent: 'Ana' })], { people: { agent: 'Ana' }, form, quickReplies: [] }],
    ['a form, and words', [queued, asked({}), agent, person('text:1'), agent], { form, botIsBusy: false }],
    ['a form sent in', [queued, asked({}), person('password:1')], { form, botIsBusy: true }],
    ['a form sent in, and words', [queued, asked({}), person('password:1'), agent], { form, botIsBusy: true }],
    ['a form answered', [queued, asked({}), person('password:1'), agent, queued], { botIsBusy: false }],
  ])('%s', (_name, said, expected) => {
    expect(shown(...said.map((activity) => ({ from: { role: 'bot' }, ...activity })))).toMatchObject(expected);
  });
});
