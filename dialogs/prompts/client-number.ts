import { z } from 'zod';
import type { Message } from '../message.ts';
import type { Prompt, Reading, StepContext } from '../prompt.ts';
import { readClientNumber } from '../reading/client-number.ts';
import type { TextKey } from '../texts.ts';

/** A number said in passing counts only when it is called one, and is long enough for it. */
const SAID = /\b(?:cliente|client)\b[^\d@\n]{0,12}(\d(?:[ .-]?\d){5,11})(?!\d)/iu;

interface ClientNumberOptions {
  /** Why a number cannot be meant here; undefined when it can. */
  readonly refuse?: (number: string) => TextKey | undefined;
  readonly ask?: (context: StepContext) => Message;
  /** Other words than a number. */
  readonly readOther?: (text: string, context: StepContext) => Reading<string> | undefined;
}

/** Asks for the client number of a SAED user. */
export function clientNumberPrompt({ refuse, ask, readOther }: ClientNumberOptions = {}): Prompt<string> {
  return {
    answer: z.string().max(20),
    ask: ask ?? (({ turn }) => ({ text: turn.text('client-number.ask') })),
    read: (input, context) => {
      const number = readClientNumber(input.text);
      if (number === undefined) {
        const unclear = { kind: 'unclear', because: context.turn.text('client-number.unclear') } as const;
        return readOther?.(input.text, context) ?? unclear;
      }
      const reason = refuse?.(number);
      if (reason !== undefined) return { kind: 'refused', because: context.turn.text(reason) };
      return { kind: 'answer', value: number };
    },
    glean: (text) => {
      const number = SAID.exec(text.slice(0, 500))?.[1]?.replace(/\D/g, '');
      return number === undefined || refuse?.(number) !== undefined ? undefined : number;
    },
  };
}
