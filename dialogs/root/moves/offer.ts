import { turnOf } from '../../turn.ts';
import { sayMenu } from '../menu.ts';
import { repeatAsked } from '../pending.ts';
import { activeProcedure, type Root } from '../root.ts';
import { waysFrom } from './places.ts';

/** Shows a code to go on elsewhere with, and asks again what is open: until somebody says yes, nothing moves. */
export async function offerMove(root: Root): Promise<void> {
  const turn = turnOf(root.dc.context);
  const { moves } = turn.services;
  const ways = waysFrom(turn);
  if (!activeProcedure(root)) {
    turn.say(turn.text('move.nothing', { ways }));
    return sayMenu(root, 'menu.again');
  }
  const offered = await moves.offer({ conversationId: turn.conversationId, channel: turn.channel });
  if (!offered.ok) {
    turn.say(turn.text('move.too-many', { wait: turn.duration(Math.max(1, offered.retryAt - turn.now)) }));
    return repeatAsked(root);
  }
  const { code, expiresAt } = offered;
  turn.say(turn.text('move.code', { code, ways, ttl: turn.duration(expiresAt - turn.now) }));
  await repeatAsked(root);
}
