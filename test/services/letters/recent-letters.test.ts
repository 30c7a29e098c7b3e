import { recentLetters } from '../../../services/letters/recent-letters.ts';
import { facts } from './letter-facts.ts';

const counted = (draw: (calls: number) => Promise<Buffer> = async (calls) => Buffer.from(String(calls))) => {
  const state = { calls: 0 };
  const letters = recentLetters(() => {
    state.calls += 1;
    return draw(state.calls);
  });
  return { state, letters };
};

test('draws a letter once, also for many who ask at the same time', async () => {
  const { state, letters } = counted();
  await Promise.all(Array.from({ length: 20 }, () => letters({ ...facts })));
  expect(state.calls).toBe(1);
});

test.each([
  ['email', 'otro@example.mx'],
  ['fullName', 'Otra Persona'],
  ['curp', 'MEAL840217MDFNRC02'],
  ['folio', 'IMPI-2026-000124'],
  ['deadlineAt', facts.deadlineAt + 1],
  ['filedAt', facts.filedAt + 1],
])('draws another one when the %s differs', async (field, value) => {
  const { state, letters } = counted();
  await letters(facts);
  await letters({ ...facts, [field]: value });
  expect(state.calls).toBe(2);
});

test('keeps a few, not all', async () => {
  const { state, letters } = counted();
  for (let number = 0; number < 100; number += 1) await letters({ ...facts, folio: `IMPI-2026-${number}` });
  await letters({ ...facts, folio: 'IMPI-2026-99' });
  expect(state.calls).toBe(100);
  await letters({ ...facts, folio: 'IMPI-2026-0' });
  expect(state.calls).toBe(101);
});

test('tries again after a failure', async () => {
  const { letters } = counted(async (calls) => {
    if (calls === 1) throw new Error('no paper');
    return Buffer.from('drawn');
  });
  await expect(letters(facts)).rejects.toThrow('no paper');
  expect((await letters(facts)).toString()).toBe('drawn');
});
