import fc from 'fast-check';
import { normalize, routingMaxChars } from '../../../dialogs/routing/normalize.ts';

test.each([
  ['Holaaaa', 'hola'],
  ['kiero rekuperar mi kuenta', 'quiero recuperar mi cuenta'],
  ['se me fue la contra', 'se me fue la contrasena'],
  ['mi contraceña d telepeaje', 'mi contrasena de telepeaje'],
  ['usuario corporatibo', 'usuario corporativo'],
  ['restabelcer', 'restablecer'],
  ['e-firma, e.firma, e firma y FIEL', 'efirma efirma efirma y efirma'],
  ['firma electrónica avanzada', 'efirma'],
  ['I.C.S.O.E', 'icsoe'],
  ['inpi o iscoe', 'impi o icsoe'],
  ['icsoe@imss.gob.mx', 'icsoe correo'],
  ['pase punto com punto mx', 'pasecommx'],
  ['folio IMPI-2026-000123', 'folio foliodado'],
  ['mi curp es HEGG560427MVZRRL04', 'mi curp es undato'],
])('"%s" is read as "%s"', (text, read) => {
  expect(normalize(text)).toBe(` ${read} `);
});

test.each(['gente', 'caliente', 'lugar', 'mirar', 'cuento', 'personal', 'carro'])(
  'the everyday word "%s" is left as it is',
  (word) => {
    expect(normalize(word)).toBe(` ${word} `);
  },
);

test('a word that the limit cuts in two is not read', () => {
  const text = `${'ab '.repeat((routingMaxChars - 5) / 3)}pasejero`;
  expect(normalize(text)).not.toContain('pase');
});

test('any text becomes a bounded line of plain words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 5_000 }), (text) => {
      const read = normalize(text);
      expect(read).toMatch(/^ ([a-z0-9]+ )*$/);
      expect(read.length).toBeLessThanOrEqual(routingMaxChars * 3);
    }),
  );
});
