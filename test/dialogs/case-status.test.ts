import { limits } from '../../bot/config.ts';
import { demoDoors } from '../support/demo.ts';
import { leadTo } from '../support/impi-efirma.ts';
import { enter, hearAfter, placeOf, type Reply } from '../support/person.ts';
import { startProduct, type TestProduct } from '../support/product.ts';
import { plainBrowser } from '../support/served.ts';

const CURP = 'NUSH790903HJCXLC08';
const OTHER_CURP = 'MEAL840217MDFNRC02';
let product: TestProduct;
let folio: string;

beforeAll(async () => {
  product = await startProduct();
  const person = await enter(product.url);
  let replies = await person.listen();
  const email = 'estado@example.mx';
  const said = [
    'no tengo e.firma y quiero cambiar el correo de mi cuenta del IMPI',
    'sí',
    CURP,
    'Héctor Núñez Salgado',
    email,
    email,
    'sí',
  ];
  for (const words of said) replies = await person.say(words);
  folio = replies.at(-1)?.channelData.folio ?? '';
  await demoDoors(product.url).mailTo(email);
});
afterAll(() => product.stop());

const say = (...said: readonly string[]) => hearAfter(product.url, said);
const buttonsOf = (replies: readonly Reply[]) =>
  replies.at(-1)?.suggestedActions?.actions.map(({ title }) => title) ?? [];
/** What a person can tell apart of an answer. */
const comparable = (replies: readonly Reply[]) =>
  replies.map(({ text, inputHint, channelData, suggestedActions }) => ({
    text,
    inputHint,
    channelData,
    suggestedActions,
  }));
const said = (replies: readonly Reply[]) => replies.map(({ text }) => text).join('\n');

it('asks for folio and CURP, and says the state, what to do and until when', async () => {
  expect(placeOf(await say('quiero ver cómo va mi trámite'))).toBe('case-status/folio');
  expect(placeOf(await say('quiero ver cómo va mi trámite', folio))).toBe('case-status/curp');
  const replies = await say('quiero ver cómo va mi trámite', folio, CURP);
  expect(placeOf(replies)).toBe('case-status/done');
  expect(said(replies)).toContain('espera tu visita');
  expect(said(replies)).toMatch(/a más tardar el \d+ de \w+ de \d{4}/);
  expect(said(replies)).not.toContain('estado@example.mx');
  expect(said(replies)).not.toContain('Héctor');
});

it.each([
  ['in the opening', () => [`¿cómo va mi trámite ${folio}?`, CURP]],
  ['with the CURP in the opening too', () => [`estado de mi trámite ${folio.toLowerCase()}, mi curp es ${CURP}`]],
  ['alone', () => [folio, CURP]],
  ['with blanks for hyphens', () => ['quiero ver cómo va mi trámite', folio.replaceAll('-', ' '), CURP]],
])('understands a folio %s', async (_, words) => {
  expect(placeOf(await say(...words()))).toBe('case-status/done');
});

it('answers a wrong pair, an unknown folio and a case without a CURP alike, byte by byte', async () => {
  const opened = await say('recuperar mi cuenta del IMPI con e.firma');
  const begun = opened.at(-1)?.channelData.folio ?? '';
  const ask = (which: string, curp: string) => say('quiero ver cómo va mi trámite', which, curp);
  const answers = await Promise.all([ask(folio, OTHER_CURP), ask('IMPI-2026-987654', CURP), ask(begun, CURP)]);
  for (const answer of answers.map(comparable)) expect(answer).toEqual(comparable(answers[0] ?? []));
  expect(placeOf(answers[0] ?? [])).toBe('case-status/folio');
});

describe('folios that nothing is looked up for', () => {
  it('of PASE get one answer, with what to do next, whether they were given out or not', async () => {
    const begun = await say('pasar mi usuario SAED a mi correo');
    const known = begun.at(-1)?.channelData.folio ?? '';
    expect(known).toMatch(/^PASE-/);
    const answers = await Promise.all([
      say('quiero ver cómo va mi trámite', known),
      say('quiero ver cómo va mi trámite', 'PASE-2026-987654'),
      say(`¿cómo va mi trámite ${known}?`),
      say(`¿cómo va mi trámite PASE-2026-987654?, mi curp es ${CURP}`),
    ]);
    for (const answer of answers.map(comparable)) expect(answer).toEqual(comparable(answers[0] ?? []));
    expect(placeOf(answers[0] ?? [])).toBe('case-status/done');
    expect(said(answers[0] ?? [])).toMatch(/«reenviar el correo de activación».*«agente»/s);
  });

  it.each([
    ['ICSOE-2026-000001', '«olvidé mi contraseña de ICSOE»'],
    ['ATN-2026-000004', 'tu turno con una persona'],
    ['atn 2026 4', 'tu turno con una persona'],
  ])('%s is told what it is', async (number, words) => {
    const replies = await say('quiero ver cómo va mi trámite', number);
    expect(placeOf(replies)).toBe('case-status/done');
    expect(said(replies)).toContain(words);
  });
});

it('tells whoever stopped their account by its mail what is left to do', async () => {
  const email = 'alguien@example.mx';
  const { person } = await leadTo('review', { url: product.url, curp: OTHER_CURP, email });
  await person.say('sí');
  const { links } = await demoDoors(product.url).mailTo(email, (mail) => mail.links.some(stops));
  const { pathname, search } = new URL(links.find(stops) ?? 'missing:');
  const browser = plainBrowser(product.url);
  const form = await browser.open(pathname + search);
  const { html } = await browser.post(form.url.pathname, { confirm: 'si' });
  const [stopped = ''] = /IMPI-\d{4}-\d+/.exec(html) ?? [];

  const replies = await say('quiero ver cómo va mi trámite', stopped, OTHER_CURP);

  expect(placeOf(replies)).toBe('case-status/done');
  expect(said(replies)).toMatch(/tu cuenta está detenida.*comprobar quién eres/s);
});
const stops = (link: string) => link.includes('/no-fui-yo');

describe('who has no folio', () => {
  it.each([
    'no tengo mi folio',
    'No tengo mi folio',
    'lo perdí',
    'no me acuerdo',
    'no sé cuál es',
    'no',
    "I don't have it",
  ])('"%s" hears where it is, and that beginning again costs nothing', async (words) => {
    const replies = await say('quiero ver cómo va mi trámite', words);
    expect(placeOf(replies)).toBe('case-status/folio');
    expect(said(replies)).toMatch(/en tu carta o en tu correo.*no cuesta nada/);
  });

  it('is offered a person after some attempts', async () => {
    const replies = await say('quiero ver cómo va mi trámite', ...Array(limits.stepMaxRefusals).fill('no lo tengo'));
    expect(buttonsOf(replies)).toContain('Hablar con una persona');
  });
});

it('offers a person to who is not found again and again, known folio or not', async () => {
  for (const number of [folio, 'IMPI-2026-987654']) {
    const person = await enter(product.url);
    await person.listen();
    let replies = await person.say('quiero ver cómo va mi trámite');
    replies = await person.say(number);
    replies = await person.say(OTHER_CURP);
    for (let more = 1; more < limits.stepMaxRefusals; more += 1) {
      expect(buttonsOf(replies)).not.toContain('Hablar con una persona');
      replies = await person.say(number);
    }
    expect(placeOf(replies)).toBe('case-status/folio');
    expect(said(replies)).toContain('una persona te puede ayudar');
    expect(buttonsOf(replies)).toContain('Hablar con una persona');
  }
});

it('lets a person try again with another folio', async () => {
  const replies = await say('quiero ver cómo va mi trámite', 'IMPI-2026-987654', CURP, folio);
  expect(placeOf(replies)).toBe('case-status/done');
});

it('stops answering a conversation that tries folio after folio', async () => {
  const person = await enter(product.url);
  await person.listen();
  let replies = await person.say('quiero ver cómo va mi trámite');
  for (let tried = 0; tried < 40 && !placeOf(replies).endsWith('/refused'); tried += 1) {
    replies = await person.say(
      placeOf(replies).endsWith('/curp') ? CURP : `IMPI-2026-9${String(tried).padStart(5, '0')}`,
    );
  }
  expect(placeOf(replies)).toBe('case-status/refused');
  expect(said(replies)).toContain('espera');
});

it.each([
  ['hola', 'folio'],
  ['123', 'folio'],
  ['cancelar', 'cancelled'],
])('at the folio, %j leads to %s', async (words, step) => {
  expect(placeOf(await say('quiero ver cómo va mi trámite', words))).toBe(`case-status/${step}`);
});
