import { inWords } from '../../locales/moment.ts';
import type { ProcedureDialog } from '../procedure-dialog.ts';
import { wantsAssistant } from '../reading/back-to-assistant.ts';
import { readCode } from '../reading/code.ts';
import { readCommand } from '../reading/command.ts';
import type { AskedForPerson, Handoffs } from '../services.ts';
import { type DialogTurn, turnOf } from '../turn.ts';
import { repeatAsked } from './pending.ts';
import { activeProcedure, type Root } from './root.ts';

/** Asks for a person to take the conversation; the procedure under way stays where it is. */
export async function askForPerson(root: Root, handoffs: Handoffs): Promise<void> {
  const turn = turnOf(root.dc.context);
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
    reason: 'asked',
    facts: factsOf(standing?.answers ?? {}),
    at: turn.now,
  });
  root.state.handoff = asked.id;
  if (asked.state === 'promised') {
    turn.say(promiseOf(asked, turn), turn.text('handoff.promised.go-on'));
    return repeatAsked(root);
  }
  const key = asked.state === 'queued' ? 'handoff.queued' : 'handoff.help';
  turn.say({ text: turn.text(key, { position: positionOf(asked, turn) }), options: [leaveOption(turn)] });
  await atPeople(root, procedure);
}

/**
 * While people have the conversation the assistant is silent, and what the person writes is read by them. What proves
 * something (a form, files, a code) still goes to the step that asks for it. False when the assistant has it.
 */
export async function leaveToPeople(root: Root): Promise<boolean> {
  const turn = turnOf(root.dc.context);
  const { handoffs } = turn.services;
  const id = root.state.handoff;
  if (handoffs === undefined || id === undefined) return false;
  const handoff = await handoffs.look(id);
  if (handoff === undefined) delete root.state.handoff;
  if (handoff === undefined || handoff.state === 'promised') return false;
  const procedure = activeProcedure(root);
  if (procedure && (await proves(root, procedure))) return false;
  if (wantsAssistant(turn.input.short)) {
    await handoffs.leave(id, turn.now);
    delete root.state.handoff;
    turn.say(turn.text('handoff.left'));
    await repeatAsked(root);
    return true;
  }
  await handoffs.heard(id, turn.now);
  if (turn.input.burned) turn.say(turn.text('common.secret-typed'));
  if (readCommand(turn.input.short) === 'help') sayWithWayOut(turn, turn.text('handoff.help'));
  else if (handoff.state === 'queued') {
    sayWithWayOut(turn, turn.text('handoff.still-queued', { position: positionOf(handoff, turn) }));
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

function promiseOf({ ticket: folio = '', opensAt }: AskedForPerson, turn: DialogTurn): string {
  if (opensAt === undefined) return turn.text('handoff.promised', { folio });
  return turn.text('handoff.promised.opens', { folio, opens: inWords(opensAt) });
}

/** Their place in the line, in words. */
export function positionOf({ ahead }: Pick<AskedForPerson, 'ahead'>, turn: DialogTurn): string {
  if (ahead === 0) return turn.text('handoff.position.first');
  if (ahead === 1) return turn.text('handoff.position.ahead.one');
  return turn.text('handoff.position.ahead.many', { ahead });
}

async function proves({ dc }: Root, procedure: ProcedureDialog): Promise<boolean> {
  const { input, services } = turnOf(dc.context);
  if (input.files.length > 0 || Object.keys(input.value).length > 0) return true;
  const { awaits } = await procedure.standing(dc);
  return awaits === 'code' && readCode(input.text, services.limits.codeDigits) !== undefined;
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
