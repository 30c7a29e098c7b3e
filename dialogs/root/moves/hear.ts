import { abandonmentJob } from '../../../services/cases/abandonment.ts';
import type { MoveEvent } from '../../../services/moves/move-event.ts';
import { turnOf } from '../../turn.ts';
import { sayMenu } from '../menu.ts';
import { repeatAsked } from '../pending.ts';
import { atPeople, peopleHave } from '../people.ts';
import { activeProcedure, type Root } from '../root.ts';
import { refuseMove } from './answer.ts';
import { askMove } from './ask.ts';
import { nameOfChannel } from './places.ts';
import { takeOver } from './take-over.ts';

/** Says and does what happened at the other end of a move. */
export async function hearMove(root: Root, event: MoveEvent): Promise<void> {
  const turn = turnOf(root.dc.context);
  switch (event.what) {
    case 'claimed':
      return hearClaim(root, event);
    case 'refused':
      turn.say(turn.text('move.refused'));
      return goOn(root);
    case 'arrived':
      turn.say(turn.text('move.arrived', { from: nameOfChannel(turn, event.channel) }));
      return arrive(root, event.state);
    case 'returned':
      turn.say(turn.text('move.returned'));
      return arrive(root, event.state);
  }
}

/** Where people have the conversation, or where nothing is under way any more, nothing can move. */
async function hearClaim(root: Root, { moveId, channel }: Extract<MoveEvent, { what: 'claimed' }>): Promise<void> {
  const turn = turnOf(root.dc.context);
  const procedure = activeProcedure(root);
  const withPeople = await peopleHave(root);
  if (procedure && !withPeople) {
    root.state.move = { id: moveId, channel, until: turn.now + turn.services.moves.ttlMs };
    return askMove(root, channel);
  }
  await refuseMove(root, moveId);
  if (withPeople) return atPeople(root, procedure);
  turn.say(turn.text('move.nothing-left'));
  sayMenu(root, 'menu.again');
}

async function arrive(root: Root, state: unknown): Promise<void> {
  await takeOver(root, state);
  const procedure = activeProcedure(root);
  await procedure?.settle(root.dc);
  const turn = turnOf(root.dc.context);
  const folio = await procedure?.folio(root.dc);
  if (folio) turn.queue(abandonmentJob(folio, turn.conversationId, turn.now + turn.services.limits.abandonedAfterMs));
  await goOn(root);
}

async function goOn(root: Root): Promise<void> {
  if (await peopleHave(root)) return atPeople(root, activeProcedure(root));
  await repeatAsked(root);
}
