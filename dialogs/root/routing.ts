import type { ProcedureDialog } from '../procedure-dialog.ts';
import type { Root } from '../root-dialog.ts';
import { answerFaq } from '../routing/answer-faq.ts';
import type { FaqTopic } from '../routing/faq.ts';
import { routeUtterance } from '../routing/route.ts';
import { labelOf, type SmallTalk } from '../routing/routing.ts';
import type { TextKey } from '../texts.ts';
import { turnOf } from '../turn.ts';
import { sayAgent } from './agent.ts';
import { atMenu, sayMenu } from './menu.ts';
import { askToChoose, askToLeave } from './pending.ts';
import { start } from './start.ts';

/** A sentence outside any procedure: begins what it asks for, answers it, or asks back. */
export async function routeFresh(root: Root): Promise<void> {
  const { input } = turnOf(root.dc.context);
  const routing = routeUtterance(input.short);
  switch (routing.kind) {
    case 'procedure':
      return begin(root, routing.procedure);
    case 'ask':
      return askToChoose(root, questions[routing.about], routing.options, input.text);
    case 'faq':
      return sayFaq(root, routing.topic);
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
  const routing = routeUtterance(turnOf(root.dc.context).input.short);
  if (routing.kind === 'faq') {
    sayFaq(root, routing.topic);
    await procedure.repeat(root.dc);
    return true;
  }
  if (routing.kind !== 'procedure' || routing.procedure === procedure.definition.id) return false;
  if (routing.procedure === 'agent-handoff') await sayAgent(root, procedure);
  else askToLeave(root, procedure, routing.procedure);
  return true;
}

async function begin(root: Root, procedure: string): Promise<void> {
  if (procedure === 'agent-handoff') return sayAgent(root, undefined);
  return start(root, procedure, {});
}

function sayFaq({ dc }: Root, topic: FaqTopic): void {
  const turn = turnOf(dc.context);
  turn.say(answerFaq(topic, turn.locale, turn.services.limits));
  atMenu(turn, 'faq', 'done');
}

const questions = {
  portal: 'menu.which-portal',
  efirma: 'menu.which-efirma',
  procedure: 'menu.which-procedure',
} as const satisfies Record<string, TextKey>;

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
