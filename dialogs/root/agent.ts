import { turnOf } from '../turn.ts';
import { atMenu } from './menu.ts';
import { repeatAsked } from './pending.ts';
import { askForPerson } from './people.ts';
import { activeProcedure, type Root } from './root.ts';

/** A person takes over where there is a desk; otherwise how to reach one, and what was asked last stays open. */
export async function sayAgent(root: Root): Promise<void> {
  const turn = turnOf(root.dc.context);
  const { contacts, handoffs } = turn.services;
  if (handoffs) return askForPerson(root, handoffs);
  const procedure = activeProcedure(root);
  const portal = procedure?.definition.portal;
  if (!procedure || !portal) {
    turn.say(turn.text('common.agent.any', { impi: contacts.impi, icsoe: contacts.icsoe }));
    if (procedure || root.state.pending) return repeatAsked(root);
    return atMenu(turn, 'agent-handoff', 'done');
  }
  const folio = await procedure.folio(root.dc);
  const withFolio = folio ? turn.text('common.agent.folio', { folio }) : '';
  turn.say(turn.text(`common.agent.${portal}`, { email: contacts[portal], folio: withFolio }));
  await repeatAsked(root);
}
