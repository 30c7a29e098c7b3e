import type { TextKey } from '../texts.ts';
import { type DialogTurn, turnOf } from '../turn.ts';
import { activeProcedure, type Root } from './root.ts';

/** The first words to a person. */
export function sayGreeting(root: Root): void {
  sayMenu(root, 'menu.greeting');
}

/** A sentence, and what the person can choose from. */
export function sayMenu({ dc }: Root, key: TextKey, procedure = 'menu'): void {
  const turn = turnOf(dc.context);
  turn.say({ text: turn.text(key), options: menuTitles.map((title) => ({ title: turn.text(title) })) });
  atMenu(turn, procedure);
}

const menuTitles = [
  'menu.option.impi',
  'menu.option.pase',
  'menu.option.icsoe',
  'menu.option.status',
] as const satisfies readonly TextKey[];

/** The words of the option of the menu that a message names by its number; channels without buttons show numbers. */
export function menuOptionByNumber(turn: DialogTurn): string | undefined {
  const [, number] = /^\D{0,12}\b([1-9])\b\D{0,3}$/.exec(turn.input.short) ?? [];
  const title = menuTitles[Number(number) - 1];
  return title && turn.text(title);
}

/** The place of turns between procedures. */
export function atMenu(turn: DialogTurn, procedure = 'menu', step = 'choose'): void {
  turn.at({ procedure, step, awaits: 'text', ended: false });
}

/** After a word aside: the question of the step under way, or the menu. */
export async function repeatOrMenu(root: Root): Promise<void> {
  const procedure = activeProcedure(root);
  if (procedure) return procedure.repeat(root.dc);
  sayMenu(root, 'menu.again');
}
