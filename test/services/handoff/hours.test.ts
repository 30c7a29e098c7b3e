import fc from 'fast-check';
import { OpeningHours, openingAt } from '../../../services/handoff/hours.ts';

const office = OpeningHours.parse({
  weekdays: [1, 2, 3, 4, 5],
  from: '09:00',
  until: '18:00',
  holidays: ['2026-12-25'],
});
/** A moment by the clock of Mexico City. */
const at = (moment: string) => Date.parse(`${moment}-06:00`);

test.each([
  ['a Monday morning, one minute before', '2026-11-23T08:59:59', false, '2026-11-23T09:00:00'],
  ['nine o’clock', '2026-11-23T09:00:00', true, '2026-11-23T18:00:00'],
  ['the last minute', '2026-11-23T17:59:59', true, '2026-11-23T18:00:00'],
  ['six o’clock', '2026-11-23T18:00:00', false, '2026-11-24T09:00:00'],
  ['a Friday evening', '2026-11-20T20:00:00', false, '2026-11-23T09:00:00'],
  ['a Sunday', '2026-11-22T12:00:00', false, '2026-11-23T09:00:00'],
  ['a holiday before a weekend', '2026-12-25T12:00:00', false, '2026-12-28T09:00:00'],
  ['the evening before it', '2026-12-24T19:00:00', false, '2026-12-28T09:00:00'],
  ['midnight of a working day', '2026-11-24T00:00:00', false, '2026-11-24T09:00:00'],
])('%s', (_, moment, open, until) => {
  expect(openingAt(office, at(moment))).toEqual(open ? { open, closesAt: at(until) } : { open, opensAt: at(until) });
});

test('around the clock is always open, until midnight and on', () => {
  const always = OpeningHours.parse({ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', until: '24:00' });
  fc.assert(
    fc.property(fc.integer({ min: at('2026-01-01T00:00:00'), max: at('2030-01-01T00:00:00') }), (moment) => {
      const opening = openingAt(always, moment);
      expect(opening.open && opening.closesAt > moment).toBe(true);
    }),
  );
});

test('never open says so, without a moment', () => {
  expect(openingAt({ ...office, weekdays: [] }, at('2026-11-23T12:00:00'))).toEqual({ open: false });
});

test('the moment given for opening is the first at which it is open', () => {
  fc.assert(
    fc.property(fc.integer({ min: at('2026-01-01T00:00:00'), max: at('2028-01-01T00:00:00') }), (moment) => {
      const opening = openingAt(office, moment);
      if (opening.open) return;
      expect(opening.opensAt).toBeGreaterThan(moment);
      expect(openingAt(office, opening.opensAt ?? 0).open).toBe(true);
      expect(openingAt(office, (opening.opensAt ?? 0) - 1).open).toBe(false);
    }),
  );
});

test.each(['9:00', '25:00', '09:60', ''])('%j is no time of the day', (from) => {
  expect(OpeningHours.safeParse({ ...office, from }).success).toBe(false);
});
