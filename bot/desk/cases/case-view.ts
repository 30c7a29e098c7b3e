import { maskEmail } from '../../../services/accounts/mask.ts';
import type { Case } from '../../../services/cases/case.ts';
import { disavowalDataOf } from '../../../services/cases/disavowal.ts';
import { type LetterData, letterDataOf } from '../../../services/cases/letter-data.ts';
import { PaperDocument } from '../../../services/cases/staff.ts';
import { transitions } from '../../../services/cases/transitions.ts';
import { maskCurp } from '../../../services/curp/curp.ts';
import type { Staff } from '../../../services/handoff/handoff.ts';
import { isSupervisor, worksHere } from '../rights.ts';
import type { CaseAct, CaseLine, PetitionView } from './api-types.ts';

/** A letter case of a portal this member of staff works on; undefined for everything else there is. */
export const letterFor = (staff: Staff, given: Case): LetterData | undefined =>
  seesPortal(staff, given) ? letterDataOf(given) : undefined;

/** The same for a case in which somebody said "no fui yo". */
export const disavowalFor = (staff: Staff, given: Case) =>
  seesPortal(staff, given) ? disavowalDataOf(given) : undefined;

const seesPortal = (staff: Staff, { portal }: Case): boolean =>
  worksHere(staff) && (staff.portals === undefined || staff.portals.includes(portal));

/** Whether somebody's part allows an act at all: letting a petition through, and ending it, is for supervisors. */
export const mayAct = (staff: Staff, act: CaseAct): boolean =>
  act === 'approve' || act === 'expire' ? isSupervisor(staff) : worksHere(staff);

export function caseLine<Kind extends CaseLine['kind']>(kind: Kind, given: Case, staff: Staff) {
  const { folio, state, changedAt, deadlineAt, history } = given;
  const seenByMe = history.some(({ event, by }) => event === 'see-papers' && by === staff.id);
  return { kind, folio, state, changedAt, ...(deadlineAt !== undefined && { deadlineAt }), seenByMe };
}

/** All that staff may see of a petition. @param otherName on the account; shown to who decides about it. */
export function petitionView(
  given: Case,
  data: LetterData,
  staff: Staff,
  now: number,
  otherName: string | undefined,
): PetitionView {
  const { document, documentLast4: last4 = '', curpCompared } = given.data;
  const seen = PaperDocument.safeParse(document);
  const may = actsFor(given, staff, now);
  return {
    ...caseLine('petition', given, staff),
    name: data.fullName,
    ...(may.includes('approve') && otherName !== undefined && { otherName }),
    curp: maskCurp(data.curp),
    email: maskEmail(data.email),
    ...(seen.success && { papers: { document: seen.data, last4, curpCompared: curpCompared === 'yes' } }),
    may,
    history: historyOf(given),
  };
}

/** What happened to a case, as staff sees it. */
export const historyOf = (given: Case) =>
  given.history.map(({ event, at, by, reason, note }) => ({
    event,
    at,
    ...(by && { by }),
    ...(reason && { reason }),
    ...(note && { note }),
  }));

/** What this member of staff may do with a petition now. */
export const actsFor = (given: Case, staff: Staff, now: number): CaseAct[] =>
  possible(given, now).filter((act) => mayAct(staff, act));

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
