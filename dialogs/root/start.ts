import { turnOf } from '../turn.ts';
import { sayMenu } from './menu.ts';
import { activeProcedure, type Root } from './root.ts';

/** Begins a procedure in place of the one under way. `said`: words that may answer some of its questions already. */
export async function start(root: Root, id: string, said?: string): Promise<void> {
  const { dc } = root;
  await activeProcedure(root)?.abandon(dc);
  if (!dc.findDialog(id)) return sayMenu(root, 'menu.again');
  await dc.beginDialog(id, { said: said ?? turnOf(dc.context).input.text });
}
