import { demoDoors } from '../support/demo.ts';
import { leadTo } from '../support/impi-efirma.ts';
import { freshEmail, migrationAnswers, type SaedUser, saedUsers, standAt, textOf } from '../support/pase.ts';
import { type Person, placeOf, type TestEfirma } from '../support/person.ts';
import { startProduct, type TestProduct } from '../support/product.ts';

const CURP = 'MEAL840217MDFNRC02';
const OTHER_CURP = 'NUSH790903HJCXLC08';
const PASSWORD_BEFORE = 'lucia.mendoza@example.mx';

let product: TestProduct;
let efirma: TestEfirma;
let client: SaedUser;

beforeAll(async () => {
  product = await startProduct();
  efirma = await demoDoors(product.url).efirma(CURP);
  client = await saedUsers(() => product.url)();
});
afterAll(() => product.stop());

type Review = 'impi-efirma' | 'impi-letter' | 'pase-migration';
const places: Readonly<Record<Review, (email: string) => Promise<Person>>> = {
  'impi-efirma': async (email) => (await leadTo('review', { url: product.url, curp: CURP, email, efirma })).person,
  'impi-letter': async (email) => {
    const answers = {
      start: 'no tengo e.firma y quiero cambiar el correo de mi cuenta del IMPI',
      prerequisites: 'sí',
      curp: CURP,
      'full-name': 'Lucía Mendoza Arce',
      email,
      'email-confirm': email,
    };
    return (await standAt(product.url, 'review', answers)).person;
  },
  'pase-migration': async (email) => (await standAt(product.url, 'review', migrationAnswers(client, email))).person,
};

it.each([
  ['impi-efirma', 'el correo', 'email'],
  ['impi-efirma', 'no, la contraseña', 'password'],
  ['impi-efirma', 'mi curp', 'curp'],
  ['impi-efirma', 'si pero otro correo', 'email'],
  ['impi-efirma', 'sí, cámbialo a otra.persona@example.mx', 'email-confirm'],
  ['impi-efirma', `sí, pero mi curp es ${OTHER_CURP}`, 'password'],
  ['impi-efirma', 'sí, cancelar', 'cancelled'],
  ['impi-letter', 'el nombre', 'full-name'],
  ['impi-letter', 'si falta mi segundo apellido', 'full-name'],
  ['impi-letter', 'de acuerdo, cancela', 'cancelled'],
  ['pase-migration', 'el número de cliente', 'client-number'],
  ['pase-migration', 'el nombre', 'first-name'],
  ['pase-migration', 'el apellido', 'paternal-surname'],
  ['pase-migration', 'el apellido materno', 'maternal-surname'],
] as const)('at the review of %s, "%s" leads to %s', async (review, said, step) => {
  const person = await places[review](freshEmail());
  expect(placeOf(await person.say(said))).toBe(`${review}/${step}`);
});

it.each(['impi-efirma', 'impi-letter', 'pase-migration'] as const)(
  'the review of %s asks what to correct, naming what can be, and goes nowhere else',
  async (review) => {
    const person = await places[review](freshEmail());
    for (const said of [
      'no',
      'corregir',
      'me equivoqué',
      'sí, hay un error',
      'el segundo',
      'sí, espérame',
      'el correo está bien',
    ]) {
      const replies = await person.say(said);
      expect([said, placeOf(replies)]).toEqual([said, `${review}/review`]);
      expect(textOf(replies)).toMatch(/corregir.*el correo/);
    }
  },
);

it('an answer given anew is taken, and the review shows it', async () => {
  const person = await places['pase-migration'](freshEmail());
  const replies = await person.say('mi apellido materno es Gómez');
  expect(placeOf(replies)).toBe('pase-migration/review');
  expect(textOf(replies)).toContain('Ana López Gómez');
});

it('an address that is only said again corrects nothing, and is no consent', async () => {
  const email = freshEmail();
  const person = await places['impi-letter'](email);
  expect(placeOf(await person.say(`sí, ${email}`))).toBe('impi-letter/review');
});

it('a person called for behind a yes comes, and nothing is changed', async () => {
  const email = freshEmail();
  const person = await places['impi-efirma'](email);
  expect(placeOf(await person.say('sí, quiero hablar con una persona'))).toBe('agent-handoff/with-agent');
  expect(await demoDoors(product.url).signIn('impi', email, 'Lluvia-Verde:48')).toBe(false);
  expect(await demoDoors(product.url).mailbox(PASSWORD_BEFORE)).toEqual([]);
});
