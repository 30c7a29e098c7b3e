import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { isSameSecret, isSigned } from '../../../../bot/channels/whatsapp/signature.ts';

const secret = 'TEST_APP_SECRET';
const sign = (body: Buffer | string, key = secret) => `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
const body = Buffer.from('{"texto":"contraseña 🙂"}', 'utf8');

it.each([
  ['{"texto":"contraseña"}', '2d3d99b246c2ed2ad29de4f9d1396c939b0419fcd9c701d6d53faf0cf901094e'],
  ['{"texto":"contrase\\u00f1a"}', '715a32863380b257355c325711b3fdfa2eea119e1e7150f9e1a3824c8f8e8fc2'],
])('accepts the known signature of %s', (text, digest) => {
  expect(isSigned(Buffer.from(text, 'utf8'), `sha256=${digest}`, secret)).toBe(true);
});

it('accepts hex in capitals', () => {
  expect(isSigned(body, `sha256=${sign(body).slice(7).toUpperCase()}`, secret)).toBe(true);
});

it.each([
  ['no header', undefined],
  ['an empty header', ''],
  ['the prefix alone', 'sha256='],
  ['another algorithm', sign(body).replace('sha256=', 'sha1=')],
  ['a prefix in capitals', sign(body).replace('sha256=', 'SHA256=')],
  ['no prefix', sign(body).slice(7)],
  ['a digest too short', sign(body).slice(0, -1)],
  ['a digest too long', `${sign(body)}0`],
  ['what is not hex', `sha256=${'g'.repeat(64)}`],
  ['hex with blanks', sign(body).replace(/.$/, ' ')],
  ['the signature of another secret', sign(body, 'other')],
  ['the signature of another body', sign('{}')],
  ['zeros', `sha256=${'0'.repeat(64)}`],
  ['full-width digits', `sha256=${'０'.repeat(64)}`],
])('refuses %s', (_, header) => {
  expect(isSigned(body, header, secret)).toBe(false);
});

it('refuses everything without a secret, also what was signed with an empty one', () => {
  expect(isSigned(body, sign(body, ''), '')).toBe(false);
  expect(isSameSecret('', '')).toBe(false);
});

it('refuses a body that differs in any one byte', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (bytes, at, by) => {
        const original = Buffer.from(bytes);
        const altered = Buffer.from(bytes);
        const index = at % altered.length;
        altered[index] = (altered[index] ?? 0) ^ by;
        expect(isSigned(original, sign(original), secret)).toBe(true);
        expect(isSigned(altered, sign(original), secret)).toBe(false);
      },
    ),
  );
});

it('knows a secret of any length, and no other', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), (known, given) => {
      expect(isSameSecret(known, known)).toBe(true);
      expect(isSameSecret(given, known)).toBe(given === known);
    }),
  );
});
