import fc from 'fast-check';
import { losesMailbox } from '../../../dialogs/reading/mailbox-lost.ts';

it.each([
  'ya no tengo acceso a ese correo',
  'ya no tengo ese correo',
  'perdí ese correo',
  'ese correo ya no existe',
  'me hackearon el correo',
  'no puedo entrar a mi correo',
  'el correo era de la empresa',
  'no me acuerdo con qué correo me registré',
  'olvidé qué correo usé',
  "I can't open that email",
])('%s', (text) => {
  expect(losesMailbox(text)).toBe(true);
});

it.each([
  'juan@gmail.com',
  'ya no uso ese correo, ahora es juan@gmail.com',
  'mi correo es juan arroba gmail punto com',
  'no me llega el correo',
  'no es ese correo',
  '¿a qué correo?',
  'no',
  '',
])('"%s" says something else', (text) => {
  expect(losesMailbox(text)).toBe(false);
});

it('never throws, and ends on long repetitions', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => losesMailbox(text) !== undefined));
  for (const unit of ['no tengo ', 'perdí mi ', 'correo se '])
    expect(losesMailbox(unit.repeat(9_000), 100_000)).toBe(false);
});
