import type { Portal } from '../services/accounts/portal.ts';
import type { Message } from './message.ts';
import type { Answers, End, Prompt, StepContext } from './prompt.ts';

export type { Answers } from './prompt.ts';

/** What the last step leads to. */
export type Outcome =
  | { readonly kind: 'end'; readonly end: End; readonly say: readonly (Message | string)[] }
  | { readonly kind: 'revisit'; readonly step: string; readonly say: string };

export interface StepDefinition {
  readonly id: string;
  /** The answers its prompt cannot do without; when one of them is given again, this step is asked again. */
  readonly needs: readonly string[];
  /** Steps of one stage count as one in "Paso 2 de 6", and *atrás* goes to the first of them. 0 is not counted. */
  readonly stage: number;
  /** Its answer may be files; elsewhere they are refused. */
  readonly takesFiles: boolean;
  prompt(answers: Answers): Prompt<unknown>;
}

export interface ProcedureDefinition {
  readonly id: string;
  readonly portal: Portal | undefined;
  /** Raised when a deploy changes what the steps mean; people in the middle are told and keep what still holds. */
  readonly version: number;
  /** Whether a case with a folio is opened. */
  readonly hasCase: boolean;
  readonly steps: readonly StepDefinition[];
  finish(answers: Answers, context: StepContext): Promise<Outcome>;
}

interface StepOptions {
  /** Belongs to the stage of the step before it. */
  readonly sameStage?: boolean;
  /** Not counted in the progress. */
  readonly uncounted?: boolean;
  readonly takesFiles?: boolean;
}

/**
 * A waterfall with named steps, written as the conversation it holds:
 *
 *     procedure('icsoe-reset', { portal: 'icsoe', version: 1 })
 *       .step('curp', [], () => curpPrompt())
 *       .step('email', [], () => emailPrompt())
 *       .ends(async ({ curp, email }, context) => …)
 *
 * The state of a procedure is its answers; the step it stands at is the first one without an answer. Each prompt is
 * made from the earlier answers it needs (and may see others), so correcting one asks again just what depends on it.
 */
export function procedure(
  id: string,
  options: { readonly portal?: Portal; readonly version: number; readonly hasCase?: boolean },
): ProcedureBuilder<Record<never, never>> {
  return builder({ id, portal: options.portal, version: options.version, hasCase: options.hasCase ?? true }, []);
}

export interface ProcedureBuilder<Given> {
  step<Id extends string, Needed extends keyof Given & string, T>(
    id: Id,
    needs: readonly Needed[],
    prompt: (answers: Pick<Given, Needed> & Partial<Given>) => Prompt<T>,
    options?: StepOptions,
  ): ProcedureBuilder<Given & Record<Id, T>>;
  ends(finish: (answers: Given, context: StepContext) => Promise<Outcome>): ProcedureDefinition;
}

function builder<Given>(
  head: Pick<ProcedureDefinition, 'id' | 'portal' | 'version' | 'hasCase'>,
  steps: readonly StepDefinition[],
): ProcedureBuilder<Given> {
  return {
    step: (id, needs, prompt, options = {}) =>
      builder(head, [
        ...steps,
        // Stored answers were parsed with the schemas of their prompts before they come here (see procedure-state.ts).
        {
          id,
          needs,
          stage: stageAfter(steps, options),
          takesFiles: options.takesFiles ?? false,
          prompt: (answers) => prompt(answers as Given),
        },
      ]),
    ends: (finish) => ({ ...head, steps, finish: (answers, context) => finish(answers as Given, context) }),
  };
}

function stageAfter(steps: readonly StepDefinition[], options: StepOptions): number {
  if (options.uncounted) return 0;
  const last = steps.at(-1)?.stage ?? 0;
  return options.sameStage ? last : Math.max(0, ...steps.map((step) => step.stage)) + 1;
}
