import { turnOf } from '../turn.ts';
import { repeatAsked } from './pending.ts';
import { activeProcedure, type Root } from './root.ts';

/** Says when files are for no question of now. True when they were all that came; words that came with them are read on. */
export async function refuseFiles(root: Root): Promise<boolean> {
  const { input, say, text } = turnOf(root.dc.context);
  if (input.files.length === 0) return false;
  const asked = await activeProcedure(root)?.filesAsked(root.dc);
  if (asked === 'now') return false;
  say(asked === undefined ? text('common.no-files') : text('efirma.early', asked));
  if (input.text !== '' || Object.keys(input.value).length > 0) return false;
  await repeatAsked(root);
  return true;
}
