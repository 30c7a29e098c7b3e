import type { ProcedureDialog } from '../procedure-dialog.ts';
import type { Command } from '../reading/command.ts';
import { saysFilesElsewhere, speaksOfFiles } from '../reading/files-elsewhere.ts';
import { turnOf } from '../turn.ts';
import { sayAgent } from './agent.ts';
import { sayMenu } from './menu.ts';
import { askToLeave, repeatAsked } from './pending.ts';
import { activeProcedure, type Root } from './root.ts';
import { start } from './start.ts';

/** Does what a command says. False when it is no command here, and may be an answer or a request. */
export async function obey(root: Root, command: Command): Promise<boolean> {
  const procedure = activeProcedure(root);
  switch (command) {
    case 'cancel':
      delete root.state.pending;
      await cancel(root, procedure);
      return true;
    case 'back':
      delete root.state.pending;
      await back(root, procedure);
      return true;
    case 'help':
      await help(root, procedure);
      return true;
    case 'agent':
      await sayAgent(root);
      return true;
    case 'menu':
      delete root.state.pending;
      if (procedure) askToLeave(root, 'menu');
      else sayMenu(root, 'menu.again');
      return true;
    case 'restart':
      if (!procedure) return false;
      delete root.state.pending;
      await start(root, procedure.definition.id, '');
      return true;
    case 'form':
      if (!procedure) return false;
      await repeatAsked(root);
      return true;
    case 'no-efirma':
      return withoutEfirma(root, procedure);
    default:
      return false;
  }
}

async function cancel(root: Root, procedure: ProcedureDialog | undefined): Promise<void> {
  const turn = turnOf(root.dc.context);
  if (procedure) return procedure.end(root.dc, 'cancelled', [turn.text('common.cancelled')]);
  sayMenu(root, 'common.nothing-to-cancel', 'cancel');
}

async function help(root: Root, procedure: ProcedureDialog | undefined): Promise<void> {
  if (!procedure && !root.state.pending) return sayMenu(root, 'common.help', 'help');
  const turn = turnOf(root.dc.context);
  turn.say(turn.text('common.help'));
  await repeatAsked(root);
}

async function back(root: Root, procedure: ProcedureDialog | undefined): Promise<void> {
  const turn = turnOf(root.dc.context);
  if (!procedure) {
    return sayMenu(root, 'common.nothing-to-go-back');
  }
  if (await procedure.back(root.dc)) return;
  turn.say(turn.text('common.first-step'));
  await procedure.repeat(root.dc);
}

/**
 * Files of an e.firma that are not at hand are no reason to leave: most people have them on another device. False where
 * none are asked for.
 */
export async function answerFilesElsewhere(root: Root): Promise<boolean> {
  if (activeProcedure(root)?.definition.id !== 'impi-efirma') return false;
  return saysFilesElsewhere(turnOf(root.dc.context).input.short) && sayFilesElsewhere(root);
}

async function sayFilesElsewhere(root: Root): Promise<true> {
  const turn = turnOf(root.dc.context);
  turn.say(turn.text('efirma.elsewhere'));
  await repeatAsked(root);
  return true;
}

/** "No tengo e.firma" leads from the e.firma procedure to the letter, with what was said already. */
async function withoutEfirma(root: Root, procedure: ProcedureDialog | undefined): Promise<boolean> {
  if (procedure?.definition.id !== 'impi-efirma') return false;
  if (speaksOfFiles(turnOf(root.dc.context).input.short)) return sayFilesElsewhere(root);
  delete root.state.pending;
  const { curp, email } = await procedure.answers(root.dc);
  await start(root, 'impi-letter', [curp, email].filter((answer) => typeof answer === 'string').join(' '));
  return true;
}
