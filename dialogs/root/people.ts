import { inWords } from '../../locales/moment.ts';
import { belongsToPeople } from '../../services/handoff/handoff.ts';
import type { PersonSide, Requested } from '../../services/handoff/person.ts';
import type { Awaiting } from '../../services/store/store.ts';
import type { ProcedureDialog } from '../procedure-dialog.ts';
import { wantsAssistant } from '../reading/back-to-assistant.ts';
import { readCode } from '../reading/code.ts';
import { readCommand } from '../reading/command.ts';
import { type DialogTurn, turnOf } from '../turn.ts';
import { refusedCall } from './calls.ts';
import { atMenu } from './menu.ts';
import { repeatAsked } from './pending.ts';
import { activeProcedure, type Root } from './root.ts';

/** Asks for a person to take the conversation; the procedure under way stays where it is. */
export async function askForPerson(root: Root, handoffs: PersonSide): Promise<void> {
  const turn = turnOf(root.dc.context);
  const refused = await refusedCall(turn);
  if (refused !== undefined) {
    turn.say(refused);
    return repeatAsked(root);
  }
  const procedure = activeProcedure(root);
  const standing = await procedure?.standing(root.dc);
  const asked = await handoffs.request({
    id: `${turn.id}:handoff`,
    conversationId: turn.conversationId,
    channel: turn.channel,
    locale: turn.locale,
    portal: procedure?.definition.portal,
    procedure: procedure?.definition.id,
    step: standing?.step,
    folio: standing?.folio || undefined,
    reason: standing?.stuck ? 'refusals' : 'asked',
    facts: factsOf(standing?.answers ?? {}),
  });
  root.state.handoff = asked.id;
  if (!belongsToPeople(asked)) {
    turn.say(promiseOf(asked, turn), turn.text('handoff.promised.go-on'));
    return repeatAsked(root);
  }
  const text = turn.text(asked.state === 'queued' ? 'handoff.queued' : 'handoff.help', {
    position: positionOf(asked, turn),
  });
  turn.say({ text, options: [leaveOption(turn)] });
  await atPeople(root, procedure);
}

/** Whether people have the conversation now. */
export async function peopleHave(root: Root): Promise<boolean> {
  const { services, conversationId } = turnOf(root.dc.context);
  const known = root.state.handoff === undefined ? undefined : await services.handoffs?.ofConversation(conversationId);
  return known !== undefined && belongsToPeople(known.handoff);
}

/**
 * While people have the conversation the assistant is silent, and what the person writes is read by them. What proves
 * something (a form, files, a code) still goes to the step that asks for it. False when the assistant has it.
 */
export async function leaveToPeople(root: Root): Promise<boolean> {
  const turn = turnOf(root.dc.context);
  const { handoffs } = turn.services;
  if (handoffs === undefined || root.state.handoff === undefined) return false;
  const known = await handoffs.ofConversation(turn.conversationId);
  if (known === undefined) delete root.state.handoff;
  if (known === undefined || !belongsToPeople(known.handoff)) return false;
  const procedure = activeProcedure(root);
  const standing = await procedure?.standing(root.dc);
  if (proves(turn, standing?.awaits)) {
    await handoffs.stirred(turn.conversationId, turn.now);
    return false;
  }
  if (wantsAssistant(turn.input.short)) {
    await handoffs.leave(turn.conversationId);
    delete root.state.handoff;
    turn.say(turn.text('handoff.left'));
    await repeatAsked(root);
    return true;
  }
  if (!(await handoffs.heard(turn.conversationId, turn.now, procedure && whereOf(procedure, standing)))) {
    // It ended between the look and the word, which nobody else would answer.
    delete root.state.handoff;
    return false;
  }
  if (turn.input.burned) turn.say(turn.text('common.secret-typed'));
  const command = readCommand(turn.input.short);
  if (command === 'help') sayWithWayOut(turn, turn.text('handoff.help'));
  else if (command === 'move') sayWithWayOut(turn, turn.text('move.with-people'));
  else if (known.handoff.state === 'queued') {
    const position = positionOf(await handoffs.standing(known), turn);
    sayWithWayOut(turn, turn.text('handoff.still-queued', { position }));
  }
  await atPeople(root, procedure);
  return true;
}

/** Stays at the open question, so that what it awaits is still kept out of the store. */
export async function atPeople(root: Root, procedure: ProcedureDialog | undefined): Promise<void> {
  const standing = await procedure?.standing(root.dc);
  turnOf(root.dc.context).at({
    procedure: 'agent-handoff',
    step: 'with-agent',
    folio: standing?.folio || undefined,
    awaits: standing?.awaits ?? 'text',
    ended: true,
  });
}

function promiseOf({ ticket: folio = '', opensAt }: Requested, turn: DialogTurn): string {
  if (opensAt === undefined) return turn.text('handoff.promised', { folio });
  return turn.text('handoff.promised.opens', { folio, opens: inWords(opensAt) });
}

/** Says nothing, and stays where the person was asked last. */
export async function stay(root: Root, procedure: ProcedureDialog | undefined): Promise<void> {
  const turn = turnOf(root.dc.context);
  if (!procedure) return atMenu(turn);
  const { step, folio, awaits } = await procedure.standing(root.dc);
  turn.at({ procedure: procedure.definition.id, step, folio: folio || undefined, awaits, ended: false });
}

/** Their place in the line, in words. `position`: 1 is next. */
export function positionOf({ position = 1 }: Pick<Requested, 'position'>, turn: DialogTurn): string {
  const ahead = position - 1;
  if (ahead === 0) return turn.text('handoff.position.first');
  if (ahead === 1) return turn.text('handoff.position.ahead.one');
  return turn.text('handoff.position.ahead.many', { ahead });
}

function proves({ input, services }: DialogTurn, awaits: Awaiting | undefined): boolean {
  if (input.files.length > 0 || Object.keys(input.value).length > 0) return true;
  return awaits === 'code' && readCode(input.text, services.limits.codeDigits) !== undefined;
}

function whereOf({ definition }: ProcedureDialog, standing: { step: string; folio: string } | undefined) {
  const { step = '', folio = '' } = standing ?? {};
  return { procedure: definition.id, step, ...(folio && { folio }) };
}

const leaveOption = (turn: DialogTurn) => ({ title: turn.text('handoff.option.leave') });

function sayWithWayOut(turn: DialogTurn, text: string): void {
  turn.say({ text, options: [leaveOption(turn)] });
}

function factsOf(answers: Readonly<Record<string, unknown>>) {
  const text = (name: string) => {
    const answer = answers[name];
    return typeof answer === 'string' ? answer : undefined;
  };
  const [curp, name, client] = [text('curp'), text('full-name'), text('client-number')];
  return { ...(curp && { curp }), ...(name && { name }), ...(client && { 'client-number': client }) };
}
