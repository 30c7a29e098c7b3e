import fc from 'fast-check';
import { saysFilesElsewhere } from '../../../dialogs/reading/files-elsewhere.ts';

it.each([
  'los archivos están en mi computadora',
  'Mis archivos los tengo en la compu del trabajo',
  'mi e.firma está en otra computadora',
  'los tengo en una USB',
  'están en la oficina',
  'los dejé en mi casa',
  'estoy en el celular',
  'te escribo desde mi cel',
  'solo traigo el celular',
  'no tengo computadora',
  'no los tengo aquí',
  'ahorita no los tengo a la mano',
  'no traigo mi e.firma conmigo',
  'los tiene mi contador',
  'my files are on my computer',
  "I'm on my phone",
])('%s', (text) => {
  expect(saysFilesElsewhere(text)).toBe(true);
});

it.each([
  'no tengo e.firma',
  'no tengo los archivos',
  'tengo mi e.firma',
  'mi correo está en mi celular',
  'la carta la dejé en la oficina del IMPI',
  'sí',
  '',
])('"%s" says something else', (text) => {
  expect(saysFilesElsewhere(text)).toBe(false);
});

it('never throws, and ends on long repetitions', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => saysFilesElsewhere(text) !== undefined),
  );
  for (const unit of ['pero ', 'no los tengo ', 'en la compu de '])
    expect(saysFilesElsewhere(unit.repeat(9_000))).toBe(false);
});
