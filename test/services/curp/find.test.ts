import fc from 'fast-check';
import { checkCurp } from '../../../services/curp/curp.ts';
import { findCurp } from '../../../services/curp/find.ts';
import { curps, NOW } from './people.ts';

describe('findCurp', () => {
  it.each([
    ['mi curp es goma850315hdfnrn07', 'goma850315hdfnrn07'],
    ['GOMA850315HDFNRN07', 'GOMA850315HDFNRN07'],
    ['curp:GOMA850315HDFNRN07, correo ana@correo.mx', 'GOMA850315HDFNRN07'],
    ['es goma-850315-hdfnrn-07.', 'goma-850315-hdfnrn-07'],
    ['es GOMA 850315 HDFNRN 07 gracias', 'GOMA 850315 HDFNRN 07'],
    ['G O M A 8 5 0 3 1 5 H D F N R N 0 7', 'G O M A 8 5 0 3 1 5 H D F N R N 0 7'],
    ['mi curp\nGOMA850315\nHDFNRN07\nok', 'GOMA850315\nHDFNRN07'],
    ['olvidé mi contraseña de ICSOE, mi curp es xara750909hdfndl00', 'xara750909hdfndl00'],
    ['GOMA850315HDFNRN07 07 hola', 'GOMA850315HDFNRN07'],
    ['"GOMA850315HDFNRN07"', 'GOMA850315HDFNRN07'],
    ['rfc GOMA850315AB1 curp GOMA850315HDFNRN07', 'GOMA850315HDFNRN07'],
    // Damaged ones are found too, so that the reason can be told.
    ['mi curp es GOMA850315HDFNRN08', 'GOMA850315HDFNRN08'],
    ['mi curp es GOMA85O315HDFNRNO7', 'GOMA85O315HDFNRNO7'],
    ['mi curp es GOMA850315HDFNRN0', 'GOMA850315HDFNRN0'],
    ['mi curp es GOMA850315HDFNRN077', 'GOMA850315HDFNRN077'],
    ['mi curp es GOMA850315HDF y ya', 'GOMA850315HDF'.slice(0, 0)],
    ['mi curp es GOMA850315HDFN y ya', 'GOMA850315HDFN'],
    ['mi curp es GOMА850315HDFNRN07', 'GOMА850315HDFNRN07'],
    ['mi curp es GOMA850315HDFÑRN07', 'GOMA850315HDFÑRN07'],
    ['mi curp es GOMA8５0315HDFNRN07', 'GOMA8５0315HDFNRN07'],
    ['mi curp es GOMA850315HDFNRN\u200b07', 'GOMA850315HDFNRN\u200b07'],
  ])('%j → %j', (text, expected) => {
    expect(findCurp(text)).toBe(expected === '' ? undefined : expected);
  });

  it.each([
    '',
    'no me sé mi curp',
    'quiero recuperar mi cuenta del IMPI',
    'mi folio es IMPI-2026-000123 gracias',
    'IMPI-2026-000123 hola',
    'mi rfc es GOMA850315AB1 hola',
    'EKU9003173C9',
    'la clabe es 012345678901234567',
    'goma850315hdfnrn07@correo.mx',
    'mi cliente es 1234567 y mi correo ana.perez1985@correo.mx',
    '550e8400-e29b-41d4-a716-446655440000',
    'departamentos internacionales',
    'nací el 15 03 1985 en la ciudad de México',
  ])('finds none in %j', (text) => {
    expect(findCurp(text)).toBeUndefined();
  });

  it('finds any CURP in any sentence', () => {
    const word = fc.constantFrom(
      'hola',
      'mi',
      'curp',
      'es',
      'el',
      'correo',
      'por favor,',
      '¿sí?',
      'año',
      '2026',
      '¡ay!',
    );
    const around = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(around, curps, around, (before, curp, after) => {
        const found = findCurp(`${before} ${curp.toLowerCase()}. ${after}`);
        expect(checkCurp(found ?? '', NOW)).toMatchObject({ ok: true, curp });
      }),
    );
  });

  it('never throws and answers a part of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const found = findCurp(text);
        expect(found === undefined || text.includes(found)).toBe(true);
      }),
    );
  });

  it.each(['A', 'A ', 'GOMA850315', '8 ', 'GOMA-', '\u0301', 'ñ1 '])('ends on 100,000 times %j', (unit) => {
    expect(findCurp(unit.repeat(100_000))).toBeUndefined();
  });
});
