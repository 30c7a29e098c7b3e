import fc from 'fast-check';
import { refusedAcross } from '../../../services/handoff/filter/across.ts';
import { createOutgoingFilter } from '../../../services/handoff/outgoing-filter.ts';
import { redact } from '../../../services/redaction/redact.ts';

const allow = {
  domains: ['impi.gob.mx', 'sat.gob.mx', 'pase.com.mx', 'gob.mx'],
  emails: ['buzon@impi.gob.mx'],
  phones: ['55 5334 0700'],
  handles: ['@IMPI_Mexico'],
};
const filter = createOutgoingFilter({ allow, maxChars: 1_000, redact });

/** What happens to each message of an agent when all that went out before is looked at with it. */
function verdicts(messages: readonly string[]): string[] {
  const out: string[] = [];
  return messages.map((text) => {
    const filtered = filter(text);
    const refused = filtered.ok ? refusedAcross(text, out, allow) : filtered.reason;
    if (refused === undefined) out.push(text);
    return refused ?? 'ok';
  });
}

const LONG_URL = `https://www.impi.gob.mx/${'servicios-en-linea/'.repeat(9)}renovacion.aspx`;

const talk: Readonly<Record<string, readonly string[]>> = {
  'a trade mark that expires': [
    'Hola, buenas tardes, soy Ana.',
    'Ya vi tu caso: tu folio es IMPI-2026-000123.',
    'Tu marca vence el 5 de diciembre de 2026.',
    '12 del día es la hora de corte.',
    'Son 12 minutos, más o menos.',
    'Vence en 2026.',
    '10 años dura la marca.',
    'Se renueva entre 2026 y 2027, según el artículo 178 de la Ley.',
    'Son los artículos 113, 114 y 115, fracción 3.',
    'Se puede en las clases 9, 35 y 42.',
    'El reglamento lo dice en el artículo 113',
    '100 pesos de multa, si llegas tarde.',
    '¿Te quedó claro?',
    '¿En qué año fue?',
    'Se registró en 2019',
    'Entonces vence en 2029',
    'La clase es 35',
    'y 42',
  ],
  'what it costs': [
    'El registro cuesta $1,250',
    '15 días hábiles tarda la respuesta.',
    'La tarifa completa es de $2,457.79.',
    'Con descuento son 3,126.41 pesos, IVA incluido.',
    'La búsqueda cuesta $102.50 y la renovación $2,695.16 MXN.',
    'Registro: $2,457.79; renovación: $2,300.00; búsqueda: $1,250.50; copia: $25.00.',
    'El 50% de descuento es para 2 tipos de persona.',
    'Pagas $2457.79 en el banco.',
    'Más 16% de IVA, son 2,851.04',
    'Son 250 pesos por hoja.',
    'Tienes 3 días para pagar.',
    'El pago se refleja en 24 a 48 horas.',
  ],
  'offices and hours': [
    'Atendemos de lunes a viernes de 9:00 a 14:45',
    '10 minutos antes ya puedes pasar.',
    'Lunes a jueves de 9:00 a 14:45, viernes de 9:00 a 13:15 y sábado de 9:15 a 12:45.',
    'La oficina está en Arenal 550, 3er piso, Tepepan, CP 16020',
    '2 identificaciones, por favor.',
    'Es C.P. 16020, en Xochimilco.',
    'Pide la ventanilla 12.',
    'Está en el piso 2, puerta 14',
    'Ve de 9 a 14 horas.',
    'Mejor antes de las 10.',
    'Tu cita es el 21/12/2026 a las 10:30.',
    'También hay oficina en Guadalajara, en Monterrey y en Mérida.',
    'El código postal es 16020.',
    'Llama al 55 5334 0700 si no puedes venir.',
    '20 minutos dura la cita.',
  ],
  'what to bring': [
    'Necesitas lo siguiente:',
    '1. Identificación oficial',
    '2. CURP',
    '3. Comprobante de domicilio',
    '4. Acta de nacimiento',
    '5. Dos fotografías',
    '6. El formato firmado',
    '7. Comprobante de pago',
    'De cada uno, 2 copias.',
    'Y 1 original.',
    'Son 4 hojas.',
    'El comprobante, de 3 meses o menos.',
  ],
  'addresses that are allowed, long and short': [
    'Entra aquí:',
    LONG_URL,
    'Dime si te abre.',
    '¿Ya?',
    'También sirve https://www.gob.mx',
    'y ahí buscas «renovación».',
    `La guía está en ${LONG_URL} y el formato, en https://www.impi.gob.mx/formato.pdf`,
    'Descárgalo, por favor.',
    'O escribe a buzon@impi.gob.mx.',
    'Síguenos como @IMPI_Mexico',
    'Com gusto te ayudo',
    'Eso es todo.',
    'Mx',
    'Ese es el punto',
    'Live chat no hay',
    'Punto por punto lo vemos.',
    'Gracias.',
    'Info. Adicional: trae copia.',
    'Listo.',
    'Me avisas.',
  ],
  'other networks': [
    'Nuestro WhatsApp es seguro.',
    'El WhatsApp es el mismo de siempre.',
    'En WhatsApp, el usuario debe abrir el enlace.',
    'En WhatsApp el usuario puede seguir con su código.',
    'Entra en Facebook con el usuario que ya tienes.',
    'La cuenta de Facebook es otra cosa.',
    'Trámite on-line: siga estos pasos.',
    'Mándeme un inbox: no, use este chat.',
    'Nunca te escribimos por Telegram ni por Facebook.',
    'Te llega por WhatsApp un enlace al formulario.',
    'Face: no tenemos.',
    'El DM: eso no lo revisamos.',
  ],
  'the procedure itself': [
    'Son 2 pasos',
    '3 minutos más y terminamos',
    'El código dura 10 minutos.',
    'Tiene 6 dígitos y llega a tu correo.',
    'La contraseña lleva de 8 a 16 caracteres y 1 mayúscula.',
    'Vas en el paso 3 de 5.',
    'Te quedan 2 intentos.',
    'El archivo pesa menos de 5 MB.',
    'Tu e.firma vale 4 años; la tuya es de 2023.',
    'Elige el .cer y el .key.',
    'Hazlo con Windows 11 o con tu teléfono.',
    'Tu folio es ATN-2026-000007',
    '24 horas dura el enlace.',
    '¿Seguimos?',
    'Perfecto, 👍 que tengas buen día.',
  ],
};

describe('what agents say all day goes out, message after message', () => {
  test.each(Object.entries(talk))('%s', (_, messages) => {
    const heard = verdicts(messages);
    expect(messages.map((text, index) => [text, heard[index]])).toEqual(messages.map((text) => [text, 'ok']));
  });

  test('in one long conversation, and in any order of its parts', () => {
    const parts = Object.values(talk);
    fc.assert(
      fc.property(fc.shuffledSubarray(parts, { minLength: 2 }), (chosen) => {
        const messages = chosen.flat();
        const heard = verdicts(messages);
        expect(messages.filter((_, index) => heard[index] !== 'ok')).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  test('after a long allowed address an agent can go on', () => {
    for (const length of [60, 119, 120, 121, 200, 400]) {
      const url = `https://www.impi.gob.mx/${'x'.repeat(length)}`;
      expect(verdicts([url, 'Dime si te abre.', '¿Ya?'])).toEqual(['ok', 'ok', 'ok']);
    }
  });
});

describe('what was said before never mutes anybody', () => {
  test.each(['evil.com', 'entra a evil punto com', '@soporte', '55 1234 5678', '123456', 'ana@evil.com'])(
    'not even %s, had it gone out',
    (bad) => {
      expect(refusedAcross('Con gusto te ayudo.', [bad], allow)).toBeUndefined();
      expect(refusedAcross('Son 2 pasos.', [bad, 'Hola'], allow)).toBeUndefined();
    },
  );
});

describe('a number or an address in pieces does not go out', () => {
  test.each<readonly [...string[]][]>([
    [['55', '¿lo anotó?', '12 34', '¿lo anotó?', '56 78']],
    [['55 12', 'Ahí va.', 'Espere, por favor, que lo busco.', '34 56']],
    [['Anota: 55 12.', '34 56.', '78.']],
    [['El teléfono que me pides empieza con 55 12', '¿Sí?', '34 56']],
    [['Te paso un número: 55 12', '34 56 es lo que sigue del número']],
    [['cincuenta y cinco', 'doce', '¿va?', 'treinta y cuatro']],
    [['48', 'va', '29', 'ok', '13']],
    [['4', '8', '2', '9', '1', '3']],
    [['Tu código empieza con 482', 'y termina con 913']],
    [['55', '2012', '3456']],
    [['5️⃣5️⃣', '1️⃣2️⃣', '3️⃣4️⃣']],
    [['entra a evil', '.com']],
    [['entra a evil.', 'com']],
    [['entra a evil...', 'com']],
    [['t.', 'me/fulano']],
    [['2012', '1934', '2056']],
    [['las 55', 'las 34', 'y las 56']],
    [['entra a evil', '¿sí?', 'punto com']],
    [['ana', 'arroba gmail']],
    [['ana arroba', 'evil', 'punto com']],
    [['mi telegram es', 'fulano']],
    [['nuestro telegram se llama', 'fulano']],
    [['búscame en telegram', 'como fulano']],
    [[LONG_URL, 'entra a evil', 'punto com']],
    [['https://www.gob.mx', '55 12', '34 56']],
  ])('%j', (messages) => {
    expect(verdicts(messages).filter((verdict) => verdict !== 'ok')).not.toEqual([]);
  });

  test('whatever is said between them', () => {
    const pieces = fc.array(fc.stringMatching(/^\d{2,4}$/), { minLength: 3, maxLength: 5 });
    const between = fc.constantFrom('¿Lo anotó?', '¿Sí?', 'Espere un momento, por favor.', 'Sigue', 'Son 2 pasos.');
    fc.assert(
      fc.property(pieces, fc.array(between, { minLength: 5, maxLength: 5 }), (figures, said) => {
        const messages = figures.flatMap((piece, index) => [piece, said[index] ?? '¿Sí?']);
        expect([messages, verdicts(messages).every((verdict) => verdict === 'ok')]).toEqual([messages, false]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what is dressed as something ordinary does not go out', () => {
  test.each([
    ['$55 1234 5678', 'phone'],
    ['$5512345678', 'phone'],
    ['$123,456', 'code'],
    ['$123456', 'code'],
    ['tu código es $1,234.56', 'code'],
    ['tu código es 4821 pesos', 'code'],
    ['551234 pesos', 'code'],
    ['55 12 34 pesos', 'code'],
    ['55 1234 5678 días', 'phone'],
    ['artículo 5512 3456 78', 'phone'],
    ['artículo 551, 234, 567, 8', 'phone'],
    ['CP 16020 12345', 'phone'],
    ['en 2012 1934 56', 'phone'],
    ['55 2012 3456', 'phone'],
    ['piso 55 12 34 56 78', 'phone'],
    ['llama a las 55 12 34 56 78', 'phone'],
    ['55 12 de mayo 34 56 78', 'code'],
    ['nuestro telegram es @fulano', 'handle'],
    ['nuestro telegram es fulano7', 'handle'],
    ['nuestra cuenta de Instagram es fulano.de.tal', 'handle'],
    ['el telegram se llama fulano', 'handle'],
    ['en Telegram, el usuario es fulano', 'handle'],
    ['en Telegram el usuario: fulano', 'handle'],
    ['en Telegram, el usuario fulano7', 'handle'],
    ['en Telegram con el usuario fulano', 'handle'],
    ['en Telegram con el usuario delfina', 'handle'],
    ['manda un inbox: @fulano', 'handle'],
    ['line: @fulano', 'handle'],
    ['dm @fulano', 'handle'],
  ])('%s', (text, reason) => {
    const filtered = filter(text);
    expect(filtered.ok ? 'ok' : filtered.reason).toBe(reason);
  });
});

test.each(['*', 'h*', '1 ', '$1', 'a-', '-', 'x.', '\n', '1\n\n', 'de 1 a ', 'articulo 1, ', 'en 2012 y ', '@ ', 'a_'])(
  'the same over and over, %j, is looked at as well',
  (unit) => {
    const long = `h${unit.repeat(1_000)}`.slice(0, 998).concat('z');
    expect(filter(long)).toBeDefined();
    refusedAcross(long, Array(20).fill(long), allow);
    expect(refusedAcross('Con gusto te ayudo.', Array(20).fill(long), allow)).toBeUndefined();
  },
);
