import { refusalInWords } from '../../../dialogs/impi/refusal-words.ts';
import type { Locale } from '../../../locales/texts.ts';
import type { Account } from '../../../services/accounts/account.ts';
import { maskEmail } from '../../../services/accounts/mask.ts';
import type { Case, KnownCase } from '../../../services/cases/case.ts';
import { dayInWords } from '../../../services/cases/deadline.ts';
import { disavowalDataOf } from '../../../services/cases/disavowal.ts';
import { letterDataOf } from '../../../services/cases/letter-data.ts';
import { PaperDocument } from '../../../services/cases/staff.ts';
import { maskCurp } from '../../../services/curp/curp.ts';
import { caseWords } from './words.ts';

/** One line of the list. */
export function caseLine(given: Case, locale: Locale): string {
  const { folio, deadlineAt } = given;
  const say = caseWords[locale];
  const deadline = deadlineAt === undefined ? say('case.without-deadline') : dayInWords(deadlineAt, locale);
  return say('case.line', { folio, state: stateOf(given, locale), deadline });
}

const stateOf = (given: Case, locale: Locale): string =>
  caseWords[locale](disavowalDataOf(given) === undefined ? `case.is.${given.state}` : 'case.is-stopped');

/**
 * All that staff may see of a case: the CURP and the new address are masked (design, section 4, rules 7 and 9).
 * @param owner the account of the case, where it has one.
 */
export function describeCase({ case: given }: KnownCase, locale: Locale, owner: Account | undefined): string[] {
  const say = caseWords[locale];
  const { folio, deadlineAt, history } = given;
  const data = letterDataOf(given);
  const { document, documentLast4: last4 = '', curpCompared } = given.data;
  const lines = [say('case.folio', { folio }), say('case.state', { state: stateOf(given, locale) })];
  if (deadlineAt !== undefined) lines.push(say('case.deadline', { deadline: dayInWords(deadlineAt, locale) }));
  if (data !== undefined) {
    lines.push(
      say('case.name', { name: data.fullName }),
      say('case.curp', { curp: maskCurp(data.curp) }),
      say('case.email', { email: maskEmail(data.email) }),
    );
  }
  const seen = PaperDocument.safeParse(document);
  if (seen.success) {
    const compared = say(curpCompared === 'yes' ? 'case.yes' : 'case.no');
    lines.push(say('case.document', { document: say(`case.document.${seen.data}`), last4, compared }));
  }
  if (disavowalDataOf(given) !== undefined) {
    if (owner !== undefined) lines.push(say('case.name', { name: owner.name }));
    if (owner?.curp !== undefined) lines.push(say('case.curp', { curp: maskCurp(owner.curp) }));
    lines.push(say('case.stopped'));
  }
  return [...lines, ...history.map((entry) => entryLine(entry, locale))];
}

function entryLine({ event, at, by, reason, note }: Case['history'][number], locale: Locale): string {
  const say = caseWords[locale];
  return say('case.entry', {
    when: dayInWords(at, locale),
    event: say(`case.event.${event}`),
    by: by === undefined ? '' : say('case.by', { by }),
    reason: reason === undefined ? '' : say('case.because', { reason: reasonInWords(reason, locale) }),
    note: note === undefined ? '' : say('case.because', { reason: note }),
  });
}

function reasonInWords(reason: string, locale: Locale): string {
  if (reason === 'name-differs' || reason === 'superseded') return caseWords[locale](`case.reason.${reason}`);
  return refusalInWords(reason, locale);
}
