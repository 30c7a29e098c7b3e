import fc from 'fast-check';
import { readChoice } from '../../../dialogs/reading/choice.ts';

const options = [
  { id: 'impi', title: 'IMPI (marcas y patentes)', words: ['registro de marca', 'el del impi'] },
  { id: 'pase', title: 'PASE (telepeaje)', words: ['tag', 'casetas'] },
  { id: 'icsoe', title: 'ICSOE (IMSS)', words: ['seguro social'] },
] as const;
const procedures = [
  { id: 'go-on', title: 'Continuar' },
  { id: 'restart', title: 'Empezar de nuevo' },
  { id: 'leave', title: 'Dejarlo' },
] as const;

describe('readChoice', () => {
  it.each([
    ['1', 'impi'],
    ['2', 'pase'],
    ['3.', 'icsoe'],
    ['la 2', 'pase'],
    ['opción 2', 'pase'],
    ['la opción número 3 por favor', 'icsoe'],
    ['el primero', 'impi'],
    ['el segundo', 'pase'],
    ['la segunda por favor', 'pase'],
    ['el tercero', 'icsoe'],
    ['3ro', 'icsoe'],
    ['dos', 'pase'],
    ['la opción dos', 'pase'],
    ['la última', 'icsoe'],
    ['el penúltimo', 'pase'],
    ['the second one', 'pase'],
    ['IMPI (marcas y patentes)', 'impi'],
    ['impi', 'impi'],
    ['el del IMPI', 'impi'],
    ['marcas', 'impi'],
    ['patente', 'impi'],
    ['telepeage', 'pase'],
    ['tag', 'pase'],
    ['quiero el de las casetas', 'pase'],
    ['imss', 'icsoe'],
    ['iscoe', 'icsoe'],
    ['seguro social', 'icsoe'],
    ['4', undefined],
    ['0', undefined],
    ['el décimo', undefined],
    ['ninguno', undefined],
    ['no sé', undefined],
    ['', undefined],
    ['impi o pase', undefined],
    ['ana@correo.mx', undefined],
    ['perdí el acceso a mi correo hace 2 semanas y no sé qué hacer', undefined],
  ])('%j → %s', (text, expected) => {
    expect(readChoice(text, options)).toBe(expected);
  });

  it.each([
    ['continuar', 'go-on'],
    ['continua', 'go-on'],
    ['empezar de nuevo', 'restart'],
    ['enpezar de nuebo', 'restart'],
    ['dejarlo', 'leave'],
    ['segunda', 'restart'],
  ])('%j → %s', (text, expected) => {
    expect(readChoice(text, procedures)).toBe(expected);
  });

  it('chooses nothing of nothing', () => {
    expect(readChoice('1', [])).toBeUndefined();
  });

  it('never throws and answers an option or nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 250 }), (text) => {
        expect([...options.map(({ id }) => id), undefined]).toContain(readChoice(text, options));
      }),
      { numRuns: 50 },
    );
  });

  it.each(['1 ', 'dos ', 'primero ', 'impi ', 'a'])('ends on 100,000 times %j', (unit) => {
    expect(() => readChoice(unit.repeat(100_000), options)).not.toThrow();
  });
});
