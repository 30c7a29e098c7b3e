import type { DialogContext, DialogTurnResult } from 'botbuilder-dialogs';
// Past the index, which brings all prompts and their recognizers.
import { Dialog } from 'botbuilder-dialogs/lib/dialog.js';
import type { CaseEvent } from '../services/cases/case.ts';
import type { Input } from './input.ts';
import type { Message } from './message.ts';
import type { Answers, ProcedureDefinition, StepDefinition } from './procedure.ts';
import { currentStep, isStuck, type ProcedureState, progressOf, without } from './procedure-state.ts';
import type { End, Prompt, Reading, StepContext } from './prompt.ts';
import { type DialogTurn, turnOf } from './turn.ts';

/** What a message meant to the step it was said at. */
export type Heard = 'taken' | 'unclear';

/** What each end means to the case. A mail that was sent leaves it open: the link in it goes on. */
const caseEvents: Readonly<Partial<Record<End, CaseEvent>>> = {
  done: 'finish',
  cancelled: 'cancel',
  refused: 'reject',
  frozen: 'freeze',
  'awaiting-visit': 'await-visit',
};

/** One turn of one procedure. */
export class Run {
  readonly #definition: ProcedureDefinition;
  readonly #dc: DialogContext;
  readonly #turn: DialogTurn;
  state: ProcedureState;

  constructor(definition: ProcedureDefinition, dc: DialogContext, state: ProcedureState) {
    this.#definition = definition;
    this.#dc = dc;
    this.#turn = turnOf(dc.context);
    this.state = state;
  }

  async hear(input: Input, insist: boolean): Promise<Heard> {
    const step = currentStep(this.#definition, this.state.answers);
    if (!step || step.id !== this.state.step) {
      await this.advance();
      return 'taken';
    }
    const prompt = step.prompt(this.state.answers);
    const reading = await prompt.read(input, this.#context());
    if (reading.kind === 'unclear' && !insist) return 'unclear';
    await this.#take(step, prompt, reading, input);
    return 'taken';
  }

  settle(): void {
    const step = currentStep(this.#definition, this.state.answers);
    if (step?.id !== this.state.step) return;
    const memo = step.prompt(this.state.answers).elsewhere?.(this.#context());
    if (memo !== undefined) this.#set({ memo });
  }

  async #take(step: StepDefinition, prompt: Prompt<unknown>, reading: Reading<unknown>, input: Input): Promise<void> {
    switch (reading.kind) {
      case 'answer':
        this.#set({ answers: { ...this.state.answers, [step.id]: reading.value } });
        this.glean(input.text);
        await this.advance();
        return;
      case 'again':
        if (reading.say) this.#turn.say(reading.say);
        this.#set({ memo: reading.memo });
        this.#ask(step, prompt);
        return;
      case 'refused':
        this.#set({ refusals: this.state.refusals + 1, ...(reading.memo === undefined ? {} : { memo: reading.memo }) });
        this.#refuse(step, prompt, reading.because);
        return;
      case 'unclear':
        this.#set({ refusals: this.state.refusals + 1 });
        this.#refuse(step, prompt, reading.because);
        return;
      case 'revisit':
        this.#turn.say(reading.say);
        await this.revisit(reading.step, reading.keep);
        return;
      case 'end':
        await this.end(reading.end, [reading.say]);
    }
  }

  /** Fills later steps with what the text says in passing. */
  glean(text: string): void {
    if (text === '') return;
    for (const step of this.#definition.steps) {
      const { answers } = this.state;
      if (step.id in answers || !step.needs.every((need) => need in answers)) continue;
      const value = step.prompt(answers).glean?.(text, this.#context());
      if (value !== undefined) this.#set({ answers: { ...answers, [step.id]: value } });
    }
  }

  /** The answer to a step that a text says in passing. */
  said(stepId: string, text: string): unknown {
    const { answers } = this.state;
    const step = this.#definition.steps.find(({ id }) => id === stepId);
    return step?.prompt(answers).glean?.(text, this.#context());
  }

  /** Asks the first open question, or finishes. */
  async advance(): Promise<DialogTurnResult> {
    const step = currentStep(this.#definition, this.state.answers);
    if (!step) return this.#finish();
    const prompt = step.prompt(this.state.answers);
    if (this.state.step !== step.id) {
      const { memo: _left, ...kept } = this.state;
      this.state = { ...kept, step: step.id, refusals: 0 };
      const arrival = prompt.arrive ? await prompt.arrive(this.#context()) : { kind: 'ask' as const };
      if (arrival.kind === 'end') return this.end(arrival.end, [arrival.say]);
      if (arrival.kind === 'answered') {
        this.#set({ answers: { ...this.state.answers, [step.id]: arrival.value } });
        return this.advance();
      }
      if (arrival.kind === 'revisit') {
        this.#turn.say(arrival.say);
        return this.revisit(arrival.step);
      }
      this.#set(arrival.memo === undefined ? {} : { memo: arrival.memo });
    }
    this.#ask(step, prompt);
    return Dialog.EndOfTurn;
  }

  async revisit(stepId: string, keep: Answers = {}): Promise<DialogTurnResult> {
    this.#set({ answers: { ...without(this.#definition, this.state.answers, stepId), ...keep }, step: '' });
    return this.advance();
  }

  async end(end: End, say: readonly (Message | string)[]): Promise<DialogTurnResult> {
    const { id } = this.#definition;
    this.#turn.say(...say);
    this.#turn.at({ procedure: id, step: end, folio: this.state.folio || undefined, awaits: 'text', ended: true });
    await this.close(end);
    return this.#dc.endDialog();
  }

  async close(end: End): Promise<void> {
    const event = caseEvents[end];
    if (this.state.caseId === '' || event === undefined) return;
    await this.#turn.services.cases.move(this.state.caseId, {
      event,
      eventId: end,
      at: this.#turn.now,
      ...(this.state.step && { step: this.state.step }),
    });
  }

  async #finish(): Promise<DialogTurnResult> {
    const outcome = await this.#definition.finish(this.state.answers, this.#context());
    if (outcome.kind === 'end') return this.end(outcome.end, outcome.say);
    this.#set({ setbacks: (this.state.setbacks ?? 0) + 1 });
    this.#turn.say(this.#isStuck() ? `${outcome.say}\n${this.#turn.text('common.stuck')}` : outcome.say);
    return this.revisit(outcome.step);
  }

  #ask(step: StepDefinition, prompt: Prompt<unknown>): void {
    const message = prompt.ask(this.#context());
    const progress = progressOf(this.#definition, step);
    const lead = progress ? `${this.#turn.text('common.progress', progress)}\n` : '';
    this.#turn.say({ ...message, ...this.#options(message), text: `${lead}${message.text}` });
    this.#place(step, prompt);
  }

  /** The reason in place of the question, with the question's buttons; after too many, a person is offered. */
  #refuse(step: StepDefinition, prompt: Prompt<unknown>, because: string): void {
    const message = prompt.ask(this.#context());
    const text = this.#isStuck() ? `${because}\n${this.#turn.text('common.stuck')}` : because;
    this.#turn.say({ ...message, ...this.#options(message), text });
    this.#place(step, prompt);
  }

  #isStuck(): boolean {
    return isStuck(this.state, this.#turn.services.limits.stepMaxRefusals);
  }

  /** The buttons of a question; who is stuck also gets one to a person. */
  #options({ options = [] }: Message): Pick<Message, 'options'> {
    if (!this.#isStuck()) return {};
    return { options: [...options, { title: this.#turn.text('common.option.agent') }] };
  }

  #place(step: StepDefinition, prompt: Prompt<unknown>): void {
    this.#turn.at({
      procedure: this.#definition.id,
      step: prompt.stepName?.(this.state.memo) ?? step.id,
      folio: this.state.folio || undefined,
      progress: progressOf(this.#definition, step),
      awaits: prompt.awaits ?? 'text',
      ended: false,
    });
  }

  #context(): StepContext {
    return { turn: this.#turn, caseId: this.state.caseId, folio: this.state.folio, memo: this.state.memo };
  }

  #set(change: Partial<ProcedureState>): void {
    this.state = { ...this.state, ...change };
    const active = this.#dc.activeDialog;
    if (active?.id === this.#definition.id) active.state = this.state;
  }
}
