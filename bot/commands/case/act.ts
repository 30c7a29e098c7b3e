import type { Locale } from '../../../locales/texts.ts';
import type { DeskAnswer, VisitDesk } from '../../../services/cases/visit.ts';
import { caseWords } from './words.ts';

/** What the command line gave, all of it text that the desk reads and judges. */
export interface Given {
  readonly by?: string | undefined;
  readonly document?: string | undefined;
  readonly last4?: string | undefined;
  readonly curp?: string | undefined;
  readonly reason?: string | undefined;
  readonly note?: string | undefined;
}

export type Deed = 'papers-seen' | 'approve' | 'refuse' | 'expire';

export const isDeed = (action: string): action is Deed =>
  action === 'papers-seen' || action === 'approve' || action === 'refuse' || action === 'expire';

/** Does it, and says in plain words what came of it. */
export async function act(
  desk: VisitDesk,
  deed: Deed,
  folio: string,
  given: Given,
  locale: Locale,
): Promise<{ readonly ok: boolean; readonly line: string }> {
  const by = given.by ?? '';
  const answer = await ask(desk, deed, { folio, by }, given);
  const say = caseWords[locale];
  if (!answer.ok) {
    const state = answer.state === undefined ? '' : say(`case.is.${answer.state}`);
    return { ok: false, line: say(`case.refused.${answer.reason}`, { state }) };
  }
  const params = { folio: answer.known.case.folio, by: by.trim() };
  return { ok: true, line: say(answer.repeated ? 'case.repeated' : `case.did.${deed}`, params) };
}

function ask(desk: VisitDesk, deed: Deed, who: { folio: string; by: string }, given: Given): Promise<DeskAnswer> {
  const { document = '', last4 = '', curp = '', reason = '', note } = given;
  switch (deed) {
    case 'papers-seen':
      return desk.seePapers({ ...who, document, last4, curp });
    case 'approve':
      return desk.approve({ ...who, note });
    case 'refuse':
      return desk.refuse({ ...who, reason, note });
    case 'expire':
      return desk.expire(who);
  }
}
