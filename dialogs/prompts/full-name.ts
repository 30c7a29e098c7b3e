import { z } from 'zod';
import type { Prompt } from '../prompt.ts';
import { readName } from '../reading/name.ts';
import { readNameAnswer } from '../reading/name-answer.ts';

/** A name said in passing: up to what is said next. */
const SAID =
  /\b(?:me llamo|mi nombre(?: completo)? es|my (?:full )?name is)\s+(.+?)(?=\s+(?:y|and)\s+(?:mi|mis|no|quiero|necesito|tengo|my|i)\b|[,.;\n]|$)/iu;

/** Asks for the name as the identification has it, with at least one surname. */
export function fullNamePrompt(): Prompt<string> {
  return {
    answer: z.string().max(200),
    takesAnyWords: true,
    ask: ({ turn }) => ({ text: turn.text('full-name.ask') }),
    read: (input, { turn }) => {
      const name = readNameAnswer(input.text);
      if (name === undefined) return { kind: 'unclear', because: turn.text('full-name.unclear') };
      if (!isFull(name)) return { kind: 'refused', because: turn.text('full-name.short') };
      return { kind: 'answer', value: name };
    },
    glean: (text) => {
      const name = readName(SAID.exec(text)?.[1] ?? '');
      return name !== undefined && isFull(name) ? name : undefined;
    },
  };
}

const isFull = (name: string) => name.includes(' ');
