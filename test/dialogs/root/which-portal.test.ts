import { hearAfter, placeOf, type Reply } from '../../support/person.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';

let product: TestProduct;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const hear = (...said: readonly string[]) => hearAfter(product.url, said);
const buttonsOf = (replies: readonly Reply[]) =>
  replies.at(-1)?.suggestedActions?.actions.map(({ title }) => title) ?? [];

describe('asked which portal, the name that two of them share picks none', () => {
  it.each([
    'Tu cuenta PASE',
    'pase',
    'la de PASE',
    'mi cuenta pase',
    'olvidé mi contraseña',
    'recuperar mi cuenta',
    'recuperar mi acceso',
    'perdí mi contraseña de pase',
  ])('"%s" is asked again, in other words', async (words) => {
    const replies = await hear('olvidé mi contraseña de pase', words);
    expect(placeOf(replies)).toBe('disambiguation/choose');
    expect(replies.at(-1)?.text).toMatch(/Hay dos cuentas que se llaman PASE.*marcas y patentes.*casetas/);
    expect(buttonsOf(replies)).toHaveLength(2);
  });

  it('nor while another procedure is under way', async () => {
    const replies = await hear('olvidé mi contraseña de ICSOE', 'también quiero mi cuenta PASE', 'la de PASE');
    expect(placeOf(replies)).toBe('disambiguation/choose');
  });

  it.each(['no es la del IMPI', 'el de los tags no', 'impi o casetas'])('"%s" picks none either', async (words) => {
    expect(placeOf(await hear('olvidé mi contraseña de pase', words))).toMatch(/^disambiguation/);
  });
});

describe('asked which portal, a word that only one of them has is the answer', () => {
  it.each([
    ['marcas', 'impi-efirma/prerequisites'],
    ['la de mis patentes', 'impi-efirma/prerequisites'],
    ['pase de marcas', 'impi-efirma/prerequisites'],
    ['el tag', 'pase-reset/email'],
    ['la de las casetas', 'pase-reset/email'],
    ['telepeage', 'pase-reset/email'],
    ['imss', 'icsoe-reset/curp'],
    ['el del seguro social', 'icsoe-reset/curp'],
    ['la tercera', 'icsoe-reset/curp'],
  ])('"%s" → %s', async (words, place) => {
    expect(placeOf(await hear('olvidé mi contraseña', words))).toBe(place);
  });

  it('also after the second question, with what was said before the first', async () => {
    const replies = await hear('olvidé mi contraseña, mi CURP es NUSH790903HJCXLC08', 'pase', 'marcas', 'sí');
    expect(placeOf(replies)).toBe('impi-efirma/email');
  });

  it('what asks for something else there is begun as that', async () => {
    expect(placeOf(await hear('olvidé mi contraseña de pase', 'quiero el manual de los tags'))).toBe(
      'pase-manuals/topic',
    );
  });
});
