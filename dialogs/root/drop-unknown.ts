import { turnOf } from '../turn.ts';
import type { Root } from './root.ts';

/** A procedure that a deploy took away leaves its place on the stack; the person is told, and begins anew. */
export async function dropUnknown({ dc, state }: Root): Promise<void> {
  if (dc.stack.every(({ id }) => dc.findDialog(id))) return;
  dc.stack.length = 0;
  delete state.pending;
  const turn = turnOf(dc.context);
  turn.say(turn.text('common.gone'));
}
