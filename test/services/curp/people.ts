import fc from 'fast-check';
import { checkDigit } from '../../../services/curp/curp.ts';
import { INCONVENIENT_WORDS, STATES } from '../../../services/curp/tables.ts';

/** 2026-11-21. */
export const NOW = Date.UTC(2026, 10, 21, 12);

/** Completes 17 characters with their check digit. */
export const complete = (seventeen: string) => seventeen + checkDigit(seventeen);

const oneOf = (chars: string) => fc.constantFrom(...chars);
const letter = oneOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const consonant = oneOf('BCDFGHJKLMNPQRSTVWXYZ');
const date = fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date(NOW), noInvalidDate: true });

/** Any CURP of valid form. */
export const curps = fc
  .tuple(letter, oneOf('AEIOUX'), letter, letter, date, oneOf('HMX'), fc.constantFrom(...Object.keys(STATES)))
  .filter(([a, b, c, d]) => !INCONVENIENT_WORDS.has(a + b + c + d))
  .chain(([a, b, c, d, born, sex, state]) => {
    const day = born.toISOString().slice(0, 10);
    const homonym = day < '2000' ? oneOf('0123456789') : oneOf('ABCDEFGHIJ');
    return fc
      .tuple(consonant, consonant, consonant, homonym)
      .map((tail) => complete(a + b + c + d + day.slice(2).replaceAll('-', '') + sex + state + tail.join('')));
  });
