import type { Input } from '../../input.ts';
import type { Command } from '../../reading/command.ts';
import { readIsMe } from '../../reading/is-me.ts';
import { turnOf } from '../../turn.ts';
import { repeatAsked } from '../pending.ts';
import { activeProcedure, type Root } from '../root.ts';
import { askMove, isMoveAsked } from './ask.ts';
import { nameOfChannel } from './places.ts';

/** More moves than an hour allows. */
const BEFORE_MAX = 12;

/**
 * Takes the message as the answer whether the conversation may go elsewhere. Only a plain yes moves it; who proves
 * something here, or leaves, stays. False when it was not asked, or when the message is to be answered besides.
 */
export async function answerMove(root: Root, command: Command | undefined): Promise<boolean> {
  const { input, say, text } = turnOf(root.dc.context);
  const { move } = root.state;
  if (!move) return false;
  const answer = command === 'cancel' ? 'no' : readIsMe(input.text);
  if (isAct(input) || command === 'agent') {
    if (await refuseMove(root, move.id)) say(text('move.stays'));
    return false;
  }
  if (answer === 'yes' || answer === 'no') {
    await decide(root, move, answer === 'yes');
    return true;
  }
  if (!isMoveAsked(root)) {
    delete root.state.move;
    return false;
  }
  await askMove(root, move.channel);
  return true;
}

/** Something to prove, other than the wish of an open page for a fresh text to sign. */
function isAct({ files, value: { renewChallenge: _page, ...given } }: Input): boolean {
  return files.length > 0 || Object.keys(given).length > 0;
}

/** Says no, and has the other conversation told. Answers whether there was something to refuse. */
export async function refuseMove(root: Root, moveId: string): Promise<boolean> {
  const turn = turnOf(root.dc.context);
  const { moves } = turn.services;
  delete root.state.move;
  const decided = await moves.decide({ from: turn.conversationId, moveId, agree: false, turnId: turn.id });
  if (!decided.ok) return false;
  const event = { what: 'refused', moveId } as const;
  turn.queue(
    moves.job({ to: decided.to.conversationId, from: turn.conversationId, event }, turn.now),
    await auditOf(root, 'conversation.move-refused', moveId, decided.to.channel),
  );
  return true;
}

/** `channel`: where the code was typed. */
async function auditOf(
  root: Root,
  name: 'conversation.moved' | 'conversation.move-refused',
  moveId: string,
  channel: string,
) {
  const turn = turnOf(root.dc.context);
  const procedure = activeProcedure(root);
  const folio = await procedure?.folio(root.dc);
  return turn.services.audit({
    id: `${name}:${moveId}`,
    name,
    at: turn.now,
    channel,
    ...(procedure && { procedure: procedure.definition.id }),
    ...(folio && { folio }),
  });
}

async function decide(root: Root, { id, channel }: { id: string; channel: string }, agree: boolean): Promise<void> {
  const turn = turnOf(root.dc.context);
  const goes = agree && activeProcedure(root) !== undefined;
  const done = goes ? await letGo(root, id) : await refuseMove(root, id);
  if (done && goes) {
    turn.say(turn.text('move.gone', { to: nameOfChannel(turn, channel) }));
    return turn.at({ procedure: 'menu', step: 'moved', awaits: 'text', ended: true });
  }
  turn.say(turn.text(!done ? 'move.too-late' : agree ? 'move.nothing-left' : 'move.stays'));
  await repeatAsked(root);
}

/**
 * Forgets the state and sends it away, in one commit. What the decision says once it says again to this very turn, so a
 * turn that is run again sends the same state under the same id.
 */
async function letGo(root: Root, moveId: string): Promise<boolean> {
  const { dc, state } = root;
  const turn = turnOf(dc.context);
  const { moves } = turn.services;
  delete state.move;
  const decided = await moves.decide({ from: turn.conversationId, moveId, agree: true, turnId: turn.id });
  if (!decided.ok) return false;
  // A hand-off names this conversation and stays with it.
  const { handoff: _stays, cameFrom = [], ...leaving } = state;
  const before = [...cameFrom, turn.conversationId].slice(-BEFORE_MAX);
  const sent = JSON.parse(JSON.stringify({ ...leaving, cameFrom: [...new Set(before)] }));
  const event = { what: 'arrived', moveId, channel: turn.channel, state: sent } as const;
  turn.queue(
    moves.job({ to: decided.to.conversationId, from: turn.conversationId, event }, turn.now),
    await auditOf(root, 'conversation.moved', moveId, decided.to.channel),
  );
  dc.stack.length = 0;
  delete state.pending;
  return true;
}
