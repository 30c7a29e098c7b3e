import { besidesYesNo } from '../reading/after-yes.ts';
import { readChoice } from '../reading/choice.ts';
import { readHasEfirma } from '../reading/has-efirma.ts';
import { readYesNo } from '../reading/yes-no.ts';
import { type DialogTurn, turnOf } from '../turn.ts';
import type { Pending } from './conversation-state.ts';
import { sayMenu } from './menu.ts';
import { leaveOptions, repeatAsked, resumeOptions } from './pending.ts';
import { readChosen } from './read-chosen.ts';
import { activeProcedure, type Root } from './root.ts';
import { begin } from './routing.ts';
import { start } from './start.ts';

/**
 * Takes the message as the answer to an open question of the root. False when there is none, or when the message is no
 * answer to it; the question stays open then.
 */
export async function answerPending(root: Root): Promise<boolean> {
  const { pending } = root.state;
  if (!pending) return false;
  const turn = turnOf(root.dc.context);
  if (readYesNo(turn.input.text) === 'unsure') {
    await repeatAsked(root);
    return true;
  }
  const answer = read(turn, pending);
  if (answer === undefined) return false;
  delete root.state.pending;
  if (pending.kind === 'choose') await choose(root, answer, pending.said);
  else if (pending.kind === 'leave') await leave(root, answer, pending);
  else await resume(root, answer);
  return true;
}

/** The id of the option that was meant. */
function read(turn: DialogTurn, pending: Pending): string | undefined {
  const { text, short } = turn.input;
  if (pending.kind === 'choose') {
    return readChosen(turn, pending.options) ?? (pending.about === 'efirma' ? ownerOf(text) : undefined);
  }
  const yesNo = readYesNo(text);
  if (pending.kind === 'leave') {
    if (yesNo) return yesNo === 'yes' ? 'leave' : 'stay';
    // Both titles lead with a yes or a no, which alone tells nothing about what follows it.
    return readChoice(
      besidesYesNo(text) ?? short,
      leaveOptions.map(({ id, key }) => ({ id, title: turn.text(key) })),
    );
  }
  const chosen = readChoice(
    short,
    resumeOptions.map(({ id, key }) => ({ id, title: turn.text(key) })),
  );
  if (chosen) return chosen;
  return yesNo && (yesNo === 'yes' ? 'go-on' : 'leave');
}

/** "¿Tienes tu e.firma vigente?" is answered with yes or no as well. */
function ownerOf(text: string): string | undefined {
  const has = readHasEfirma(text);
  if (has === undefined) return undefined;
  return has ? 'impi-efirma' : 'impi-letter';
}

/** Naming the procedure under way stays in it; naming another is the consent to leave. */
async function choose(root: Root, chosen: string, said: string): Promise<void> {
  const procedure = activeProcedure(root);
  if (procedure?.definition.id === chosen) return procedure.repeat(root.dc);
  await begin(root, chosen, said);
}

async function leave(root: Root, answer: string, { to, said }: { to: string; said: string }): Promise<void> {
  const procedure = activeProcedure(root);
  if (answer === 'stay') return procedure?.repeat(root.dc);
  if (to !== 'menu') return begin(root, to, said);
  await procedure?.abandon(root.dc);
  sayMenu(root, 'menu.again');
}

async function resume(root: Root, answer: string): Promise<void> {
  const procedure = activeProcedure(root);
  if (!procedure) return sayMenu(root, 'menu.again');
  if (answer === 'go-on') return procedure.repeat(root.dc);
  if (answer === 'restart') return start(root, procedure.definition.id, '');
  await procedure.end(root.dc, 'cancelled', [turnOf(root.dc.context).text('common.cancelled')]);
}
