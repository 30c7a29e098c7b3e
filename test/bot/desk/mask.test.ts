import fc from 'fast-check';
import { createMask, maskField } from '../../../bot/desk/mask.ts';
import { redact } from '../../../services/redaction/redact.ts';

const mask = createMask(redact);

test.each([
  ['mi correo es elena.gomez@example.mx', 'mi correo es e•••@example.mx'],
  ['GODE561231HGRRRN09', 'GODE********RN09'],
  ['cliente 12345678, código 482913', 'cliente ••••78, código ••••13'],
  ['llámame al 55 1234 5678', 'llámame al ••••78'],
  ['tu folio es IMPI-2026-000123 y ATN-2026-000007', 'tu folio es IMPI-2026-000123 y ATN-2026-000007'],
  ['entra a https://recupera.example/nueva?t=secreto', 'entra a recupera.example/…'],
  ['Paso 2 de 6', 'Paso 2 de 6'],
  ['línea uno\nlínea dos', 'línea uno\nlínea dos'],
  ['\u00010\u0002 IMPI-2026-000001', '0 IMPI-2026-000001'],
])('%j is shown as %j', (text, shown) => {
  expect(mask(text)).toBe(shown);
});

test.each([
  ['curp', 'GODE561231HGRRRN09', 'GODE********RN09'],
  ['name', 'Elena Gómez Díaz', 'E••• G••• D•••'],
  ['client-number', '1234567890', '••••90'],
] as const)('a known %s is shown in part', (field, value, shown) => {
  expect(maskField(field, value)).toBe(shown);
});

const words = fc.array(
  fc.constantFrom('hola', 'mi', 'correo', 'es', 'el', 'de', 'IMPI-2026-000123', '¿sí?', ',', '\n'),
  {
    maxLength: 6,
  },
);
const secret = fc.oneof(
  fc.stringMatching(/^[a-z]{2,8}\.[a-z]{2,8}@[a-z]{3,8}\.(?:com|mx)$/),
  fc.stringMatching(/^[1-9]\d{5,11}$/),
  fc.stringMatching(/^https:\/\/[a-z]{3,8}\.mx\/[a-z]{6}\?t=[A-Za-z0-9]{43}$/),
);

test('no address, number or link is shown whole, wherever it stands in a sentence', () => {
  fc.assert(
    fc.property(words, secret, words, (before, hidden, after) => {
      expect(mask([...before, hidden, ...after].join(' '))).not.toContain(hidden);
    }),
    { numRuns: 1_000 },
  );
});

test('any text has an answer, and none grows out of bounds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      expect(mask(text).length).toBeLessThanOrEqual(text.length * 9 + 9);
    }),
  );
});
