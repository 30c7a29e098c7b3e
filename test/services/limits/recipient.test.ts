import fc from 'fast-check';
import { canonicalRecipient } from '../../../services/limits/recipient.ts';

describe('canonicalRecipient', () => {
  it.each([
    ['Ana.Perez@Empresa.com.mx', 'ana.perez@empresa.com.mx'],
    ['ana+sat@empresa.com.mx', 'ana@empresa.com.mx'],
    ['a.n.a+sat@gmail.com', 'ana@gmail.com'],
    ['A.N.A@GoogleMail.com', 'ana@gmail.com'],
    ['a.n.a@outlook.com', 'a.n.a@outlook.com'],
    ['ａｎａ@empresa.mx', 'ana@empresa.mx'],
    ['jose\u0301@empresa.mx', 'josé@empresa.mx'],
    [' ana@empresa.mx. ', 'ana@empresa.mx'],
    ['"a@b"@empresa.mx', '"a@b"@empresa.mx'],
    ['Ana', 'ana'],
    ['@empresa.mx', '@empresa.mx'],
    ['', ''],
  ])('%j counts as %j', (address, expected) => {
    expect(canonicalRecipient(address)).toBe(expected);
  });

  it('is settled after one pass, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress()), (text) => {
        const once = canonicalRecipient(text);
        expect(canonicalRecipient(once)).toBe(once);
      }),
    );
  });
});
