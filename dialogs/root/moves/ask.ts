import { turnOf } from '../../turn.ts';
import { activeProcedure, type Root } from '../root.ts';
import { nameOfChannel } from './places.ts';

/** Whether the question of `askMove` waits for its answer. After its time it is no question any more. */
export const isMoveAsked = ({ dc, state }: Root): boolean =>
  state.move !== undefined && turnOf(dc.context).now < state.move.until;

/**
 * "¿Eres tú?", above everything else that is open. What the step under way awaits is still kept out of the store: the
 * question came without being called for, perhaps while a password was being typed.
 */
export async function askMove(root: Root, channel: string): Promise<void> {
  const turn = turnOf(root.dc.context);
  const procedure = activeProcedure(root);
  const standing = await procedure?.standing(root.dc);
  turn.say({
    text: turn.text('move.is-it-you', { to: nameOfChannel(turn, channel) }),
    options: [{ title: turn.text('common.option.yes') }, { title: turn.text('common.option.no') }],
  });
  turn.at({
    procedure: procedure?.definition.id ?? 'menu',
    step: 'move',
    folio: standing?.folio || undefined,
    awaits: standing?.awaits === 'password' ? 'talk' : (standing?.awaits ?? 'text'),
    ended: false,
  });
}
