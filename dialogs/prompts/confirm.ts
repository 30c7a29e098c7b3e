import { z } from 'zod';
import type { Message } from '../message.ts';
import type { Prompt, StepContext } from '../prompt.ts';
import { readYesNo } from '../reading/yes-no.ts';

const Agreed = z.literal(true);

/** A question that only "yes" leads on from; `onNo` says what else the person can do. */
export function agreePrompt(say: {
  ask: (context: StepContext) => Message;
  onNo: (context: StepContext) => string;
  /** Words that say yes to this question alone. */
  isYes?: (text: string) => boolean;
}): Prompt<true> {
  return {
    answer: Agreed,
    ask: say.ask,
    read: (input, context) => {
      const { turn } = context;
      if (say.isYes?.(input.text)) return { kind: 'answer', value: true };
      switch (readYesNo(input.text)) {
        case 'yes':
          return { kind: 'answer', value: true };
        case 'no':
          return { kind: 'refused', because: say.onNo(context) };
        case 'unsure':
          return { kind: 'refused', because: turn.text('yesno.unsure') };
        default:
          return { kind: 'unclear', because: turn.text('yesno.unclear') };
      }
    },
  };
}
