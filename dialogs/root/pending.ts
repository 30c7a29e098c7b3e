import type { ProcedureDialog } from '../procedure-dialog.ts';
import type { TextKey } from '../texts.ts';
import { type DialogTurn, turnOf } from '../turn.ts';
import type { Pending } from './conversation-state.ts';
import { atMenu, repeatOrMenu } from './menu.ts';
import { askMove, isMoveAsked } from './moves/ask.ts';
import { activeProcedure, type Root } from './root.ts';

/** Asks before a procedure under way is left for something else. */
export function askToLeave(root: Root, to: string): void {
  ask(root, { kind: 'leave', to, said: turnOf(root.dc.context).input.text });
}

/** Tells a person who comes back where they were. */
export function askToResume(root: Root): void {
  ask(root, { kind: 'resume' });
}

/** Which of several procedures is meant. `about`: what is open between them. */
export function askToChoose(root: Root, about: ChoicePending['about'], options: readonly string[]): void {
  ask(root, { kind: 'choose', about, options: [...options], said: turnOf(root.dc.context).input.text });
}

/** Which portal is meant. Who answers that with a name of two portals is told of them, and keeps what was said before. */
export function askPortal(root: Root, options: readonly string[]): void {
  const { pending } = root.state;
  if (pending?.kind !== 'choose' || (pending.about !== 'portal' && pending.about !== 'brand')) {
    askToChoose(root, 'portal', options);
    return;
  }
  const left = pending.options.filter((id) => options.includes(id));
  const open = left.length > 1 ? left : [...options];
  const about = open.length === 2 && open.includes('impi-efirma') && open.includes('pase-reset') ? 'brand' : 'portal';
  const said = `${pending.said} ${turnOf(root.dc.context).input.text}`;
  ask(root, { kind: 'choose', about, options: open, said });
}

/** What the person was asked last, again: a question of the root that is open, the step under way, or the menu. */
export async function repeatAsked(root: Root): Promise<void> {
  if (root.state.move && isMoveAsked(root)) return askMove(root, root.state.move.channel);
  if (root.state.pending) return ask(root, root.state.pending);
  await repeatOrMenu(root);
}

/** What a procedure is called. */
export function nameOf(turn: DialogTurn, procedure: string): string {
  return turn.text(`menu.procedure.${procedure}` as TextKey);
}

/** The answers offered to a person who comes back, in the order of the buttons. */
export const resumeOptions = [
  { id: 'go-on', key: 'common.option.continue' },
  { id: 'restart', key: 'common.option.restart' },
  { id: 'leave', key: 'common.option.leave' },
] as const;

/** The answers offered before something is left. */
export const leaveOptions = [
  { id: 'leave', key: 'interrupt.leave.yes' },
  { id: 'stay', key: 'interrupt.leave.no' },
] as const;

type ChoicePending = Extract<Pending, { kind: 'choose' }>;

function ask(root: Root, pending: Pending): void {
  const procedure = activeProcedure(root);
  root.state.pending = pending;
  const turn = turnOf(root.dc.context);
  if (pending.kind === 'choose') askChoice(turn, pending, procedure);
  else if (procedure) askAbout(turn, pending, procedure);
}

const questions = {
  portal: 'menu.which-portal',
  brand: 'menu.which-brand',
  efirma: 'menu.which-efirma',
  procedure: 'menu.which-procedure',
  other: 'menu.which-other',
} as const satisfies Record<ChoicePending['about'], TextKey>;

function askChoice(turn: DialogTurn, { about, options }: ChoicePending, procedure: ProcedureDialog | undefined): void {
  const current = procedure ? nameOf(turn, procedure.definition.id) : '';
  turn.say({
    text: turn.text(questions[about], { current }),
    options: options.map((id) => ({ title: nameOf(turn, id) })),
  });
  atMenu(turn, 'disambiguation');
}

function askAbout(turn: DialogTurn, pending: Exclude<Pending, ChoicePending>, { definition }: ProcedureDialog): void {
  const current = nameOf(turn, definition.id);
  const text =
    pending.kind === 'resume'
      ? turn.text('interrupt.resume', { current })
      : pending.to === 'menu'
        ? turn.text('interrupt.leave-to-menu', { current })
        : turn.text('interrupt.leave', { current, next: nameOf(turn, pending.to) });
  const options = pending.kind === 'resume' ? resumeOptions : leaveOptions;
  turn.say({ text, options: options.map(({ key }) => ({ title: turn.text(key) })) });
  turn.at({ procedure: definition.id, step: pending.kind, awaits: 'text', ended: false });
}
