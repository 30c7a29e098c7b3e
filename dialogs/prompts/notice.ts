import { z } from 'zod';
import type { Prompt } from '../prompt.ts';
import type { TextKey } from '../texts.ts';

/** No question: says what the procedure does, once, with the privacy notice, and goes on to the first question. */
export function noticePrompt(key: TextKey): Prompt<true> {
  return {
    answer: z.literal(true),
    async arrive({ turn }) {
      turn.say(`${turn.text(key)}\n${turn.text('common.privacy', { url: turn.services.links.privacy })}`);
      return { kind: 'answered', value: true };
    },
    ask: ({ turn }) => ({ text: turn.text(key) }),
    read: () => ({ kind: 'answer', value: true }),
  };
}
