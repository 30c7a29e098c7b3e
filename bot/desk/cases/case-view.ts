import { maskEmail } from '../../../services/accounts/mask.ts';
import type { Case } from '../../../services/cases/case.ts';
import { type LetterData, letterDataOf } from '../../../services/cases/letter-data.ts';
import { PaperDocument } from '../../../services/cases/staff.ts';
import { transitions } from '../../../services/cases/transitions.ts';
import { maskCurp } from '../../../services/curp/curp.ts';
import type { Staff } from '../../../services/handoff/handoff.ts';
import { isSupervisor, worksHere } from '../rights.ts';
import type { CaseAct, CaseLine, CaseView } from './api-types.ts';

/** A letter case of a portal this member of staff works on; undefined for everything else there is. */
export function letterFor(staff: Staff, given: Case): LetterData | undefined {
  const sees = worksHere(staff) && (staff.portals === undefined || staff.portals.includes(given.portal));
  return sees ? letterDataOf(given) : undefined;
}

/** Whether somebody's part allows an act at all: letting a petition through, and ending it, is for supervisors. */
export const mayAct = (staff: Staff, act: CaseAct): boolean =>
  act === 'approve' || act === 'expire' ? isSupervisor(staff) : worksHere(staff);

export function caseLine({ folio, state, changedAt, deadlineAt, history }: Case, staff: Staff): CaseLine {
  const seenByMe = history.some(({ event, by }) => event === 'see-papers' && by === staff.id);
  return { folio, state, changedAt, ...(deadlineAt !== undefined && { deadlineAt }), seenByMe };
}

/** All that staff may see of a petition. */
export function caseView(given: Case, data: LetterData, staff: Staff, now: number): CaseView {
  const { document, documentLast4: last4 = '', curpCompared } = given.data;
  const seen = PaperDocument.safeParse(document);
  return {
    ...caseLine(given, staff),
    name: data.fullName,
    curp: maskCurp(data.curp),
    email: maskEmail(data.email),
    ...(seen.success && { papers: { document: seen.data, last4, curpCompared: curpCompared === 'yes' } }),
    may: possible(given, now).filter((act) => mayAct(staff, act)),
    history: given.history.map(({ event, at, by, reason }) => ({
      event,
      at,
      ...(by && { by }),
      ...(reason && { reason }),
    })),
  };
}

function possible({ state, deadlineAt }: Case, now: number): CaseAct[] {
  const from = (event: keyof typeof transitions) => transitions[event].from.includes(state);
  const acts: CaseAct[] = [];
  if (from('see-papers')) acts.push('papers');
  if (from('approve')) acts.push('approve');
  if (from('refuse')) acts.push('refuse');
  if (state === 'approved') acts.push('link');
  if (from('expire') && deadlineAt !== undefined && now > deadlineAt) acts.push('expire');
  return acts;
}
