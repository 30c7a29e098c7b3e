import { refusalInWords } from '../../../dialogs/impi/refusal-words.ts';
import type { Locale } from '../../../locales/texts.ts';
import { maskEmail } from '../../../services/accounts/mask.ts';
import type { Case, KnownCase } from '../../../services/cases/case.ts';
import { dayInWords } from '../../../services/cases/deadline.ts';
import { letterDataOf } from '../../../services/cases/letter-data.ts';
import { PaperDocument } from '../../../services/cases/staff.ts';
import { maskCurp } from '../../../services/curp/curp.ts';
import { caseWords } from './words.ts';

/** One line of the list. */
export function caseLine({ folio, state, deadlineAt }: Case, locale: Locale): string {
  const say = caseWords[locale];
  const deadline = deadlineAt === undefined ? say('case.without-deadline') : dayInWords(deadlineAt, locale);
  return say('case.line', { folio, state: say(`case.is.${state}`), deadline });
}

/** All that staff may see of a case: the CURP and the new address are masked (design, section 4, rules 7 and 9). */
export function describeCase({ case: given }: KnownCase, locale: Locale): string[] {
  const say = caseWords[locale];
  const { folio, state, deadlineAt, history } = given;
  const data = letterDataOf(given);
  const { document, documentLast4: last4 = '', curpCompared } = given.data;
  const lines = [say('case.folio', { folio }), say('case.state', { state: say(`case.is.${state}`) })];
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
  return [...lines, ...history.map((entry) => entryLine(entry, locale))];
}

function entryLine({ event, at, by, reason }: Case['history'][number], locale: Locale): string {
  const say = caseWords[locale];
  return say('case.entry', {
    when: dayInWords(at, locale),
    event: say(`case.event.${event}`),
    by: by === undefined ? '' : say('case.by', { by }),
    reason: reason === undefined ? '' : say('case.because', { reason: refusalInWords(reason, locale) }),
  });
}
