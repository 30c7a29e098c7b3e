import fc from 'fast-check';
import { checkDigit, STATES } from '../../../services/curp/curp.ts';
import { redact } from '../../../services/redaction/redact.ts';

const text = { awaiting: 'text' } as const;

const letters = (length: number, unit = 'BCDFGHJKLMNPQRSTVWXYZ') =>
  fc.array(fc.constantFrom(...unit), { minLength: length, maxLength: length }).map((chosen) => chosen.join(''));

const two = (number: number) => String(number).padStart(2, '0');
const birthDate = fc
  .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map((parts) => parts.map(two).join(''));

const curps = fc
  .tuple(
    letters(1),
    fc.constantFrom('X'),
    letters(2),
    birthDate,
    fc.constantFrom('H', 'M', 'X'),
    fc.constantFrom(...Object.keys(STATES)),
    letters(3),
    fc.constantFrom(...'0123456789ABCDEFGHIJ'),
  )
  .map((parts) => parts.join(''))
  .map((first) => first + checkDigit(first));

/** The same letters, each in capitals or not. */
const anyCase = (words: fc.Arbitrary<string>) =>
  fc
    .tuple(words, fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }))
    .map(([word, small]) => [...word].map((letter, i) => (small[i] ? letter.toLowerCase() : letter)).join(''));

describe('a CURP is masked, and never taken for a password', () => {
  it('however its letters are written', () => {
    fc.assert(
      fc.property(anyCase(curps), fc.constantFrom('', 'mi curp es ', 'Curp: '), (curp, before) => {
        const { text: shown, found } = redact(`${before}${curp}`, text);
        expect([shown, found]).toEqual([`${before}${curp.slice(0, 4)}********${curp.slice(-4)}`, ['curp']]);
      }),
    );
  });

  it.each([
    'Goma850315hdfnrn08',
    'gOMA850315HDFNRN08',
    'Goma850315hdfnrn0',
    'Goma 850315 hdfnrn 07',
    'Goma-850315-hdfnrn07',
  ])('%j, with a first letter in another case, also when it is not valid', (curp) =>
    expect(redact(curp, text).found).toEqual(['curp']),
  );

  it('hides the password that stands right next to one', () => {
    for (const sign of [',', '/', ';', '.', '-'])
      expect(redact(`GOMA850315HDFNRN07${sign}Lluvia48x`, text).text).not.toContain('Lluvia48x');
  });
});

describe('an RFC is masked, and never taken for a password', () => {
  it.each([
    'Goma850315ab1',
    'gOMA850315AB1',
    'Eku9003173c9',
    'CaCx7605101P8',
    'eKu9003173C9',
    'mi rfc es Goma850315ab1',
  ])('%j', (rfc) => expect(redact(rfc, text).found).toEqual(['rfc']));

  it.each(['Luna990101', 'LuNa990101ab1', 'Luna990101Abc'])('%j is rather a password', (word) => {
    expect(redact(word, text)).toEqual({ text: '<oculto>', found: ['password'] });
  });

  it('of a person, with capitals and small letters, when its last character follows from the others', () => {
    expect(redact('cAcX7605101p8', text).found).toEqual(['rfc']);
    expect(redact('cAcX7605101p7', text).found).toEqual(['password']);
  });
});

describe('an address is no password', () => {
  const name = fc.tuple(fc.stringMatching(/^[a-z]{3,12}$/), fc.integer({ min: 10_000, max: 99_999 }));
  const at = fc.constantFrom(' arroba ', ' @ ', '@ ', ' @', ' (arroba) ', '(at)', ' Arroba ', '[arroba]');
  const domain = fc.constantFrom(
    'gmail punto com',
    'gmail.com',
    'Hotmail punto com punto mx',
    'empresa2024x punto com',
    'correo.unam.mx',
    'outlook .com',
    'yahoo',
  );
  const before = fc.constantFrom('', 'es ', 'mi correo es ', 'correo:', 'juan punto ', 'ana guión bajo ');
  const after = fc.constantFrom('', '.', ' gracias', ', por favor');

  it('when it is dictated or has spaces in it', () => {
    fc.assert(
      fc.property(before, name, at, domain, after, (lead, [word, figures], sign, host, rest) => {
        const sentence = `${lead}${word}${figures}${sign}${host}${rest}`;
        expect(redact(sentence, text)).toEqual({ text: sentence, found: [] });
      }),
    );
  });

  it.each(['juanperez85@miempresa', 'JUANPEREZ85@MIEMPRESA', 'juan.perez-85@mi-empresa'])(
    '%j, whose ending was forgotten',
    (address) => expect(redact(address, text).found).toEqual([]),
  );

  it.each([
    'Juan2024@casa',
    'juanperez85@Casa',
    'lluvia48x @ casa verde',
    'lluvia48x arroba',
    'juan @ gmail.com lluvia48x',
    'juan@gmail.com/Lluvia48x',
    'juan@gmail.com lluvia48x',
  ])('%j holds one all the same', (sentence) => {
    expect(redact(sentence, text).found).toEqual(['password']);
  });
});
