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
  turn.say({
    text: turn.text(key),
    options: [
      { title: turn.text('menu.option.impi') },
      { title: turn.text('menu.option.pase') },
      { title: turn.text('menu.option.icsoe') },
      { title: turn.text('menu.option.status') },
    ],
  });
  atMenu(turn, procedure);
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
