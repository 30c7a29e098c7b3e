import { z } from 'zod';
import type { Params } from '../../locales/texts.ts';
import type { Prompt, StepContext } from '../prompt.ts';
import type { TextKey } from '../texts.ts';

/** No question: says what the procedure does, once, with the privacy notice, and goes on to the first question. */
export function noticePrompt(key: TextKey, params: (context: StepContext) => Params = () => ({})): Prompt<true> {
  return {
    answer: z.literal(true),
    async arrive(context) {
      const { turn } = context;
      const privacy = turn.text('common.privacy', { url: turn.services.links.privacy });
      turn.say(`${turn.text(key, params(context))}\n${privacy}`);
      return { kind: 'answered', value: true };
    },
    ask: (context) => ({ text: context.turn.text(key, params(context)) }),
    read: () => ({ kind: 'answer', value: true }),
  };
}
