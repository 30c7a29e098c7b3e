import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newCode, readCode } from '../../../services/moves/code.ts';

const drawn = (numbers: readonly number[]) => {
  let next = 0;
  return (max: number) => (numbers[next++ % numbers.length] ?? 0) % max;
};
const someCode = fc.array(fc.nat(), { minLength: 8, maxLength: 12 }).map((numbers) => newCode(drawn(numbers)));

it('has eight signs in two groups, a digit and a letter among them, none of them like another', () => {
  fc.assert(
    fc.property(someCode, (code) => {
      expect(code).toMatch(/^[34679ACDEFGHJKMNPQRTWXY]{4}-[34679ACDEFGHJKMNPQRTWXY]{4}$/);
      expect(code).toMatch(/\d/);
      expect(code).toMatch(/[A-Z]/);
    }),
  );
});

it.each([0, 18])('has both where chance draws one kind only (%d)', (drawn) => {
  expect(readCode(newCode((max) => drawn % max))).toBeDefined();
});

it('is read however a person writes it', () => {
  const written = fc.constantFrom<(code: string) => string>(
    (code) => code,
    (code) => code.toLowerCase(),
    (code) => code.replace('-', ''),
    (code) => code.replace('-', ' '),
    (code) => code.replace('-', '–'),
    (code) => `  ${code} `,
    (code) => `código ${code}`,
    (code) => `Mi código es: ${code.toLowerCase()}.`,
    (code) => `my code is ${code}`,
    (code) => code.replace(/[A-Z0-9]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0)),
  );
  fc.assert(fc.property(someCode, written, (code, write) => expect(readCode(write(code))).toBe(code)));
});

it.each([
  '',
  'sí',
  'para cada',
  'paracada',
  'cancelar',
  'A3C4-D6E',
  'A3C4-D6E7F',
  'A3C0-D6E7',
  'el A3C4-D6E7 no sirve',
  'GOMR850312MDFMRS07',
  '2024 3467',
  '3467 7346',
  '34'.repeat(50_000),
])('is not read in "%s"', (text) => {
  expect(readCode(text.slice(0, 100_000))).toBeUndefined();
});
