import type { Case } from '../cases/case.ts';
import { letterDataOf } from '../cases/letter-data.ts';
import type { Millis } from '../store/store.ts';
import type { LetterFacts } from './letter.ts';

/** What the letter of a case says. Undefined unless the case waits for the visit and its deadline is ahead. */
export function letterOfCase(given: Case, now: Millis): LetterFacts | undefined {
  const { folio, state, deadlineAt, history } = given;
  const data = letterDataOf(given);
  const filedAt = history.find(({ event }) => event === 'await-visit')?.at;
  if (state !== 'awaiting-visit' || data === undefined || filedAt === undefined) return undefined;
  if (deadlineAt === undefined || now > deadlineAt) return undefined;
  return { folio, fullName: data.fullName, curp: data.curp, email: data.email, filedAt, deadlineAt };
}
