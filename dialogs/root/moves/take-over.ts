import { turnOf } from '../../turn.ts';
import { ConversationState } from '../conversation-state.ts';
import { dropUnknown } from '../drop-unknown.ts';
import { activeProcedure, type Root } from '../root.ts';

/** Goes on with the state of another conversation in place of the own; whatever was begun here meanwhile is cancelled. */
export async function takeOver(root: Root, stored: unknown): Promise<void> {
  const { dc, state } = root;
  const turn = turnOf(dc.context);
  const begun = activeProcedure(root);
  if (begun) {
    await begun.abandon(dc);
    turn.say(turn.text('move.instead'));
  }
  dc.stack.length = 0;
  delete state.pending;
  delete state.move;
  state.lastAt = turn.now;
  const came = ConversationState.safeParse(stored);
  if (!came.success) return turn.say(turn.text('common.gone'));
  const { locale, pending, dialogs, cameFrom = [] } = came.data;
  state.locale = locale;
  state.cameFrom = cameFrom.filter((id) => id !== turn.conversationId);
  if (pending) state.pending = pending;
  dc.stack.push(...dialogs.dialogStack);
  await dropUnknown(root);
}
