import type { DeskEvent } from '../../services/handoff/handoff.ts';
import { turnOf } from '../turn.ts';
import { sayMenu } from './menu.ts';
import { repeatAsked } from './pending.ts';
import { atPeople, peopleHave, positionOf, stay } from './people.ts';
import { activeProcedure, type Root } from './root.ts';
import { start } from './start.ts';

/** Says and does what happened at the desk. An agent's own words are in the log already. */
export async function hearDesk(root: Root, event: DeskEvent): Promise<void> {
  const turn = turnOf(root.dc.context);
  const procedure = activeProcedure(root);
  if (!(await isOurs(root))) return stay(root, procedure);
  if (tellsOfPeople.has(event.what) && !(await peopleHave(root))) return stay(root, procedure);
  switch (event.what) {
    case 'said':
      return atPeople(root, procedure);
    case 'claimed':
      turn.say(turn.text('handoff.claimed', { agent: event.agent }));
      return atPeople(root, procedure);
    case 'position':
      turn.say(turn.text('handoff.in-line', { position: positionOf(event, turn) }));
      return atPeople(root, procedure);
    case 'timed-out':
      turn.say(turn.text('handoff.timed-out', { folio: await ticketOf(root) }));
      return repeatAsked(root);
    case 'returned':
      return goOn(root, event.reason === 'person-silent' ? silentKey(procedure) : 'handoff.returned');
    case 'closed':
      return goOn(root, 'handoff.closed');
    case 'start':
      return start(root, event.procedure, '');
    case 'cancel':
      if (procedure) return procedure.end(root.dc, 'cancelled', [turn.text('common.cancelled')]);
      return sayMenu(root, 'common.nothing-to-cancel', 'cancel');
    case 'identity-changed':
      if (procedure) await procedure.end(root.dc, 'cancelled', [turn.text('common.identity-changed')]);
      return;
    case 'form':
      return repeatAsked(root);
  }
}

/** What is only true while people have the conversation; it may come when the person has just left them. */
const tellsOfPeople: ReadonlySet<DeskEvent['what']> = new Set(['said', 'claimed', 'position']);

/** Whether an event belongs to the hand-off the conversation is in; what comes late of an earlier one means nothing. */
async function isOurs({ dc, state }: Root): Promise<boolean> {
  const { input, services, conversationId } = turnOf(dc.context);
  if (input.handoff === undefined || input.handoff === state.handoff) return true;
  const known = await services.handoffs?.ofConversation(conversationId);
  if (known?.id !== input.handoff) return false;
  state.handoff = known.id;
  return true;
}

async function ticketOf({ dc }: Root): Promise<string> {
  const { services, conversationId } = turnOf(dc.context);
  const known = await services.handoffs?.ofConversation(conversationId);
  return known?.handoff.ticket ?? '';
}

const silentKey = (procedure: unknown) => (procedure ? 'handoff.person-silent.open' : 'handoff.person-silent');

type GoingOn = 'handoff.returned' | 'handoff.closed' | ReturnType<typeof silentKey>;

async function goOn(root: Root, key: GoingOn): Promise<void> {
  const turn = turnOf(root.dc.context);
  delete root.state.handoff;
  turn.say(turn.text(key));
  await repeatAsked(root);
}
