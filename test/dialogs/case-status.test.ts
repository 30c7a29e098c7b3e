import { demoDoors } from '../support/demo.ts';
import { enter, placeOf, type Reply } from '../support/person.ts';
import { startProduct, type TestProduct } from '../support/product.ts';

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

async function say(...said: string[]): Promise<Reply[]> {
  const person = await enter(product.url);
  let replies = await person.listen();
  for (const words of said) replies = await person.say(words);
  return replies;
}
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
  const answers = await Promise.all([
    ask(folio, OTHER_CURP),
    ask('IMPI-2026-987654', CURP),
    ask(begun, CURP),
    ask('ICSOE-2026-000001', CURP),
  ]);
  const comparable = answers.map((replies) =>
    replies.map(({ text, inputHint, channelData, suggestedActions }) => ({
      text,
      inputHint,
      channelData,
      suggestedActions,
    })),
  );
  for (const answer of comparable) expect(answer).toEqual(comparable[0]);
  expect(placeOf(answers[0] ?? [])).toBe('case-status/folio');
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
