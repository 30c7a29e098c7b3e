import type { Case } from '../services/cases/case.ts';
import { dayInWords } from '../services/cases/deadline.ts';
import { DISAVOWAL_PROCEDURE } from '../services/cases/disavowal.ts';
import { officeParams } from './impi/office.ts';
import { refusalInWords } from './impi/refusal-words.ts';
import { type Outcome, procedure } from './procedure.ts';
import type { Prompt, StepContext } from './prompt.ts';
import { curpPrompt } from './prompts/curp.ts';
import { folioPrompt } from './prompts/folio.ts';
import type { DialogTurn } from './turn.ts';

/** How a case is going, by its folio and the CURP it was opened with. Neither is a secret, so little more is said. */
export const caseStatus = procedure('case-status', { version: 1, hasCase: false })
  .step('folio', [], folioPrompt)
  .step('curp', [], ({ folio = '' }) => ifLookedUp(folio, withPrivacy(curpPrompt())))
  .ends(tellStatus);

/** An unknown folio and another person's get the same answer. */
async function tellStatus({ folio, curp }: { folio: string; curp: string }, { turn }: StepContext): Promise<Outcome> {
  const elsewhere = answeredElsewhere(folio, turn);
  if (elsewhere !== undefined) return { kind: 'end', end: 'done', say: [elsewhere] };
  const { take, folioLookUps, cases } = turn.services;
  const asked = await take('case-look-up', turn.conversationId);
  const allowed = asked.ok ? await folioLookUps.take(folio, turn.origin) : asked;
  if (!allowed.ok) {
    const wait = turn.duration(Math.max(1, allowed.retryAt - turn.now));
    return { kind: 'end', end: 'refused', say: [turn.text('status.too-many', { wait })] };
  }
  const known = await cases.byFolio(folio);
  if (known === undefined || (await curpOf(known.case, turn)) !== curp) {
    return { kind: 'revisit', step: 'folio', say: turn.text('status.not-found') };
  }
  return { kind: 'end', end: 'done', say: [inWords(known.case, turn)] };
}

/**
 * What is said of folios that nothing is looked up for: the procedures of PASE know no CURP, those of ICSOE are not looked up
 * by folio, and ATN is a place in the line for a person. The same of every number, whether it was ever given out or not.
 */
function answeredElsewhere(folio: string, turn: DialogTurn): string | undefined {
  if (folio.startsWith('PASE-')) return turn.text('status.pase');
  if (folio.startsWith('ICSOE-')) return turn.text('status.icsoe');
  return folio.startsWith('ATN-') ? turn.text('status.line') : undefined;
}

/** Asks nobody for a CURP that the answer does not depend on. */
function ifLookedUp(folio: string, prompt: Prompt<string>): Prompt<string> {
  return {
    ...prompt,
    arrive: async ({ turn }) => {
      const say = answeredElsewhere(folio, turn);
      return say === undefined ? { kind: 'ask' } : { kind: 'end', end: 'done', say };
    },
  };
}

/** The CURP a case was opened with, or that of the account it changed. */
async function curpOf(given: Case, { services }: DialogTurn): Promise<string | undefined> {
  const { curp } = given.data;
  if (curp !== undefined || given.accountId === undefined) return curp;
  return (await services.accounts.get(given.accountId))?.account.curp;
}

/** The state and what to do next. The address of the case is not said: folio and CURP prove nothing. */
function inWords(given: Case, turn: DialogTurn): string {
  const { state, folio, portal, deadlineAt } = given;
  const deadline = deadlineAt === undefined ? '' : dayInWords(deadlineAt, turn.locale);
  const params = { ...officeParams(turn), email: turn.services.contacts[portal], folio, deadline };
  if (given.procedure === DISAVOWAL_PROCEDURE && state === 'open') return turn.text('status.disavowal', params);
  const reason = given.history.findLast(({ event }) => event === 'refuse')?.reason;
  if (state === 'refused' && reason !== undefined) {
    return turn.text('status.refused-because', { ...params, reason: refusalInWords(reason, turn.locale) });
  }
  return turn.text(`status.${state}`, params);
}

/** The CURP is the first personal datum asked for here, so the notice stands with it. */
function withPrivacy(prompt: Prompt<string>): Prompt<string> {
  return {
    ...prompt,
    ask: (context) => {
      const { turn, memo } = context;
      const message = prompt.ask(context);
      if (memo !== undefined) return message;
      const notice = turn.text('common.privacy', { url: turn.services.links.privacy });
      return { ...message, text: `${notice}\n\n${message.text}` };
    },
  };
}
