import fc from 'fast-check';
import { dayInWords, endOfDayAfter, reminderAt } from '../../../services/cases/deadline.ts';

test.each([
  ['at noon', '2026-11-21T18:00:00Z', '21 de diciembre de 2026'],
  ['late in the evening, when UTC has the next day already', '2026-11-22T05:30:00Z', '21 de diciembre de 2026'],
  ['just after midnight', '2026-11-22T06:00:00Z', '22 de diciembre de 2026'],
  ['over the end of the year', '2026-12-15T18:00:00Z', '14 de enero de 2027'],
])('thirty days after a filing %s', (_, filed, words) => {
  const deadline = endOfDayAfter(Date.parse(filed), 30);
  expect(dayInWords(deadline)).toBe(words);
  expect(dayInWords(deadline + 1)).not.toBe(words);
});

test('reminds in the morning of the day so many days before', () => {
  const deadline = endOfDayAfter(Date.parse('2026-11-21T18:00:00Z'), 30);
  expect(new Date(reminderAt(deadline, 4)).toISOString()).toBe('2026-12-17T15:59:59.999Z');
  expect(dayInWords(reminderAt(deadline, 1), 'en')).toBe('December 20, 2026');
});

test('always leaves whole days, whenever it is filed', () => {
  const instant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2050, 0, 1) });
  fc.assert(
    fc.property(instant, fc.integer({ min: 1, max: 90 }), (at, days) => {
      const left = endOfDayAfter(at, days) - at;
      expect(left).toBeGreaterThanOrEqual(days * 86_400_000 - 1);
      expect(left).toBeLessThan((days + 1) * 86_400_000);
    }),
  );
});
