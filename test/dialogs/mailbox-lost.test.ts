import { leadTo } from '../support/impi-efirma.ts';
import { hearAfter, placeOf } from '../support/person.ts';
import { startProduct, type TestProduct } from '../support/product.ts';

const CURP = 'NUSH790903HJCXLC08';
let product: TestProduct;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const hear = (...said: readonly string[]) => hearAfter(product.url, said);

it.each([
  ['icsoe-reset', ['olvidé mi contraseña de ICSOE', CURP], /solo puede llegar.*e\.firma.*«agente»/],
  ['pase-reset', ['olvidé mi contraseña del TAG PASE'], /solo puede llegar.*«agente»/],
])(
  'who can no longer open the mailbox hears why the link goes nowhere else, and what remains (%s)',
  async (procedure, way, words) => {
    const replies = await hear(...way, 'ya no tengo acceso a ese correo');
    expect(placeOf(replies)).toBe(`${procedure}/email`);
    expect(replies.at(-1)?.text).toMatch(words);
  },
);

it('at the code, how to have it sent to another address', async () => {
  const { person } = await leadTo('code', { url: product.url, curp: CURP, email: 'perdido@example.mx' });
  const replies = await person.say('ya no tengo ese correo');
  expect(placeOf(replies)).toBe('impi-efirma/code');
  expect(replies.at(-1)?.text).toContain('«corregir correo»');
  expect(placeOf(await person.say('corregir correo'))).toBe('impi-efirma/email');
});

it.each([
  ['ya no tengo ese correo', '«corregir correo»'],
  ['no me llegó el código', 'Te mandé otro código'],
])('at the code, "%s" is heard although another question is open', async (words, answer) => {
  const { person } = await leadTo('code', { url: product.url, curp: CURP, email: 'otro@example.mx' });
  expect(placeOf(await person.say('olvidé mi contraseña de ICSOE'))).toBe('impi-efirma/leave');
  const replies = await person.say(words);
  expect(placeOf(replies)).toBe('impi-efirma/code');
  expect(replies.map(({ text }) => text).join('\n')).toContain(answer);
});
