import type { ProcedureDialog } from '../procedure-dialog.ts';
import type { Root } from '../root-dialog.ts';
import { turnOf } from '../turn.ts';
import { atMenu } from './menu.ts';

/** How to reach a person; the step under way stays where it is. */
export async function sayAgent(root: Root, procedure: ProcedureDialog | undefined): Promise<void> {
  const turn = turnOf(root.dc.context);
  const { contacts } = turn.services;
  const portal = procedure?.definition.portal;
  if (!procedure || !portal) {
    turn.say(turn.text('common.agent.any', { impi: contacts.impi, icsoe: contacts.icsoe }));
    if (procedure) return procedure.repeat(root.dc);
    return atMenu(turn, 'agent-handoff', 'done');
  }
  const folio = procedure.folio(root.dc);
  const withFolio = folio ? turn.text('common.agent.folio', { folio }) : '';
  turn.say(turn.text(`common.agent.${portal}`, { email: contacts[portal], folio: withFolio }));
  await procedure.repeat(root.dc);
}
