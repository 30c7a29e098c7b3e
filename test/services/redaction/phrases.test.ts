import fc from 'fast-check';
import { redact } from '../../../services/redaction/redact.ts';
import { saidOf, told } from './sentences.ts';

const text = { awaiting: 'text' } as const;
const password = fc.constantFrom(
  'contraseña',
  'contrasena',
  'contraceña',
  'password',
  'clave',
  'Contraseña',
  'PASSWORD',
);

/** Plain words, as people have them for passwords; none of them says anything about one. */
const plain = fc.oneof(
  fc.constantFrom(
    'lluvia',
    'girasol',
    'patito',
    'Firulais',
    'TEAMO',
    'princesa',
    'américa',
    'chivas',
    'secreto',
    'amor',
  ),
  fc.stringMatching(/^[a-z][aeiou][bcdfgjkqvwxz]{2}[a-z]{1,9}$/),
);

/** What leads to it; `#` is one of the names of a password. */
const leads = [
  '# ',
  '#\n',
  '#\n\n',
  '# - ',
  '# (',
  '#: ',
  '#:\n',
  '# = ',
  '# es ',
  '# es: ',
  '#, es ',
  'mi # ',
  'mi # nueva ',
  'mi # de pase ',
  'te paso mi # ',
  'te digo que mi # ',
  'me acuerdo de mi # ',
  'ya tengo la # ',
  '*#*: ',
  'mi # nueva va a ser ',
  'mi # va a ser ',
  'la # que quiero poner es ',
  'la # que me dieron hace años era ',
  'la # de la cuenta de mi papá es ',
  'la # se llama ',
  'mi # ahora es ',
  'mi # es la ',
  'mi # es la siguiente: ',
  'mi # es la palabra ',
  'mi # es incorrecta, mi # es ',
  'olvidé mi # pero creo que la # era ',
  'cambia mi # a ',
  'quiero cambiar la # por ',
  'mi # tiene que ser ',
  'mi # con la que entraba era ',
  'mi # es... ',
  'mi # no es ',
  'set my # to ',
  'my new # will be ',
  'my # is ',
  'the # I use is ',
] as const;

describe('a password that is named as one', () => {
  it.each(leads)('is hidden after %j, whatever word it is', (lead) => {
    fc.assert(
      fc.property(
        password,
        plain,
        fc.constantFrom('', '.', ' gracias', ' y mi correo es ana@correo.mx'),
        (name, it, rest) => {
          const { text: shown, found } = redact(`${lead.replaceAll('#', name)}${it}${rest}`, text);
          expect(shown).not.toContain(it);
          expect(shown).toContain(rest === '.' ? '' : rest);
          expect(found).toEqual(['password']);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(['', 'quiero que sea ', 'mira, '])('is hidden when it is said first, after %j', () => {
    const after = fc.constantFrom(' es mi #', ' es la #', ' como #', ' era mi # nueva', ' is my #');
    fc.assert(
      fc.property(fc.constantFrom('', 'pon ', 'usa ', 'mira: '), password, plain, after, (before, name, it, rest) => {
        fc.pre(it.length >= 4);
        expect(redact(`${before}${it}${rest.replace('#', name)}`, text).text).not.toContain(it);
      }),
    );
  });

  it.each([
    ['contraseña patito feo', 'feo'],
    ['mi contraseña es caballo correcto bateria grapa azul', 'azul'],
    ['mi contraseña es Lluvia !48', '48'],
    ['"azul cielo" es mi contraseña', 'azul'],
    ['mi contra lluvia', 'lluvia'],
    ['mi pin 4821', '4821'],
    ['mi contraseña es $%&/()', '$%&'],
    ['contraseña 😀😀😀', '😀'],
    ['mi contraseña girasol48', 'girasol48'],
    ['recuperar contraseña girasol48', 'girasol48'],
  ])('%j is hidden whole', (sentence, secret) => {
    expect(redact(sentence, text).text).not.toContain(secret);
  });
});

it.each(told)('%j does not keep %j', (sentence, secret) => {
  const shown = redact(sentence, text).text;
  expect(shown).not.toContain(secret);
  expect(redact(shown, text).found).toEqual([]);
});

describe('what is said of a password', () => {
  it.each(saidOf)('%j stays', (sentence) => expect(redact(sentence, text)).toEqual({ text: sentence, found: [] }));

  it.each([
    'mi contraseña caducó ayer',
    'mi contraseña expirará pronto',
    'mi contraseña marca error',
    'la contraseña sale incorrecta',
    'mi contraseña no entra',
    'la contraseña debe llevar mayúsculas',
    '¿la contraseña lleva números?',
    '¿la contraseña acepta caracteres especiales?',
    'contraseña caracteres especiales',
    '¿qué contraseña pongo?',
    '¿cuál contraseña?',
    'olvidé mi contraseña ayúdenme',
    'olvidé mi contraseña, soy Rosa López',
    'olvidé mi contraseña casetas',
    'olvidé mi contraseña\nRosa López',
    'recuperar contraseña 1234567',
    'perdí la contraseña señorita',
    'contraseñas viejas y usuarios viejos',
    'mi contraseña la cambiaron',
    'la contraseña es para entrar al portal',
    'la contraseña es de mi contador',
    'Recuperación de contraseña',
    'restablecimiento de clave',
    'quiero poner una contraseña nueva',
    'nunca pedimos tu contraseña en el chat, por teléfono ni por correo',
    'clave de cliente 1234567',
    'mi clave de cliente es 1234567',
    'clave interbancaria',
    'clave de elector',
    'mi clave es IMPI-2026-000123',
    'estoy contra el IMPI',
    'la llave no abre',
    'mi llave privada.key',
    'I forgot my password for pase',
    'my password does not work',
    'password reset please',
  ])('%j stays', (sentence) => expect(redact(sentence, text)).toEqual({ text: sentence, found: [] }));

  it.each(['mi clave es GOMA850315HDFNRN07', 'clave: GOMA850315HDFNRN07', 'cambiar contraseña\nGOMA850315HDFNRN07'])(
    '%j keeps its CURP',
    (sentence) => expect(redact(sentence, text).found).toEqual(['curp']),
  );

  it.each(['olvidé mi contraseña ana@correo.mx', 'cambiar contraseña\nana85@correo.mx', 'clave es ana@correo.mx'])(
    '%j keeps its address',
    (sentence) => expect(redact(sentence, text).found).toEqual([]),
  );
});

describe('a code that is named as one is hidden where none is asked for', () => {
  it.each([
    'el código: 123456',
    'codigo 123456',
    'el código que me llegó al correo es 123 456',
    'mi código de verificación: 123-456',
    'código\n123456',
    'the code is 123456',
    '123456 es el código',
    '123456, es mi código',
  ])('%j', (sentence) => {
    const { text: shown, found } = redact(sentence, text);
    expect([/\d/.test(shown), found]).toEqual([false, ['code']]);
  });

  it.each([
    '482015',
    'código de cliente 482015',
    'no me llegó el código, mi número de cliente es 482015',
    'el código postal es 016020',
    'me sale el código de error 131056',
    'no llega el código a ana482913@correo.mx',
    'el código de mi folio IMPI-2026-000123',
    'el código no llega, llámame al 55 1234 5678',
  ])('%j is none', (sentence) => expect(redact(sentence, text)).toEqual({ text: sentence, found: [] }));
});
