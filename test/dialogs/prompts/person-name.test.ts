import fc from 'fast-check';
import { nameIn } from '../../../dialogs/prompts/person-name.ts';

it.each([
  ['first-name', 'nombre: Ana Sofía', 'Ana Sofía'],
  ['first-name', 'mi nombre es ana y mi correo es ana@example.mx', 'Ana'],
  ['first-name', 'me interesa', undefined],
  ['paternal-surname', 'apellido paterno López, apellido materno Pérez', 'López'],
  ['paternal-surname', 'mi primer apellido es de la O.', 'de la O'],
  ['paternal-surname', 'apellido materno Pérez', undefined],
  ['maternal-surname', 'paterno: López y materno: PÉREZ', 'Pérez'],
  ['maternal-surname', 'segundo apellido O’Farrill', 'O’Farrill'],
  ['maternal-surname', 'Ana López Pérez', undefined],
  ['paternal-surname', 'mi apellido paterno es 12345', undefined],
] as const)('the %s said in %j is %j', (part, said, name) => {
  expect(nameIn(part, said)).toBe(name);
});

it('a sentence of any length and content is read, and answers a name or nothing', () => {
  const pieces = fc.constantFrom(
    'apellido ',
    'paterno ',
    'materno ',
    'nombre ',
    'es ',
    ': ',
    'López ',
    'y ',
    ',',
    '\n',
    '-',
    'ñ',
  );
  const sentence = fc.oneof(
    fc.string(),
    fc.array(pieces, { maxLength: 400 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(sentence, fc.constantFrom('first-name', 'paternal-surname', 'maternal-surname'), (text, part) => {
      const name = nameIn(part, text);
      if (name !== undefined) expect(name).toMatch(/^\p{L}[\p{L}\p{M}'’´. -]*$/u);
    }),
  );
});
