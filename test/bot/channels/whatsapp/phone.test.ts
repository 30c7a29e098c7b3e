import fc from 'fast-check';
import { canonicalPhone } from '../../../../bot/channels/whatsapp/phone.ts';

it.each([
  ['5215555550123', '+525555550123'],
  ['525555550123', '+525555550123'],
  ['+52 1 55 5555 0123', '+525555550123'],
  ['+52 (55) 5555-0123', '+525555550123'],
  // Ten digits that begin with 1 are a number of their own, not the old prefix.
  ['521555555012', '+521555555012'],
  ['15550783881', '+15550783881'],
  ['34600111222', '+34600111222'],
])('reads %s as %s', (received, canonical) => {
  expect(canonicalPhone(received)).toBe(canonical);
});

it.each(['', 'MX.13491208655302741918', '0000000', '12', '1'.repeat(16), '52abc5550123', '５２５５５５５５０１２３'])(
  'takes "%s" for no number',
  (received) => {
    expect(canonicalPhone(received)).toBeUndefined();
  },
);

const tenDigits = fc.stringMatching(/^[2-9]\d{9}$/);

it('finds the same person with and without the 1, and never two people in one', () => {
  fc.assert(
    fc.property(tenDigits, tenDigits, (one, other) => {
      expect(canonicalPhone(`521${one}`)).toBe(`+52${one}`);
      expect(canonicalPhone(`52${one}`)).toBe(`+52${one}`);
      expect(canonicalPhone(`521${one}`) === canonicalPhone(`52${other}`)).toBe(one === other);
    }),
  );
});

it('leaves a canonical number as it is', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[1-9]\d{6,14}$/), (digits) => {
      const canonical = canonicalPhone(digits) ?? '';
      expect(canonicalPhone(canonical)).toBe(canonical);
    }),
  );
});
