import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Sentence = z.object({ text: z.string(), flow: z.string(), set: z.string() });

/** A sentence, and the procedure id that a person would give it. `set` says when it was written (see README.md). */
export type Sentence = z.infer<typeof Sentence>;

/** The labelled sentences that stand beside this file. */
export function heldOutSentences(): Sentence[] {
  return readFileSync(new URL('held-out.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => Sentence.parse(JSON.parse(line)));
}
