import { z } from 'zod';
import type { Prompt } from '../prompt.ts';
import { readFolio } from '../reading/folio.ts';

/** Asks for the folio of a case. */
export function folioPrompt(): Prompt<string> {
  return {
    answer: z.string().max(40),
    ask: ({ turn }) => ({ text: turn.text('folio.ask') }),
    read: (input, { turn }) => {
      const folio = readFolio(input.text);
      if (folio === undefined) return { kind: 'unclear', because: turn.text('folio.unclear') };
      return { kind: 'answer', value: folio };
    },
    glean: (text) => readFolio(text),
  };
}
