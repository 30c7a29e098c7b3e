import { turnOf } from '../../turn.ts';
import { sayMenu } from '../menu.ts';
import { activeProcedure, type Root } from '../root.ts';
import { nameOfChannel } from './places.ts';

/**
 * Takes a message that is a code, where no procedure is under way, as the wish to go on here with a conversation from
 * elsewhere, which is asked first. False when it is none.
 */
export async function claimMove(root: Root): Promise<boolean> {
  const turn = turnOf(root.dc.context);
  const { moveCode: code } = turn.input;
  if (code === undefined || activeProcedure(root)) return false;
  const { moves } = turn.services;
  delete root.state.pending;
  const to = { conversationId: turn.conversationId, channel: turn.channel };
  const claimed = await moves.claim({ to, code, turnId: turn.id });
  if (!claimed.ok) {
    const wait = claimed.reason === 'limit' ? turn.duration(Math.max(1, claimed.retryAt - turn.now)) : '';
    turn.say(turn.text(claimed.reason === 'limit' ? 'move.too-many' : 'move.no-match', { wait }));
    sayMenu(root, 'menu.again');
    return true;
  }
  const { from, moveId, expiresAt } = claimed;
  const event = { what: 'claimed', moveId, channel: turn.channel } as const;
  turn.queue(moves.job({ to: from.conversationId, from: turn.conversationId, event }, turn.now));
  const params = { from: nameOfChannel(turn, from.channel), ttl: turn.duration(expiresAt - turn.now) };
  turn.say(turn.text('move.confirm-there', params));
  turn.at({ procedure: 'menu', step: 'move-claimed', awaits: 'text', ended: true });
  return true;
}
