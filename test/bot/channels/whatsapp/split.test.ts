import fc from 'fast-check';
import { lengthOf } from '../../../../bot/channels/whatsapp/protocol.ts';
import { splitText } from '../../../../bot/channels/whatsapp/split.ts';

const words = fc
  .array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(' ', '. ', '\n', '\n\n', '🙂', 'ñ', 'palabra')))
  .map((parts) => parts.join(''));

it('keeps every character that is no blank, in order, in parts that fit', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 60 }), (text, max) => {
      const parts = splitText(text, max);
      expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      for (const part of parts) {
        expect(lengthOf(part)).toBeLessThanOrEqual(max);
        expect(part).toBe(part.trim());
        expect(part).not.toBe('');
        expect(part.isWellFormed()).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

it('leaves a text that fits as it is', () => {
  expect(splitText('a'.repeat(4096), 4096)).toEqual(['a'.repeat(4096)]);
  expect(splitText('🙂'.repeat(4096), 4096)).toHaveLength(1);
  expect(splitText('🙂'.repeat(4097), 4096).map(lengthOf)).toEqual([4096, 1]);
});

it.each([
  ['paragraphs', 'Uno dos tres.\n\nCuatro cinco. Seis.', 24, ['Uno dos tres.', 'Cuatro cinco. Seis.']],
  ['lines', 'Uno dos\ntres cuatro cinco', 18, ['Uno dos', 'tres cuatro cinco']],
  ['sentences', 'Uno dos. Tres cuatro cinco', 20, ['Uno dos.', 'Tres cuatro cinco']],
  ['words', 'uno dos tres cuatro', 13, ['uno dos tres', 'cuatro']],
  ['nothing else', 'abcdefghij', 4, ['abcd', 'efgh', 'ij']],
])('cuts at %s', (_, text, max, parts) => {
  expect(splitText(text, max)).toEqual(parts);
});
