import { z } from 'zod';
import { checkCurp, findCurp, suggestCurp } from '../../services/curp/curp.ts';
import type { Prompt, Reading, StepContext } from '../prompt.ts';
import { hasRfc } from '../reading/rfc.ts';
import { readYesNo } from '../reading/yes-no.ts';

const Answer = z.string().length(18);
const Memo = z.object({ suggestion: z.string() });

/** Asks for the CURP; a likely slip is asked back, never corrected silently. */
export function curpPrompt(): Prompt<string> {
  return {
    answer: Answer,
    ask: ({ turn, memo }) => {
      const suggested = Memo.safeParse(memo);
      if (!suggested.success) return { text: turn.text('curp.ask') };
      return {
        text: turn.text('curp.suggestion', suggested.data),
        options: [{ title: turn.text('common.option.yes') }, { title: turn.text('common.option.no') }],
      };
    },
    read: (input, context) => readSuggested(input.text, context) ?? readCurp(input.text, context),
    glean: (text, { turn }) => {
      const checked = checkFound(text, turn.now);
      return checked?.ok ? checked.curp : undefined;
    },
  };
}

function readSuggested(text: string, { memo, turn }: StepContext): Reading<string> | undefined {
  const suggested = Memo.safeParse(memo);
  if (!suggested.success) return undefined;
  const answer = readYesNo(text);
  if (answer === 'yes') return { kind: 'answer', value: suggested.data.suggestion };
  if (answer === 'no') return { kind: 'again', memo: null, say: turn.text('common.corrected') };
  return undefined;
}

function readCurp(text: string, { turn }: StepContext): Reading<string> {
  const checked = checkFound(text, turn.now);
  if (!checked && hasRfc(text)) return { kind: 'refused', because: turn.text('curp.rfc') };
  if (!checked) return { kind: 'unclear', because: turn.text('curp.unclear') };
  if (checked.ok) return { kind: 'answer', value: checked.curp };
  const suggestion = suggestCurp(checked.candidate, turn.now);
  if (suggestion) return { kind: 'again', memo: { suggestion } };
  return { kind: 'refused', because: turn.text(`curp.${checked.reason}`) };
}

function checkFound(text: string, now: number) {
  const candidate = findCurp(text);
  if (candidate === undefined) return undefined;
  return { ...checkCurp(candidate, now), candidate };
}
