import type { LetterFacts } from '../../../services/letters/letter.ts';

export const facts: LetterFacts = {
  folio: 'IMPI-2026-000123',
  fullName: 'Héctor Iván Núñez Salgado',
  curp: 'NUSH790903HJCXLC08',
  email: 'hector.nunez@example.mx',
  filedAt: Date.parse('2026-11-21T18:00:00Z'),
  deadlineAt: Date.parse('2026-12-22T05:59:59.999Z'),
};
