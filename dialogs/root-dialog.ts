import type { ProcedureDialog } from './procedure-dialog.ts';
import type { Command } from './reading/command.ts';
import { type CorrectedField, readCorrection, readNamed, wantsToCorrect } from './reading/correction.ts';
import { losesMailbox } from './reading/mailbox-lost.ts';
import { spokenCommand } from './reading/spoken-command.ts';
import { readYesNo } from './reading/yes-no.ts';
import { answerPending } from './root/answer-pending.ts';
import { answerFilesElsewhere, obey } from './root/commands.ts';
import { hearDesk } from './root/desk-events.ts';
import { dropUnknown } from './root/drop-unknown.ts';
import { refuseFiles } from './root/files.ts';
import { switchLanguage } from './root/language.ts';
import { sayGreeting } from './root/menu.ts';
import { answerMove } from './root/moves/answer.ts';
import { claimMove } from './root/moves/claim.ts';
import { hearMove } from './root/moves/hear.ts';
import { offerMove } from './root/moves/offer.ts';
import { askToResume, repeatAsked } from './root/pending.ts';
import { leaveToPeople, peopleHave, stay } from './root/people.ts';
import { activeProcedure, type Root } from './root/root.ts';
import { answerAside, routeFresh, routeWithin } from './root/routing.ts';
import { turnOf } from './turn.ts';

/**
 * One message of a person, from the gates to an answer: what cannot be read, a question of ours that is open, a
 * command, a correction, the step under way, and at last whatever the sentence seems to ask for.
 */
export async function converse(root: Root): Promise<void> {
  const { input } = turnOf(root.dc.context);
  if (input.kind === 'start') return sayGreeting(root);
  await dropUnknown(root);
  if (input.desk) return hearDesk(root, input.desk);
  if (input.move) return hearMove(root, input.move);
  if (await ignoreEvent(root)) return;
  if (await leaveToPeople(root)) return;
  await tellBurned(root);
  if (await refuseUnreadable(root)) return;
  if (await refuseOutdated(root)) return;
  if (await refuseFiles(root)) return;
  const command = spokenCommand(input.short);
  if (await switchLanguage(root, command)) return;
  if (await answerMove(root, command)) return;
  if (command === 'move') return offerMove(root);
  if (await claimMove(root)) return;
  if (await answerPending(root)) return;
  if (await answerFilesElsewhere(root)) return;
  if (command && !(await isForReview(root)) && (await obey(root, command))) return;
  const procedure = activeProcedure(root);
  if (!procedure) return routeFresh(root);
  return answerStep(root, procedure, command);
}

async function answerStep(root: Root, procedure: ProcedureDialog, command: Command | undefined): Promise<void> {
  const turn = turnOf(root.dc.context);
  if (await correct(root, procedure)) return;
  if (await answerAside(root, procedure)) return;
  const open = root.state.pending !== undefined;
  const isBack = !open && turn.now - root.state.lastAt > turn.services.limits.resumeAfterMs;
  if (isBack && (await procedure.isVague(root.dc))) return askToResume(root);
  if (
    (!open || (await isOfStep(root, procedure, command))) &&
    (await procedure.hear(root.dc, { insist: false })) === 'taken'
  ) {
    delete root.state.pending;
    return;
  }
  if (isBack) return askToResume(root);
  if (command === undefined && (await routeWithin(root, procedure))) return;
  if (!open) return void (await procedure.hear(root.dc, { insist: true }));
  turn.say(turn.text('interrupt.unclear'));
  await repeatAsked(root);
}

/**
 * What can only be meant for the step, although another question is open: a CURP, an address, a code, files; and where a
 * code is awaited, that it does not come.
 */
async function isOfStep(root: Root, procedure: ProcedureDialog, command: Command | undefined): Promise<boolean> {
  const { text, short, files, value } = turnOf(root.dc.context).input;
  if (/[\d@]/.test(text) || files.length > 0 || Object.keys(value).length > 0) return true;
  return (command === 'resend' || losesMailbox(short)) && (await procedure.standing(root.dc)).awaits === 'code';
}

/** The steps that may hold an answer the person wants to give again. */
const stepsOf: Readonly<Record<CorrectedField, readonly string[]>> = {
  email: ['email', 'account-email'],
  curp: ['curp'],
  password: ['password'],
  name: ['full-name', 'first-name'],
  'paternal-surname': ['full-name', 'paternal-surname'],
  'maternal-surname': ['full-name', 'maternal-surname'],
  'client-number': ['client-number'],
  efirma: ['efirma'],
};

/** Takes the message as the wish to give an answer again. At a review, naming one is enough. */
async function correct(root: Root, procedure: ProcedureDialog): Promise<boolean> {
  const { short, text } = turnOf(root.dc.context).input;
  const found = readCorrection(short);
  const field = found ?? ((await reviews(root)) && readYesNo(text) !== 'yes' ? readNamed(text) : undefined);
  if (field === undefined) return false;
  for (const step of stepsOf[field]) {
    if (!(await procedure.correct(root.dc, step, { found: found !== undefined }))) continue;
    delete root.state.pending;
    return true;
  }
  return false;
}

async function reviews(root: Root): Promise<boolean> {
  const standing = await activeProcedure(root)?.standing(root.dc);
  return standing?.reviews ?? false;
}

/** "Corregir", where everything can be corrected, asks for what; elsewhere it is the way back. */
async function isForReview(root: Root): Promise<boolean> {
  return wantsToCorrect(turnOf(root.dc.context).input.short) && (await reviews(root));
}

/** An event is no word of a person: only a step, which answers whatever it is sent, says something to it. */
async function ignoreEvent(root: Root): Promise<boolean> {
  if (turnOf(root.dc.context).input.kind !== 'event') return false;
  const procedure = activeProcedure(root);
  if (procedure && !(await peopleHave(root))) return false;
  await stay(root, procedure);
  return true;
}

/** A secret that was typed is gone from the chat, and its owner hears of it; where one is asked for, the step says so. */
async function tellBurned(root: Root): Promise<void> {
  const { input, say, text } = turnOf(root.dc.context);
  if (!input.burned) return;
  const standing = await activeProcedure(root)?.standing(root.dc);
  if (standing?.awaits !== 'password') say(text('common.secret-typed'));
}

/** What was meant for another moment is not taken for an answer to this one. True when that was the case. */
async function refuseOutdated(root: Root): Promise<boolean> {
  const { input, say, text } = turnOf(root.dc.context);
  const { formFor, stale } = input;
  const procedure = activeProcedure(root);
  if (formFor && !(await procedure?.asks(root.dc, formFor))) say(text('common.form-outdated'));
  else if (stale && procedure) say(text('common.stale'));
  else return false;
  await repeatAsked(root);
  return true;
}

/** What carries nothing to answer gets a word about it, and the question again. True when that was the case. */
async function refuseUnreadable(root: Root): Promise<boolean> {
  const { input, say, text } = turnOf(root.dc.context);
  const silent = input.text === '' && input.files.length === 0 && Object.keys(input.value).length === 0;
  const problem = input.secretsLost
    ? 'common.secrets-lost'
    : input.kind === 'unsupported' || input.kind === 'event'
      ? 'common.unsupported'
      : input.truncated
        ? 'common.too-long'
        : silent
          ? 'common.empty'
          : undefined;
  if (problem === undefined) return false;
  say(text(problem));
  await repeatAsked(root);
  return true;
}
