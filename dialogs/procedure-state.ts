import { z } from 'zod';
import type { Answers, ProcedureDefinition, StepDefinition } from './procedure.ts';
import { StoredJson } from './stored-json.ts';

/** Where a person stands in a procedure; kept in the state of the conversation. */
export const ProcedureState = z.object({
  version: z.number().int(),
  caseId: z.string(),
  folio: z.string(),
  answers: z.record(z.string(), z.unknown()),
  /** The step that was asked last. */
  step: z.string(),
  memo: StoredJson.optional(),
  /** Answers refused at this step, for the offer of a person. */
  refusals: z.number().int(),
  /** How often the last step led back, although every answer was taken; for the same offer. */
  setbacks: z.number().int().optional(),
});
export type ProcedureState = z.infer<typeof ProcedureState>;

/**
 * Reads a stored state against today's steps. Answers that today's prompts no longer accept are dropped with all that
 * depend on them, so a person in the middle of a deploy goes on at a safe point instead of a crash. `broken`: nothing
 * could be read, not even the case.
 */
export function restore(
  definition: ProcedureDefinition,
  stored: unknown,
): { readonly state: ProcedureState; readonly changed: boolean; readonly broken: boolean } {
  const parsed = ProcedureState.safeParse(stored);
  if (!parsed.success)
    return { state: initialState(definition, { caseId: '', folio: '' }), changed: true, broken: true };
  const { version } = parsed.data;
  const answers: Record<string, unknown> = {};
  for (const step of definition.steps) {
    const given = parsed.data.answers[step.id];
    if (given === undefined || !step.needs.every((need) => need in answers)) continue;
    const answer = step.prompt(answers).answer.safeParse(given);
    if (answer.success) answers[step.id] = answer.data;
  }
  const changed = version !== definition.version;
  if (!changed) return { state: { ...parsed.data, answers }, changed, broken: false };
  const { memo: _memo, ...kept } = parsed.data;
  return { state: { ...kept, version: definition.version, answers, step: '', refusals: 0 }, changed, broken: false };
}

/** Whether it is time to offer a person. */
export function isStuck({ refusals, setbacks = 0 }: ProcedureState, max: number): boolean {
  return refusals >= max || setbacks >= max;
}

/** The state at the beginning of a procedure. */
export function initialState(definition: ProcedureDefinition, of: { caseId: string; folio: string }): ProcedureState {
  return { version: definition.version, ...of, answers: {}, step: '', refusals: 0 };
}

/** The step the person stands at: the first without an answer. Undefined when all are given. */
export function currentStep(definition: ProcedureDefinition, answers: Answers): StepDefinition | undefined {
  return definition.steps.find((step) => !(step.id in answers));
}

/** The answers without that of a step and without those made from it. */
export function without(definition: ProcedureDefinition, answers: Answers, stepId: string): Record<string, unknown> {
  const gone = new Set([stepId]);
  for (const step of definition.steps) if (step.needs.some((need) => gone.has(need))) gone.add(step.id);
  return Object.fromEntries(Object.entries(answers).filter(([id]) => !gone.has(id)));
}

/** The step *atrás* leads to: the first of the stage before the current one, or the first of this stage. */
export function stepBefore(definition: ProcedureDefinition, answers: Answers): StepDefinition | undefined {
  const current = currentStep(definition, answers);
  const passed = current ? definition.steps.slice(0, definition.steps.indexOf(current)) : definition.steps;
  const previous = passed.at(-1);
  return previous && passed.find((step) => step.stage === previous.stage);
}

export type Progress = Readonly<Record<'current' | 'total', number>>;

/** "Paso 2 de 6", or nothing for a step that is not counted. */
export function progressOf(definition: ProcedureDefinition, step: StepDefinition): Progress | undefined {
  if (step.stage === 0) return undefined;
  return { current: step.stage, total: Math.max(...definition.steps.map((candidate) => candidate.stage)) };
}
