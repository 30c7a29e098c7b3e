import { type ImpiStep, leadTo, textOf } from '../../support/impi-efirma.ts';
import { enter, placeOf, type Reply } from '../../support/person.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';

const CURP = 'NUSH790903HJCXLC08';
const KEY = { files: [{ name: 'FIEL_NUSH790903.key', bytes: Buffer.from('a key, perhaps') }] };
let product: TestProduct;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const at = (step: ImpiStep) => leadTo(step, { url: product.url, curp: CURP, email: `${step}@example.mx` });
const buttonsOf = (replies: readonly Reply[]) =>
  replies.at(-1)?.suggestedActions?.actions.map(({ title }) => title) ?? [];

describe('files that are on another device', () => {
  it('the question names the way there, and so does the refusal', async () => {
    const { person, replies } = await at('efirma');
    expect(textOf(replies)).toContain('«seguir en otro dispositivo»');
    expect(textOf(await person.say('no sé'))).toContain('«seguir en otro dispositivo»');
  });

  it('its button shows the code to go on with', async () => {
    const { person, replies } = await at('efirma');
    expect(buttonsOf(replies)).toEqual(['En otro dispositivo', 'No tengo e.firma']);
    const moved = await person.say('En otro dispositivo');
    expect(placeOf(moved)).toBe('impi-efirma/efirma');
    expect(moved[0]?.text).toMatch(/[A-Z0-9]{4}/);
  });

  it.each(['los archivos están en mi computadora', 'estoy en el celular', 'no tengo los archivos', 'no tengo el .key'])(
    '"%s" loses nothing',
    async (words) => {
      const { person } = await at('efirma');
      const replies = await person.say(words);
      expect(placeOf(replies)).toBe('impi-efirma/efirma');
      expect(replies[0]?.text).toMatch(/«seguir en otro dispositivo».*«no tengo e\.firma»/);
    },
  );

  it('who has no e.firma goes straight to the letter', async () => {
    const { person } = await at('efirma');
    expect(placeOf(await person.say('no tengo e.firma'))).toBe('impi-letter/prerequisites');
  });
});

describe('files that come too early', () => {
  it.each<ImpiStep>(['prerequisites', 'curp', 'email', 'password'])(
    'at %s hear when they are asked for',
    async (step) => {
      const { person } = await at(step);
      const replies = await person.say(KEY);
      expect(placeOf(replies)).toBe(`impi-efirma/${step}`);
      expect(replies[0]?.text).toMatch(/paso 4 de 6.*\.key.*bórralo/);
    },
  );

  it('are no answer, so they count as no refusal', async () => {
    const { person } = await at('curp');
    for (let sent = 0; sent < 4; sent += 1) await person.say(KEY);
    expect(buttonsOf(await person.say(KEY))).not.toContain('Hablar con una persona');
  });

  it('nor are they needed once the e.firma is checked', async () => {
    const { person } = await at('code');
    const replies = await person.say(KEY);
    expect(placeOf(replies)).toBe('impi-efirma/code');
    expect(replies[0]?.text).toContain('no necesito archivos');
  });

  it('or where there is no procedure at all', async () => {
    const person = await enter(product.url);
    await person.listen();
    const replies = await person.say(KEY);
    expect(placeOf(replies)).toBe('menu/choose');
    expect(replies[0]?.text).toContain('no necesito archivos');
  });
});
