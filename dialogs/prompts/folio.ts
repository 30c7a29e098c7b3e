import { z } from 'zod';
import type { Prompt } from '../prompt.ts';
import { lacksFolio, readFolio } from '../reading/folio.ts';

/** Asks for the folio of a case. */
export function folioPrompt(): Prompt<string> {
  return {
    answer: z.string().max(40),
    ask: ({ turn }) => ({ text: turn.text('folio.ask'), options: [{ title: turn.text('folio.option.none') }] }),
    read: (input, { turn }) => {
      const folio = readFolio(input.text);
      if (folio !== undefined) return { kind: 'answer', value: folio };
      if (lacksFolio(input.short)) return { kind: 'refused', because: turn.text('folio.none') };
      return { kind: 'unclear', because: turn.text('folio.unclear') };
    },
    glean: (text) => readFolio(text),
  };
}
