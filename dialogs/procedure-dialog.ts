import type { DialogContext, DialogTurnResult } from 'botbuilder-dialogs';
// Past the index, which brings all prompts and their recognizers.
import { Dialog } from 'botbuilder-dialogs/lib/dialog.js';
import { z } from 'zod';
import { abandonmentJob } from '../services/cases/abandonment.ts';
import type { Awaiting } from '../services/store/store.ts';
import type { FormPlace } from './input.ts';
import type { Message } from './message.ts';
import type { Answers, ProcedureDefinition } from './procedure.ts';
import { type Heard, Run } from './procedure-run.ts';
import {
  currentStep,
  initialState,
  isStuck,
  type ProcedureState,
  type Progress,
  progressOf,
  restore,
  stepBefore,
} from './procedure-state.ts';
import type { End } from './prompt.ts';
import { type DialogTurn, turnOf } from './turn.ts';

const Beginning = z.object({ said: z.string().default('') });

/** Where a procedure stands between two messages. */
export interface Standing {
  readonly step: string;
  /** Empty where there is no case. */
  readonly folio: string;
  readonly awaits: Awaiting;
  readonly answers: Answers;
  /** Too many answers to this step were refused. */
  readonly stuck: boolean;
  readonly reviews: boolean;
}

/** Runs a procedure as a botbuilder dialog: its state rests on the dialog stack, its place goes out with each message. */
export class ProcedureDialog extends Dialog {
  readonly definition: ProcedureDefinition;

  constructor(definition: ProcedureDefinition) {
    super(definition.id);
    this.definition = definition;
  }

  /** Opens the case and asks the first question that the opening message did not answer already. */
  override async beginDialog(dc: DialogContext, options?: object): Promise<DialogTurnResult> {
    const { said } = Beginning.parse(options ?? {});
    const run = this.#run(dc, initialState(this.definition, await openCase(this.definition, turnOf(dc.context))));
    run.glean(said);
    return run.advance();
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    await this.hear(dc, { insist: true });
    return Dialog.EndOfTurn;
  }

  /** After an interruption on top of it ended: the question again. */
  override async resumeDialog(dc: DialogContext): Promise<DialogTurnResult> {
    await this.repeat(dc);
    return Dialog.EndOfTurn;
  }

  /**
   * Takes the message as an answer to the current step. With `insist`, what is no answer is refused with a reason;
   * without, it is left to the caller, who may know what else it is.
   */
  async hear(dc: DialogContext, { insist }: { insist: boolean }): Promise<Heard> {
    const run = await this.#restored(dc);
    return run.hear(turnOf(dc.context).input, insist);
  }

  /** Whether the step under way would take nearly any words, and these do not say what they are ("me llamo…"). */
  async isVague(dc: DialogContext): Promise<boolean> {
    const run = await this.#restored(dc);
    const step = currentStep(this.definition, run.state.answers);
    const prompt = step?.prompt(run.state.answers);
    return prompt?.takesAnyWords === true && run.said(step?.id ?? '', turnOf(dc.context).input.text) === undefined;
  }

  /** Says the current question again, unchanged. */
  async repeat(dc: DialogContext): Promise<void> {
    await (await this.#restored(dc)).advance();
  }

  /** Notes anew what should not be taken to another channel, such as a text to sign. Says nothing. */
  async settle(dc: DialogContext): Promise<void> {
    (await this.#restored(dc)).settle();
  }

  /** *Atrás*: false when there is nothing before this step. */
  async back(dc: DialogContext): Promise<boolean> {
    const run = await this.#restored(dc);
    const target = stepBefore(this.definition, run.state.answers);
    if (!target) return false;
    await run.revisit(target.id);
    return true;
  }

  /**
   * A correction in mid-flow, with the new answer where the message says it. False when that answer is not given yet, is
   * not part of this procedure, or is only said again (`found` wrong it is asked for all the same).
   */
  async correct(dc: DialogContext, stepId: string, { found }: { found: boolean }): Promise<boolean> {
    const run = await this.#restored(dc);
    const turn = turnOf(dc.context);
    const before = run.state.answers[stepId];
    if (before === undefined) return false;
    const anew = run.said(stepId, turn.input.text);
    if (anew === before && !found) return false;
    turn.say(turn.text('common.corrected'));
    await run.revisit(stepId, anew === undefined || anew === before ? {} : { [stepId]: anew });
    return true;
  }

  /** Answers given so far, for a procedure that takes over. */
  async answers(dc: DialogContext): Promise<Answers> {
    return (await this.#restored(dc)).state.answers;
  }

  /** The folio of the case, empty where there is none. */
  async folio(dc: DialogContext): Promise<string> {
    return (await this.#restored(dc)).state.folio;
  }

  /** Where it stands, for a turn that asks nothing. */
  async standing(dc: DialogContext): Promise<Standing> {
    const { state } = await this.#restored(dc);
    const { step, folio, answers } = state;
    const { awaits = 'text', reviews = false } = currentStep(this.definition, answers)?.prompt(answers) ?? {};
    const stuck = isStuck(state, turnOf(dc.context).services.limits.stepMaxRefusals);
    return { step, folio, awaits, answers, stuck, reviews };
  }

  /** Whether files are asked for now, or at which later step; undefined when they are not, or no longer. */
  async filesAsked(dc: DialogContext): Promise<'now' | Progress | undefined> {
    const { answers } = (await this.#restored(dc)).state;
    if (currentStep(this.definition, answers)?.takesFiles) return 'now';
    const later = this.definition.steps.find(({ id, takesFiles }) => takesFiles && !(id in answers));
    return later && progressOf(this.definition, later);
  }

  /** Whether the question of a secure form is still the one that is open. */
  async asks(dc: DialogContext, form: FormPlace): Promise<boolean> {
    const { state } = await this.#restored(dc);
    if (form.procedure !== this.definition.id || (form.folio ?? '') !== state.folio) return false;
    const step = currentStep(this.definition, state.answers);
    return form.step === step?.id || form.step === step?.prompt(state.answers).stepName?.(state.memo);
  }

  /** Ends it without a word, for another to begin. */
  async abandon(dc: DialogContext): Promise<void> {
    await (await this.#restored(dc)).close('cancelled');
    await dc.endDialog();
  }

  async end(dc: DialogContext, end: End, say: readonly (Message | string)[]): Promise<void> {
    await (await this.#restored(dc)).end(end, say);
  }

  /** The stored state as today's steps read it. What was changed is kept at once, so it is told once. */
  async #restored(dc: DialogContext): Promise<Run> {
    const turn = turnOf(dc.context);
    const restored = restore(this.definition, dc.activeDialog?.state);
    if (!restored.changed) return this.#run(dc, restored.state);
    turn.say(turn.text('common.updated'));
    const state = restored.broken ? { ...restored.state, ...(await openCase(this.definition, turn)) } : restored.state;
    if (dc.activeDialog) dc.activeDialog.state = state;
    return this.#run(dc, state);
  }

  #run(dc: DialogContext, state: ProcedureState): Run {
    return new Run(this.definition, dc, state);
  }
}

async function openCase(definition: ProcedureDefinition, turn: DialogTurn) {
  if (!definition.hasCase || !definition.portal) return { caseId: '', folio: '' };
  const id = `${turn.id}:${definition.id}`;
  const opened = await turn.services.cases.open({
    id,
    procedure: definition.id,
    portal: definition.portal,
    at: turn.now,
  });
  const { folio } = opened.case;
  turn.queue(abandonmentJob(folio, turn.conversationId, turn.now + turn.services.limits.abandonedAfterMs));
  return { caseId: id, folio };
}
