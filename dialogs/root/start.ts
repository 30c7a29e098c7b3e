import { activeProcedure, type Root } from '../root-dialog.ts';
import { turnOf } from '../turn.ts';
import { sayMenu } from './menu.ts';

/** Begins a procedure in place of the one under way. `said`: words that may answer some of its questions already. */
export async function start({ dc, state }: Root, id: string, options: { said?: string }): Promise<void> {
  const root = { dc, state };
  const previous = activeProcedure(root);
  if (previous) await previous.abandon(dc);
  if (!dc.findDialog(id)) return sayMenu(root, 'menu.again');
  const said = options.said ?? turnOf(dc.context).input.text;
  await dc.beginDialog(id, { said });
}
