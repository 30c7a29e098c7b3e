import fc from 'fast-check';
import cannedTexts from '../../../locales/es-MX/desk-canned.json' with { type: 'json' };
import { refusedAcross } from '../../../services/handoff/filter/across.ts';
import { createOutgoingFilter } from '../../../services/handoff/outgoing-filter.ts';
import { redact } from '../../../services/redaction/redact.ts';

const allow = {
  domains: ['impi.gob.mx', 'sat.gob.mx', 'pase.com.mx'],
  emails: ['buzon@impi.gob.mx'],
  phones: ['55 5334 0700'],
  handles: ['@IMPI_Mexico'],
};
const filter = createOutgoingFilter({
  allow,
  maxChars: 1_000,
  redact,
});
const verdict = (text: string) => {
  const filtered = filter(text);
  return filtered.ok ? 'ok' : filtered.reason;
};

describe('what agents say all day goes out as it is', () => {
  test.each([
    'Hola, soy Ana. Ya vi tu caso, dame un momento por favor.',
    'Tu folio es IMPI-2026-000123. Guárdalo.',
    'Tu folio de atención es ATN-2026-000007.',
    'Necesitas tu e.firma vigente: el archivo .cer, el archivo .key y su contraseña.',
    'Sube el archivo goae561231.key en el formulario seguro, no por aquí.',
    'Escribe tu contraseña nueva en el campo seguro que te acabo de enviar. Yo no puedo verla.',
    'El código llega a tu correo nuevo. Escríbelo en el chat cuando lo tengas.',
    'No me compartas tu contraseña ni tu código, por favor.',
    'Puedes renovarla en https://www.sat.gob.mx/tramites o en cualquier oficina del SAT.',
    'Escríbenos a buzon@impi.gob.mx si tienes dudas.',
    'Llama al 55 5334 0700, de lunes a viernes de 9:00 a 18:00.',
    'El enlace sirve 24 horas. Si ya venció, pide otro.',
    'La oficina está en Arenal 550, 3er piso, C.P. 16020, Ciudad de México.',
    'Tienes hasta el 21/12/2026 para venir.',
    '¿Te falta la arroba? Revisa que tu correo la tenga.',
    'El punto es que necesitas dos identificaciones: INE o pasaporte.',
    'Son 2 pasos más y terminamos. ¿Seguimos?',
    '¡Listo! 👍 Que tengas bonito día 👩‍💻',
    'Thanks for waiting. Please open the form and choose your files.',
    'Son las dos y media; a las tres cierro.',
    'Primero uno, luego dos.',
    'Línea uno.\nLínea dos.',
    'Info. Adicional: trae copia.',
    'Con gusto, Sr. Pérez. Mi compañera le ayuda (ella sigue aquí).',
    'Síguenos como @IMPI_Mexico para las noticias.',
    'Nunca te vamos a escribir por Telegram ni por Facebook.',
    'Te va a llegar por WhatsApp un enlace al formulario.',
    'Puedes seguir en WhatsApp o en Teams con el código que te dé el asistente.',
    'Si usas WhatsApp, escribe ahí «seguir en otro dispositivo».',
    'En Instagram hay cuentas falsas; no les contestes.',
    '¿Te llegó el mensaje a WhatsApp como texto o como enlace?',
    'La línea está ocupada: espera un momento.',
    'Dale a «Cambiar la línea» y sigue.',
    '¿Me escribes cuando termines?',
    'T me explico mal, perdón: es el archivo .cer.',
    'Un minuto me tomará revisarlo.',
  ])('%s', (text) => {
    expect(verdict(text)).toBe('ok');
  });

  const canned = Object.entries(cannedTexts).filter(([key]) => key.endsWith('.text'));
  test.each(canned)('the canned answer %s', (_, text) => {
    const filled = text.replaceAll('{agente}', 'Ana').replaceAll('{folio}', 'IMPI-2026-000123');
    expect(verdict(filled)).toBe('ok');
  });
});

describe('what leads elsewhere, or looks like a secret, does not', () => {
  test.each([
    ['https://evil.example/x', 'url'],
    ['http://www.impi.gob.mx', 'url'],
    ['entra a evil.com', 'url'],
    ['entra a EVIL.COM', 'url'],
    ['evil.zip', 'url'],
    ['impi.gob.mx.evil.com', 'url'],
    ['https://impi.gob.mx@evil.com', 'email'],
    ['https://impi.gob.mx:8080/', 'url'],
    ['https://impi.gob.mx/?next=//evil.com', 'url'],
    ['https://evilimpi.gob.mx', 'url'],
    ['https://impi.gob.mx\\@evil.com', 'url'],
    ['hxxps evil', 'url'],
    ['h t t p s evil', 'url'],
    ['evil punto com', 'url'],
    ['evil (punto) com', 'url'],
    ['evil[.]com', 'url'],
    ['evil . com', 'url'],
    ['evil. com', 'url'],
    ['evil dot com', 'url'],
    ['e v i l . c o m', 'url'],
    ['e-v-i-l.c-o-m', 'url'],
    ['ｅｖｉｌ．ｃｏｍ', 'url'],
    ['evil。com', 'url'],
    ['𝐞𝐯𝐢𝐥.𝐜𝐨𝐦', 'url'],
    ['ⓔⓥⓘⓛ.ⓒⓞⓜ', 'url'],
    ['еvil.соm', 'hidden-characters'],
    ['ev\u200bil.com', 'hidden-characters'],
    ['evil\u00ad.com', 'hidden-characters'],
    ['evil\u2060.com', 'hidden-characters'],
    ['\u202emoc.live', 'hidden-characters'],
    ['bit ly slash abc', 'url'],
    ['192.168.0.1', 'url'],
    ['javascript:alert(1)', 'url'],
    ['w w w evil', 'url'],
    ['manda tu ine a ana@evil.com', 'email'],
    ['manda tu ine a ana arroba gmail punto com', 'email'],
    ['ana (at) evil (dot) com', 'email'],
    ['ana [arroba] gmail', 'email'],
    ['@soporte_pase', 'handle'],
    ['Escribe a @soporte_pase', 'handle'],
    ['búscanos: @fulano', 'handle'],
    ['(@ fulano)', 'handle'],
    ['sígueme en arroba fulano', 'handle'],
    ['t.me slash fulano', 'handle'],
    ['t . m e diagonal fulano', 'handle'],
    ['t punto me / fulano', 'handle'],
    ['t me barra fulano', 'handle'],
    ['wa me 5512', 'handle'],
    ['wa punto me diagonal 5512', 'handle'],
    ['telegram: fulano', 'handle'],
    ['Telegram -> fulano', 'handle'],
    ['ig: fulano', 'handle'],
    ['mi telegram es fulano', 'handle'],
    ['nuestra cuenta de Instagram es fulano.de.tal', 'handle'],
    ['búscame en telegram como fulano', 'handle'],
    ['en discord, usuario fulano', 'handle'],
    ['agrega a soporte_pase', 'handle'],
    ['ｔｅｌｅｇｒａｍ： ｆｕｌａｎｏ', 'handle'],
    ['llámame al 55 1234 5678', 'phone'],
    ['55-12-34-56-78', 'phone'],
    ['+52 (55) 1234-5678', 'phone'],
    ['5 5 1 2 3 4 5 6 7 8', 'phone'],
    ['5.5.1.2.3.4.5.6.7.8', 'url'],
    ['cinco cinco uno dos tres cuatro cinco seis siete ocho', 'phone'],
    ['cincuenta y cinco, doce, treinta y cuatro, cincuenta y seis', 'phone'],
    ['5️⃣5️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣', 'phone'],
    ['٥٥١٢٣٤٥٦٧٨', 'hidden-characters'],
    ['５５１２３４５６７８', 'phone'],
    ['55 l2 34 5o 78', 'phone'],
    ['tu código es 123456', 'code'],
    ['123 456', 'code'],
    ['1-2-3-4-5-6', 'code'],
    ['uno dos tres cuatro cinco seis', 'code'],
    ['tu código: 4821', 'code'],
    ['tu contraseña es Perro.2026', 'password'],
    ['usa Xk9$mmQ2pa', 'password'],
    ['tu CURP es GODE561231HGRRRN09', 'curp'],
    ['tu RFC es GODE561231AB1', 'rfc'],
    ['4111 1111 1111 1111', 'card'],
    ['-----BEGIN PRIVATE KEY-----\nMIIEvQ', 'key'],
    ['dGhpcyBpcyBhIHZlcnkgbG9uZyB0b2tlbiAxMjM0NTY3ODkw', 'key'],
    ['   ', 'empty'],
    ['a'.repeat(1_001), 'too-long'],
  ])('%s', (text, reason) => {
    expect(verdict(text)).toBe(reason);
  });
});

const benign = ['Hola, buenas tardes', 'Ya casi terminamos', 'Mira', 'Por favor', 'Te explico', '¿Me esperas?'];
const around = fc.tuple(fc.constantFrom(...benign), fc.constantFrom(...benign));
const label = fc.stringMatching(/^[a-z]{3,10}$/).filter((word) => !['impi', 'sat', 'pase'].includes(word));
const ending = fc.constantFrom('com', 'net', 'org', 'com.mx', 'xyz', 'io');
const aDot = fc.constantFrom(
  '.',
  ' . ',
  ' .',
  ' punto ',
  '[.]',
  '(.)',
  ' (punto) ',
  '{dot}',
  ' dot ',
  '。',
  '．',
  '•',
  ' PUNTO ',
);

/** Ways to write the same letters otherwise. */
const disguises: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.replace(/[a-z]/g, (char) => String.fromCodePoint((char.codePointAt(0) ?? 0) - 97 + 0xff41)),
  (text) => text.replace(/[a-z]/g, (char) => String.fromCodePoint((char.codePointAt(0) ?? 0) - 97 + 0x1d41a)),
  (text) => text.replace(/[a-z]/g, (char) => `${char}\u0301`),
  (text) => [...text].join('\u200b'),
  (text) => [...text].join('\u200d'),
  (text) => `${text.replaceAll('o', 'о').replaceAll('e', 'е').replaceAll('a', 'а')}а`,
  (text) => `\u202e${[...text].reverse().join('')}`,
];

test('no address gets through in any disguise', () => {
  fc.assert(
    fc.property(
      around,
      label,
      aDot,
      ending,
      fc.constantFrom(...disguises),
      ([before, after], name, dot, tld, disguise) => {
        const text = `${before} ${disguise(`${name}${dot}${tld.replace('.', dot)}`)} ${after}`;
        expect([text, verdict(text)]).not.toEqual([text, 'ok']);
      },
    ),
    { numRuns: 3_000 },
  );
});

const words = ['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'];
const digitDisguises: readonly ((digits: string) => string)[] = [
  (digits) => digits,
  (digits) => [...digits].join(' '),
  (digits) => [...digits].join('-'),
  (digits) => [...digits].join(', '),
  (digits) => [...digits].join('  .  '),
  (digits) => [...digits].map((digit) => words[Number(digit)]).join(' '),
  (digits) => [...digits].map((digit, index) => (index % 2 ? digit : words[Number(digit)])).join(' '),
  (digits) => [...digits].map((digit) => String.fromCodePoint(Number(digit) + 0xff10)).join(''),
  (digits) => [...digits].map((digit) => `${digit}\ufe0f\u20e3`).join(''),
  (digits) => [...digits].map((digit) => String.fromCodePoint(Number(digit) + 0x1d7ce)).join(' '),
  (digits) => [...digits].map((digit) => String.fromCodePoint(Number(digit) + 0x660)).join(''),
  (digits) => [...digits].join('\u2060'),
  (digits) => digits.replace(/(..)/g, '$1/'),
  (digits) => `(${digits.slice(0, 2)}) ${digits.slice(2, 6)}_${digits.slice(6)}`,
];

test('no number long enough for a code or a telephone gets through in any disguise', () => {
  fc.assert(
    fc.property(
      around,
      fc.stringMatching(/^[1-9]\d{5,11}$/),
      fc.constantFrom(...digitDisguises),
      ([before, after], digits, disguise) => {
        const text = `${before}: ${disguise(digits)}. ${after}`;
        expect([text, verdict(text)]).not.toEqual([text, 'ok']);
      },
    ),
    { numRuns: 3_000 },
  );
});

test('whatever is written, the answer comes, and what goes out is what was written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const filtered = filter(text);
      if (filtered.ok) expect(filtered.text).toBe(text.normalize('NFC').trim());
    }),
    { numRuns: 2_000 },
  );
});

const handle = fc.stringMatching(/^[a-z]{4,10}(_[a-z]{2,6}|[0-9]{1,3})?$/);
const messenger = fc.constantFrom(
  'telegram',
  'Telegram',
  'INSTAGRAM',
  'facebook',
  'discord',
  'signal',
  'tik tok',
  'skype',
);
const naming: readonly ((name: string, network: string) => string)[] = [
  (name) => `@${name}`,
  (name) => `@ ${name}`,
  (name, network) => `${network}: ${name}`,
  (name, network) => `${network} = @${name}`,
  (name, network) => `mi ${network} es ${name}`,
  (name, network) => `búscame en ${network} como ${name}`,
  (name, network) => `en ${network} con el usuario ${name}`,
  (name) => `t.me/${name}`,
  (name) => `t me slash ${name}`,
  (name) => `t (punto) me diagonal ${name}`,
];

test('no name on another network gets through, however it is given', () => {
  fc.assert(
    fc.property(
      around,
      handle,
      messenger,
      fc.constantFrom(...naming),
      fc.constantFrom(...disguises.slice(0, 7)),
      ([before, after], name, network, given, disguise) => {
        const text = `${before}: ${disguise(given(name, network))} ${after}`;
        expect([text, verdict(text)]).not.toEqual([text, 'ok']);
      },
    ),
    { numRuns: 3_000 },
  );
});

describe('several messages together', () => {
  const across = (...messages: string[]) => refusedAcross(messages.at(-1) ?? '', messages.slice(0, -1), allow);

  test.each<[string[], string]>([
    [['55 12', '34 56', '78 90'], 'phone'],
    [['Anota: 55 12', '34 56'], 'phone'],
    [['Anota: 55 12', 'y luego 34', '56 es el final'], 'phone'],
    [['cincuenta y cinco, doce', 'treinta y cuatro'], 'phone'],
    [['123', '456'], 'code'],
    [['1', '2', '3', '4', '5', '6'], 'code'],
    [['uno dos tres', 'cuatro cinco seis'], 'code'],
    [['entra a evil', '.com'], 'url'],
    [['entra a evil', 'punto', 'com'], 'url'],
    [['entra a evil punto', 'com y me dices'], 'url'],
    [['entra a evil', '. com'], 'url'],
    [['ana arroba', 'evil', 'punto com'], 'email'],
    [['mi telegram es', 'fulano'], 'handle'],
    [['t me', 'slash fulano'], 'handle'],
  ])('%j', (messages, reason) => {
    expect(messages.map(verdict)).toEqual(messages.map(() => 'ok'));
    expect(across(...messages)).toBe(reason);
  });

  test.each([
    [['Son 2 pasos', '3 minutos más y terminamos']],
    [['1. Abre el formulario', '2. Elige tus archivos', '3. Escribe tu contraseña ahí']],
    [['Tu folio es IMPI-2026-000123', '24 horas dura el enlace']],
    [['Atendemos de 9:00 a 18:00', '5 minutos más, por favor']],
    [['Tienes hasta el 21/12/2026', '2 identificaciones, por favor']],
    [['Llama al 55 5334 0700', '10 minutos tarda']],
    [['Entra a https://www.sat.gob.mx', 'y renueva tu e.firma']],
    [['Escríbenos a buzon@impi.gob.mx.', 'Com gusto te contestan']],
    [['Hola.', 'Ya vi tu caso.', '¿Me esperas un momento?']],
    [['Listo.', 'Me avisas.']],
  ])('%j goes out', (messages) => {
    for (let end = 1; end <= messages.length; end += 1) expect(across(...messages.slice(0, end))).toBeUndefined();
  });

  test('no number gets through in pieces, wherever it is cut', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[1-9]\d{5,11}$/),
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 12, maxLength: 12 }),
        fc.constantFrom(...digitDisguises.slice(0, 6)),
        fc.constantFrom('', 'y ', 'luego ', '… '),
        (digits, sizes, disguise, between) => {
          const pieces: string[] = [];
          for (let at = 0, index = 0; at < digits.length; index += 1) {
            const size = sizes[index] ?? 1;
            pieces.push(`${pieces.length > 0 ? between : 'Anota: '}${disguise(digits.slice(at, at + size))}`);
            at += size;
          }
          const stopped = pieces.some(
            (piece, index) =>
              verdict(piece) !== 'ok' || refusedAcross(piece, pieces.slice(0, index), allow) !== undefined,
          );
          expect([pieces, stopped]).toEqual([pieces, true]);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('whatever was said before, a sentence of every day goes out', () => {
    const everyday = fc.constantFrom(
      ...benign,
      'Son dos pasos más.',
      'Elige el archivo .cer.',
      'Falta poco',
      '¿Seguimos?',
    );
    fc.assert(
      fc.property(fc.array(everyday, { minLength: 2, maxLength: 6 }), (messages) => {
        expect([messages, across(...messages)]).toEqual([messages, undefined]);
      }),
    );
  });
});
