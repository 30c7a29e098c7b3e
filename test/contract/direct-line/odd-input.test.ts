import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import common from '../../../locales/es-MX/common.json' with { type: 'json' };
import prompts from '../../../locales/es-MX/prompts.json' with { type: 'json' };
import { demoDoors } from '../../support/demo.ts';
import { enter, type Person, placeOf, type Reply } from '../../support/person.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';

/** What no step asks for, sent by a client in the middle of a procedure. */
const CURP = 'MEAL840217MDFNRC02';

let product: TestProduct;
let person: Person;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

beforeEach(async () => {
  person = await enter(product.url);
  await person.listen();
  await person.say('recuperar mi cuenta del IMPI con e.firma');
  expect(placeOf(await person.say('sí'))).toBe('impi-efirma/curp');
});

async function post(activity: object): Promise<Reply[]> {
  const path = `/conversations/${person.conversationId}/activities`;
  await person.call('POST', path, person.token, { type: 'message', ...activity });
  return person.listen();
}

const location = { type: 'Place', geo: { type: 'GeoCoordinates', latitude: 19.28, longitude: -99.14 } };
const media = (contentType: string) => ({ attachments: [{ contentType, contentUrl: 'https://example.org/x' }] });
const unreadable = common['common.unsupported'];
const tooLong = common['common.too-long'];
const nothing = common['common.empty'];
const noCurp = prompts['curp.unclear'];

const odd: [string, object, string][] = [
  ['a message of 100,000 characters', { text: 'palabra '.repeat(12_500) }, tooLong],
  ['100,000 characters without a blank', { text: 'x'.repeat(100_000) }, tooLong],
  ['100,000 characters that are not ASCII', { text: 'ñ'.repeat(100_000) }, tooLong],
  ['a message of emoji only', { text: '👩🏽‍🦱🎉🇲🇽' }, noCurp],
  ['half of an emoji', { text: 'hola \ud83d' }, noCurp],
  ['text from right to left, with overrides', { text: 'مرحبا \u202Egpj.exe\u202C' }, noCurp],
  ['zero-width characters', { text: '\u200B\u200D\uFEFF\u2060' }, noCurp],
  ['control characters', { text: 'a\u0000b\u0007c\u001B[31m' }, noCurp],
  ['a script', { text: '<script>alert(1)</script><img src=x onerror=alert(1)>' }, noCurp],
  ['a template', { text: '{{7*7}} %s %n #{process.exit(1)}' }, noCurp],
  ['an object under a dangerous name', { value: { __proto__: null, constructor: 'x', prototype: 1 } }, nothing],
  ['nothing', {}, nothing],
  ['only blanks', { text: ' \t\r\n ' }, nothing],
  ['a recording', media('audio/ogg'), unreadable],
  ['a sticker', media('image/webp'), unreadable],
  ['a location', { attachments: [{ contentType: 'application/json', content: location }] }, unreadable],
  ['a location as an entity', { entities: [location] }, nothing],
  ['an activity of an unknown type', { type: 'levitation', text: 'arriba' }, unreadable],
  ['a reaction', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }, unreadable],
  ['an event', { type: 'event', name: 'webchat/join', value: {} }, unreadable],
  ['an invocation', { type: 'invoke', name: 'adaptiveCard/action' }, unreadable],
  ['the end of the conversation', { type: 'endOfConversation' }, unreadable],
];

describe('in the middle of a procedure', () => {
  test.each(odd)('%s gets a polite answer at the same step', async (_name, activity, words) => {
    const replies = await post(activity);
    expect(placeOf(replies)).toBe('impi-efirma/curp');
    expect(replies.map(({ text }) => text).join('\n')).toContain(words);
    expect(placeOf(await person.say(CURP))).toBe('impi-efirma/email');
  });

  test('markup comes back as the text it was, for the page to escape', async () => {
    const markup = 'hola <b onclick=alert()>qué tal</b>';
    const replies = await post({ text: markup });
    expect(replies.map(({ text }) => text).join()).not.toContain('<b');
    expect(await person.history()).toContain(`"text":"${markup}"`);
  });

  test('typing and a made-up start of the conversation are not answered at all', async () => {
    const path = `/conversations/${person.conversationId}/activities`;
    for (const type of ['typing', 'conversationUpdate']) {
      await person.call('POST', path, person.token, { type, membersAdded: [{ id: 'x' }] });
    }
    const [first] = await person.say(CURP);
    expect(first?.channelData.step).toBe('email');
    const greetings = (await person.history()).match(/Mi cuenta del IMPI/g) ?? [];
    expect(greetings.length).toBeLessThanOrEqual(2);
  });
});

describe('an event that a client posts by itself', () => {
  const join = { type: 'event', name: 'webchat/join', value: { language: 'es-MX' } };
  const Seen = z.object({
    activities: z.array(
      z.object({
        type: z.string(),
        name: z.string().optional(),
        from: z.object({ role: z.string().optional() }),
        channelData: z.object({ clientActivityID: z.string().optional() }).optional(),
      }),
    ),
  });
  const sentBy = async (someone: Person) => {
    const path = `/conversations/${someone.conversationId}/activities`;
    const { activities } = Seen.parse(await someone.call('GET', path, someone.token));
    return activities.filter(({ from }) => from.role === 'user');
  };

  test('is answered by silence where nothing is under way', async () => {
    const visitor = await enter(product.url);
    await visitor.listen();
    const path = `/conversations/${visitor.conversationId}/activities`;
    await visitor.call('POST', path, visitor.token, join);
    await visitor.call('POST', path, visitor.token, { ...join, value: 'es-MX' });
    expect((await visitor.say('cancelar')).map(({ text }) => text)).toEqual([common['common.nothing-to-cancel']]);
    expect(await visitor.history()).not.toContain(unreadable);
  });

  test.each([
    ['an event', { type: 'event', name: 'webchat/join' }],
    ['a reaction', { type: 'messageReaction' }],
    ['the end of the conversation', { type: 'endOfConversation' }],
  ])('comes back (%s) as what it was: it has no bubble', async (_name, sent) => {
    await post({ ...sent, value: {}, channelData: { clientActivityID: 'own-id' } });
    const { type, name, channelData } = (await sentBy(person)).at(-1) ?? {};
    expect({ type, name, channelData }).toEqual({ ...sent, channelData: { clientActivityID: 'own-id' } });
  });
});

describe('at the step of the e.firma', () => {
  beforeEach(async () => {
    const email = 'nadie@example.mx';
    const password = { value: { password: 'Lluvia-Verde:48', confirmation: 'Lluvia-Verde:48' } };
    for (const said of [CURP, email, email]) await person.say(said);
    expect(placeOf(await person.say(password))).toBe('impi-efirma/efirma');
  });

  test('a file of 10 MB is named too large, and the right ones are taken next', async () => {
    const files = [{ name: 'video.key', bytes: new Uint8Array(10 * 1024 * 1024) }];
    const replies = await person.say({ files });
    expect(placeOf(replies)).toBe('impi-efirma/efirma');
    expect(replies[0]?.text).toBe(prompts['efirma.too-large'].replace('{max}', '8'));
    const { certificate, key } = await demoDoors(product.url).efirma(CURP);
    const right = [
      { name: 'a.cer', bytes: certificate },
      { name: 'a.key', bytes: key },
    ];
    expect(placeOf(await person.say({ files: right }))).toBe('impi-efirma/key-password');
  });
});
