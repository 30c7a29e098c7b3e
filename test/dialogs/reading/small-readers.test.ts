import fc from 'fast-check';
import { readClientNumber } from '../../../dialogs/reading/client-number.ts';
import { readCode } from '../../../dialogs/reading/code.ts';
import { readCorrection, readNamed, wantsToCorrect } from '../../../dialogs/reading/correction.ts';
import { distance } from '../../../dialogs/reading/distance.ts';
import { readFolio } from '../../../dialogs/reading/folio.ts';
import { readName } from '../../../dialogs/reading/name.ts';
import { readNameAnswer } from '../../../dialogs/reading/name-answer.ts';
import { plain } from '../../../dialogs/reading/plain.ts';
import { hasRfc } from '../../../dialogs/reading/rfc.ts';

describe('readCode', () => {
  it.each([
    ['482913', '482913'],
    [' 482 913 ', '482913'],
    ['482-913', '482913'],
    ['4 8 2 9 1 3', '482913'],
    ['48.29.13', '482913'],
    ['４８２９１３', '482913'],
    ['mi código es 482913.', '482913'],
    ['el 482913, el mismo 482913', '482913'],
    ['48291', undefined],
    ['4829134', undefined],
    ['482913 o 482914', undefined],
    ['no me llegó', undefined],
    ['', undefined],
  ])('%j → %s', (text, expected) => {
    expect(readCode(text, 6)).toBe(expected);
  });
});

describe('readClientNumber', () => {
  it.each([
    ['1234567', '1234567'],
    ['mi número de cliente es 1234567', '1234567'],
    ['123-456-7', '1234567'],
    ['cliente 12 345 67.', '1234567'],
    ['１２３４５６７', '1234567'],
    ['123', undefined],
    ['1234567890123', undefined],
    ['1234567 y también, 7654321', undefined],
    ['ana1234567@correo.mx', undefined],
    ['no lo tengo', undefined],
  ])('%j → %s', (text, expected) => {
    expect(readClientNumber(text)).toBe(expected);
  });
});

describe('readFolio', () => {
  it.each([
    ['IMPI-2026-000123', 'IMPI-2026-000123'],
    ['¿cómo va mi trámite IMPI-2026-000123?', 'IMPI-2026-000123'],
    ['impi 2026 000123', 'IMPI-2026-000123'],
    ['folio icsoe2026000123', 'ICSOE-2026-000123'],
    ['PASE–2026–000001', 'PASE-2026-000001'],
    ['impi-2026-123', 'IMPI-2026-000123'],
    ['IMPI-2026-0001234', undefined],
    ['SIMPI-2026-000123', undefined],
    ['mi cuenta del impi 2026', undefined],
    ['', undefined],
  ])('%j → %s', (text, expected) => {
    expect(readFolio(text)).toBe(expected);
  });
});

describe('readName', () => {
  it.each([
    ['Ana', 'Ana'],
    ['ana lópez pérez', 'Ana López Pérez'],
    ['JUAN DE LA O', 'Juan de la O'],
    ['me llamo ana lópez', 'Ana López'],
    ['Mi nombre completo es Ana López.', 'Ana López'],
    ['soy Ana', 'Ana'],
    ['mi apellido paterno es núñez', 'Núñez'],
    ["D'Amico", "D'Amico"],
    ["d'amico", "D'Amico"],
    ['McGregor', 'McGregor'],
    ['Ma. de los Ángeles', 'Ma. de los Ángeles'],
    ['pérez-gómez', 'Pérez-Gómez'],
    ['O', 'O'],
    ['Wang 王', 'Wang 王'],
    ['', undefined],
    ['123', undefined],
    ['ana@correo.mx', undefined],
    ['Ana3', undefined],
    ['¿mi nombre?', undefined],
    ['no tengo', undefined],
    ['no tengo segundo apellido', undefined],
    ['quiero recuperar mi cuenta', undefined],
    ['-', undefined],
    ['<b>Ana</b>', undefined],
    ['a '.repeat(100), undefined],
  ])('%j → %s', (text, expected) => {
    expect(readName(text)).toBe(expected);
  });
});

/** Names of people in Mexico that are also words, or sound like one, or look like one of a request. */
const NAMES =
  `Socorro Auxilio Gracia Bueno Claro Justo Real Rey Paz Luz Bravo Segundo Perfecto Modesto Clemente Dulce Amor Refugio
  Remedios Consuelo Dolores Santander Banderas Marca Clave Correa Portal Pase Lee Ley Wong Ching Chang Can Canul Pech Uc Ek Hay Mas
  Sin Son Lo Cancela Arras Salim Mena Regina Simón Noé Verdad Luna Sol Abril Domingo Reyes Cruz Blanco Calvo Delgado Plaza
  Iglesias Madero Hijo Nieto Sobrino Primo Vaca Cosío Díaz Días Buendía Núñez Peña Zoé Ian Ximena`.split(/\s+/);

describe('readNameAnswer', () => {
  it.each(NAMES)('%s is a name, however it is typed', (name) => {
    expect(readNameAnswer(`Ana ${name} López`)).toBe(`Ana ${name} López`);
    expect(readNameAnswer(`ana ${name} lópez`.toLowerCase())).toBe(`Ana ${name} López`);
    expect(readNameAnswer(`me llamo Ana ${name}`)).toBe(`Ana ${name}`);
    expect(readNameAnswer(name)).toBe(name);
  });

  it.each([
    ['hola, Ana López', 'Ana López'],
    ['buenos días, soy ana lópez', 'Ana López'],
    ['Ana López, por favor', 'Ana López'],
    ['my name is John Smith', 'John Smith'],
  ])('%j → %s', (text, name) => {
    expect(readNameAnswer(text)).toBe(name);
  });

  it.each([
    'hola buenas tardes',
    'esto es oficial',
    'espérame tantito',
    'eres un robot',
    'si esta bien',
    'soy yo',
    'es para mi mamá',
    'hablar con alguien',
    'chinga tu madre',
    'ya te lo dije',
    'quién eres',
    'cuánto tarda',
    'no me acuerdo',
    'dame un momento',
    'ya regresé',
    'sigo aquí',
    'me urge',
    'al rato',
    'mmm',
    'ehhh',
    'jajaja',
    'como en mi ine',
    'el mismo de antes',
    'la cuenta es de mi esposo',
    'soy representante legal',
    'migrar usuario saed',
    'manual de prepago',
    'impi sin firma electrónica',
    'me robaron la tarjeta',
    'is this safe',
    'wait a minute',
    'it is for my mother',
    'are you a robot',
  ])('%j is none', (text) => {
    expect(readNameAnswer(text)).toBeUndefined();
  });
});

describe('hasRfc', () => {
  it.each(['GOMA850315AB1', 'Goma850315ab1', 'mi rfc es GOMA 850315 AB1', 'ABC-850315-AB1', 'GOMA850315'])(
    '%j has one',
    (text) => {
      expect(hasRfc(text)).toBe(true);
    },
  );

  it.each(['GOMA850315HDFNRN07', 'GOMA851315AB1', 'ABC850315', 'Ana López', 'xgoma850315@correo.mx', '482913', ''])(
    '%j has none',
    (text) => {
      expect(hasRfc(text)).toBe(false);
    },
  );
});

describe('readCorrection', () => {
  it.each([
    ['me equivoqué de correo', 'email'],
    ['puse mal el correo', 'email'],
    ['el correo está mal', 'email'],
    ['ese no es mi correo', 'email'],
    ['Corregir correo', 'email'],
    ['quiero cambiar el email por favor', 'email'],
    ['escribí mal mi mail', 'email'],
    ['quiero cambiar mi curp', 'curp'],
    ['la curp es incorrecta', 'curp'],
    ['me equivoqué en la CURP', 'curp'],
    ['cambiar contraseña', 'password'],
    ['quiero cambiar la contraseña que puse', 'password'],
    ['puse mal mi nombre', 'name'],
    ['corrige mi apellido', 'paternal-surname'],
    ['puse mal mi segundo apellido', 'maternal-surname'],
    ['puse mal el nombre y los apellidos', 'name'],
    ['me equivoqué de número', 'client-number'],
    ['me equivoqué de número de cliente', 'client-number'],
    ['change my email', 'email'],
    ['the email is not correct', 'email'],
    ['yes, the email is correct', undefined],
    ['', undefined],
    ['me equivoqué', undefined],
    ['mi correo es ana@correo.mx', undefined],
    ['cambiar el correo de mi cuenta del portal de marcas', undefined],
    ['quiero cambiar el correo de mi cuenta del IMPI', undefined],
    ['¿puedo cambiar mi correo?', undefined],
    ['cambiar contraseña de mi tag', undefined],
    ['Ana López', undefined],
    ['sí', undefined],
    ['olvidé mi contraseña', undefined],
  ])('%j → %s', (text, expected) => {
    expect(readCorrection(text)).toBe(expected);
  });
});

describe('readNamed', () => {
  it.each([
    ['el correo', 'email'],
    ['la contraseña', 'password'],
    ['mi curp', 'curp'],
    ['el nombre', 'name'],
    ['mi nombre y mis apellidos', 'name'],
    ['el apellido', 'paternal-surname'],
    ['mi apellido materno es Gómez', 'maternal-surname'],
    ['el número de cliente', 'client-number'],
    ['si pero otro correo', 'email'],
    ['sí, cámbialo a juan2@gmail.com', 'email'],
    ['si falta mi segundo apellido', 'maternal-surname'],
    ['el correo no está bien', 'email'],
    ['todo bien menos el correo', 'email'],
    ['no, GOMA850315HDFNRN07', 'curp'],
    ['the email', 'email'],
    ['my last name', 'paternal-surname'],
    ['', undefined],
    ['sí', undefined],
    ['el segundo', undefined],
    ['el correo está bien', undefined],
    ['the email is fine', undefined],
    ['el correo y la curp', undefined],
    ['no me llegó el correo', undefined],
    ['envía el correo', undefined],
    ['para qué quieres mi curp', undefined],
    ['¿el correo?', undefined],
    ['olvidé mi contraseña del portal', undefined],
    ['en mi correo de siempre tengo una duda muy larga de contar', undefined],
  ])('%j → %s', (text, expected) => {
    expect(readNamed(text)).toBe(expected);
  });
});

describe('wantsToCorrect', () => {
  it.each([
    'corregir',
    'sí, corregir',
    'quiero cambiar algo',
    'me equivoqué',
    'hay un error',
    'no, algo está mal',
    'change something',
  ])('%j names nothing yet', (text) => {
    expect(wantsToCorrect(text)).toBe(true);
  });

  it.each(['atrás', 'sí', 'corregir correo', 'cambiar mi cuenta', 'hay un error en el portal', ''])(
    '%j is no such wish',
    (text) => {
      expect(wantsToCorrect(text)).toBe(false);
    },
  );
});

describe('distance', () => {
  it.each([
    ['gmial', 'gmail', 1],
    ['gmai', 'gmail', 1],
    ['hotmal', 'hotmail', 1],
    ['abc', 'abc', 0],
    ['', 'abc', 3],
    ['abcd', 'badc', 2],
  ])('between %s and %s lie %d slips', (a, b, slips) => {
    expect(distance(a, b)).toBe(slips);
    expect(distance(b, a)).toBe(slips);
  });
});

describe('plain', () => {
  it.each([
    ['¡Sííí, señor!', 'si senor'],
    ['e.firma, e-firma y E FIRMA', 'efirma efirma y efirma'],
    ['  ', ''],
    ['ﬁrma', 'firma'],
  ])('%j → %j', (text, expected) => {
    expect(plain(text)).toBe(expected);
  });
});

describe('every small reader', () => {
  const readers = [
    (text: string) => readCode(text, 6),
    readClientNumber,
    readFolio,
    readName,
    readCorrection,
    readNamed,
    wantsToCorrect,
    readNameAnswer,
    hasRfc,
    plain,
  ];

  it('takes any text without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const read of readers) expect(() => read(text)).not.toThrow();
      }),
    );
  });

  it.each(['1 ', '1-', 'a ', 'IMPI-2026-', 'mi nombre es ', 'cambiar correo ', '\u0301', ' '])(
    'ends on 100,000 times %j',
    (unit) => {
      for (const read of readers) expect(() => read(unit.repeat(100_000))).not.toThrow();
    },
  );
});
