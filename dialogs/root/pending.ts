import type { ProcedureDialog } from '../procedure-dialog.ts';
import { readChoice } from '../reading/choice.ts';
import { readCommand } from '../reading/command.ts';
import { readYesNo } from '../reading/yes-no.ts';
import { activeProcedure, type Root } from '../root-dialog.ts';
import type { TextKey } from '../texts.ts';
import { type DialogTurn, turnOf } from '../turn.ts';
import { atMenu, sayMenu } from './menu.ts';
import { start } from './start.ts';

/** Asks before a procedure under way is left for something else. */
export function askToLeave(root: Root, current: ProcedureDialog, to: string): void {
  const turn = turnOf(root.dc.context);
  root.state.pending = { kind: 'leave', to, said: turn.input.text };
  const next = to === 'menu' ? turn.text('common.option.menu') : nameOf(turn, to);
  turn.say({
    text: turn.text('interrupt.leave', { current: nameOf(turn, current.definition.id), next }),
    options: [{ title: turn.text('interrupt.leave.yes') }, { title: turn.text('interrupt.leave.no') }],
  });
  turn.at({ procedure: current.definition.id, step: 'leave', awaits: 'text', ended: false });
}

/** Tells a person who comes back where they were. */
export function askToResume(root: Root, current: ProcedureDialog): void {
  const turn = turnOf(root.dc.context);
  root.state.pending = { kind: 'resume' };
  turn.say({
    text: turn.text('interrupt.resume', { current: nameOf(turn, current.definition.id) }),
    options: ['common.option.continue', 'common.option.restart', 'common.option.leave'].map((key) => ({
      title: turn.text(key as TextKey),
    })),
  });
  turn.at({ procedure: current.definition.id, step: 'resume', awaits: 'text', ended: false });
}

/** Which of several procedures is meant. */
export function askToChoose(root: Root, question: TextKey, options: readonly string[], said: string): void {
  const turn = turnOf(root.dc.context);
  root.state.pending = { kind: 'choose', options: [...options], said };
  turn.say({ text: turn.text(question), options: options.map((id) => ({ title: nameOf(turn, id) })) });
  atMenu(turn, 'disambiguation');
}

/** What a procedure is called. */
export function nameOf(turn: DialogTurn, procedure: string): string {
  return turn.text(`menu.procedure.${procedure}` as TextKey);
}

/** Takes the message as the answer to an open question of the root. False when there is none, or it is no answer. */
export async function answerPending(root: Root): Promise<boolean> {
  const { pending } = root.state;
  if (!pending) return false;
  delete root.state.pending;
  const turn = turnOf(root.dc.context);
  const procedure = activeProcedure(root);
  if (pending.kind === 'choose') {
    const chosen = readChoice(
      turn.input.short,
      pending.options.map((id) => ({ id, title: nameOf(turn, id) })),
    );
    if (!chosen) return false;
    await start(root, chosen, { said: pending.said });
    return true;
  }
  const answer = readYesNo(turn.input.short);
  if (pending.kind === 'leave') {
    if (answer === 'no') await procedure?.repeat(root.dc);
    else if (answer === 'yes') await leave(root, pending.to, pending.said);
    else return false;
    return true;
  }
  return answerResume(root, procedure, answer);
}

async function leave(root: Root, to: string, said: string): Promise<void> {
  if (to !== 'menu') return start(root, to, { said });
  await activeProcedure(root)?.abandon(root.dc);
  sayMenu(root, 'menu.again');
}

async function answerResume(
  root: Root,
  procedure: ProcedureDialog | undefined,
  answer: ReturnType<typeof readYesNo>,
): Promise<boolean> {
  const turn = turnOf(root.dc.context);
  if (!procedure) return false;
  const choice = readChoice(turn.input.short, [
    { id: 'go-on', title: turn.text('common.option.continue') },
    { id: 'restart', title: turn.text('common.option.restart') },
    { id: 'leave', title: turn.text('common.option.leave') },
  ]);
  if (choice === 'restart') await start(root, procedure.definition.id, { said: '' });
  else if (choice === 'leave' || answer === 'no' || readCommand(turn.input.short) === 'cancel') {
    await procedure.end(root.dc, 'cancelled', [turn.text('common.cancelled')]);
  } else if (choice === 'go-on' || answer === 'yes') await procedure.repeat(root.dc);
  else return false;
  return true;
}
