import type { DialogContext } from 'botbuilder-dialogs';
import { ProcedureDialog } from './procedure-dialog.ts';
import { type Command, readCommand } from './reading/command.ts';
import { type CorrectedField, readCorrection } from './reading/correction.ts';
import { obey } from './root/commands.ts';
import type { ConversationState } from './root/conversation-state.ts';
import { repeatOrMenu, sayGreeting } from './root/menu.ts';
import { answerPending, askToResume } from './root/pending.ts';
import { answerAside, routeFresh, routeWithin } from './root/routing.ts';
import { turnOf } from './turn.ts';

/** One turn's view of the conversation: the dialog stack, and the state that may be changed. */
export interface Root {
  readonly dc: DialogContext;
  readonly state: ConversationState;
}

/**
 * One message of a person, from the gates to an answer: what cannot be read, a question of ours that is open, a
 * command, a correction, the step under way, and at last whatever the sentence seems to ask for.
 */
export async function converse(root: Root): Promise<void> {
  const { input } = turnOf(root.dc.context);
  if (input.kind === 'start') return sayGreeting(root);
  if (await refuseUnreadable(root)) return;
  if (await answerPending(root)) return;
  const command = readCommand(input.short);
  if (command && (await obey(root, command))) return;
  const procedure = activeProcedure(root);
  if (!procedure) return routeFresh(root);
  return answerStep(root, procedure, command);
}

/** The procedure the person is in, if any. */
export function activeProcedure({ dc }: Root): ProcedureDialog | undefined {
  const { activeDialog } = dc;
  const dialog = activeDialog && dc.findDialog(activeDialog.id);
  return dialog instanceof ProcedureDialog ? dialog : undefined;
}

async function answerStep(root: Root, procedure: ProcedureDialog, command: Command | undefined): Promise<void> {
  const turn = turnOf(root.dc.context);
  const field = readCorrection(turn.input.short);
  if (field && (await correct(root, procedure, field))) return;
  if (await answerAside(root, procedure)) return;
  const heard = await procedure.hear(root.dc, { insist: false });
  if (heard === 'taken') return;
  const pause = turn.now - root.state.lastAt;
  if (pause > turn.services.limits.resumeAfterMs) return askToResume(root, procedure);
  if (command === undefined && (await routeWithin(root, procedure))) return;
  await procedure.hear(root.dc, { insist: true });
}

/** The steps that may hold an answer the person wants to give again. */
const stepsOf: Readonly<Record<CorrectedField, readonly string[]>> = {
  email: ['email', 'account-email'],
  curp: ['curp'],
  password: ['password'],
  name: ['full-name', 'first-name'],
  'client-number': ['client-number'],
  efirma: ['efirma'],
};

async function correct(root: Root, procedure: ProcedureDialog, field: CorrectedField): Promise<boolean> {
  for (const step of stepsOf[field]) if (await procedure.correct(root.dc, step)) return true;
  return false;
}

/** What carries nothing to answer gets a word about it, and the question again. True when that was the case. */
async function refuseUnreadable(root: Root): Promise<boolean> {
  const { input, say, text } = turnOf(root.dc.context);
  const silent = input.text === '' && input.files.length === 0 && Object.keys(input.value).length === 0;
  const problem = input.secretsLost
    ? 'common.secrets-lost'
    : input.kind === 'unsupported'
      ? 'common.unsupported'
      : input.truncated
        ? 'common.too-long'
        : silent
          ? 'common.empty'
          : undefined;
  if (problem === undefined) return false;
  say(text(problem));
  await repeatOrMenu(root);
  return true;
}
