import fc from 'fast-check';
import { readDocument, readLast4, readNote, staffId } from '../../../services/cases/staff.ts';

test.each([
  ['Ana López', 'ana.lopez'],
  ['  ana.lopez ', 'ana.lopez'],
  ['ANA.LÓPEZ', 'ana.lopez'],
  ['ana.lopez@impi.gob.mx', 'ana.lopez@impi.gob.mx'],
  ['ａｎａ', 'ana'],
])('%j is one member of staff: %s', (given, id) => {
  expect(staffId(given)).toBe(id);
});

test.each(['', '   ', 'аna', 'ana\u200b', '.ana', 'ana;drop', 'a'.repeat(80)])('%j is nobody', (given) => {
  expect(staffId(given)).toBeUndefined();
});

test('a spelling of an id never becomes another person', () => {
  fc.assert(
    fc.property(fc.string(), (given) => {
      const id = staffId(given);
      if (id !== undefined) expect(staffId(` ${id.toUpperCase()} `)).toBe(id);
    }),
  );
});

test('takes the identifications the institution accepts, and no others', () => {
  expect(['INE', 'pasaporte', 'Passport', ' ine '].map(readDocument)).toEqual(['ine', 'passport', 'passport', 'ine']);
  expect(['licencia', '', 'constructor'].map(readDocument)).toEqual([undefined, undefined, undefined]);
});

test('keeps four characters of a number and no more', () => {
  expect(['1234', 'a1b2', '12345', '12 4', ''].map(readLast4)).toEqual([
    '1234',
    'A1B2',
    undefined,
    undefined,
    undefined,
  ]);
});

test.each(['<b>no procede</b> hoy', 'corto', '1234567890', 'x'.repeat(300), 'la carta\u202e no es', ''])(
  '%j is no note for the file',
  (text) => {
    expect(readNote(text)).toBeUndefined();
  },
);

test('a note is one line', () => {
  expect(readNote('  La firma no coincide\ncon la identificación. ')).toBe(
    'La firma no coincide con la identificación.',
  );
});
