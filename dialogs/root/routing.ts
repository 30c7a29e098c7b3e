import type { ProcedureDialog } from '../procedure-dialog.ts';
import { answerFaq } from '../routing/answer-faq.ts';
import type { FaqTopic } from '../routing/faq.ts';
import { type Routing, routeUtterance, standingAsked } from '../routing/route.ts';
import { labelOf, type SmallTalk } from '../routing/routing.ts';
import type { TextKey } from '../texts.ts';
import { turnOf } from '../turn.ts';
import { sayAgent } from './agent.ts';
import { atMenu, menuOptionByNumber, sayMenu } from './menu.ts';
import { askPortal, askToChoose, askToLeave, repeatAsked } from './pending.ts';
import type { Root } from './root.ts';
import { start } from './start.ts';

/** A sentence outside any procedure: begins what it asks for, answers it, or asks back. */
export async function routeFresh(root: Root): Promise<void> {
  const turn = turnOf(root.dc.context);
  const heard = routeUtterance(turn.input.short);
  const numbered = heard.kind === 'unknown' && !root.state.pending ? menuOptionByNumber(turn) : undefined;
  const routing = numbered === undefined ? heard : routeUtterance(numbered);
  if (routing.kind === 'unknown' && root.state.pending) {
    turn.say(turn.text('interrupt.unclear'));
    return repeatAsked(root);
  }
  if (routing.kind === 'ask' && routing.about === 'portal') return askPortal(root, routing.options);
  delete root.state.pending;
  switch (routing.kind) {
    case 'procedure':
      return begin(root, routing.procedure);
    case 'ask':
      return askToChoose(root, routing.about, routing.options);
    case 'faq':
      sayFaq(root, routing.topic);
      return atMenu(turn, 'faq', 'done');
    default:
      return sayMenu(root, smallTalk[routing.kind], labelOf(routing));
  }
}

/** A question in the middle of a procedure: answered, and the step asked again. False when it is none. */
export async function answerAside(root: Root, procedure: ProcedureDialog): Promise<boolean> {
  const turn = turnOf(root.dc.context);
  if (!/[¿?]/.test(turn.input.short)) return false;
  return routeWithin(root, procedure);
}

/** A sentence that is no answer to the step: a question, or another procedure, which is not begun without asking. */
export async function routeWithin(root: Root, procedure: ProcedureDialog): Promise<boolean> {
  const { short } = turnOf(root.dc.context).input;
  const routing = routeUtterance(short);
  if (mayAskToWait(routing)) {
    const asked = standingAsked(short);
    if (asked === 'wait') return sayWait(root, procedure);
    // "¿Ya quedó?" is about this one: the step has the answer.
    if (asked === undefined && isStatus(routing)) return false;
  }
  switch (routing.kind) {
    case 'faq':
      sayFaq(root, routing.topic);
      if (routing.topic === 'folio-what') await sayFolio(root, procedure);
      await goOn(root, 'interrupt.answered');
      return true;
    case 'thanks':
      await goOn(root, 'interrupt.thanks');
      return true;
    case 'procedure':
    case 'ask':
      return askOver(root, procedure, routing);
    default:
      return false;
  }
}

const isStatus = (routing: Routing) => routing.kind === 'procedure' && routing.procedure === 'case-status';

/** Whether it can be how long this takes that is asked: what is clearly something else is not. */
function mayAskToWait(routing: Routing): boolean {
  if (routing.kind === 'faq') return routing.topic === 'cost-and-time';
  return routing.kind === 'unknown' || routing.kind === 'off-topic' || isStatus(routing);
}

async function sayFolio(root: Root, procedure: ProcedureDialog): Promise<void> {
  const folio = await procedure.folio(root.dc);
  const turn = turnOf(root.dc.context);
  if (folio !== '') turn.say(turn.text('interrupt.folio', { folio }));
}

/** How long it takes: of a code that is under way, or in general. */
async function sayWait(root: Root, procedure: ProcedureDialog): Promise<true> {
  const turn = turnOf(root.dc.context);
  const { awaits } = await procedure.standing(root.dc);
  if (awaits === 'code') {
    turn.say(turn.text('code.wait'));
    await repeatAsked(root);
    return true;
  }
  sayFaq(root, 'cost-and-time');
  await goOn(root, 'interrupt.answered');
  return true;
}

/** Whether to leave for something else. False when the sentence speaks of the procedure under way. */
async function askOver(
  root: Root,
  { definition: { id } }: ProcedureDialog,
  routing: Extract<Routing, { kind: 'procedure' | 'ask' }>,
): Promise<boolean> {
  const named = routing.kind === 'ask' ? routing.options : [routing.procedure];
  if (named.some((procedure) => procedure === id)) return false;
  if (routing.kind === 'ask') askToChoose(root, 'other', [...routing.options, id]);
  else if (routing.procedure === 'agent-handoff') await sayAgent(root);
  else askToLeave(root, routing.procedure);
  return true;
}

async function goOn(root: Root, key: TextKey): Promise<void> {
  const turn = turnOf(root.dc.context);
  turn.say(turn.text(key));
  await repeatAsked(root);
}

/** Begins what was asked for. `said`: the words that led here, where they are not those of this message. */
export async function begin(root: Root, procedure: string, said?: string): Promise<void> {
  if (procedure === 'agent-handoff') return sayAgent(root);
  return start(root, procedure, said);
}

function sayFaq({ dc }: Root, topic: FaqTopic): void {
  const turn = turnOf(dc.context);
  turn.say(answerFaq(topic, turn.locale, turn.services.limits));
}

const smallTalk = {
  greeting: 'menu.greeting',
  thanks: 'menu.thanks',
  menu: 'menu.again',
  help: 'common.help',
  cancel: 'common.nothing-to-cancel',
  abuse: 'menu.abuse',
  'off-topic': 'menu.off-topic',
  unknown: 'menu.not-understood',
} as const satisfies Record<SmallTalk, TextKey>;
