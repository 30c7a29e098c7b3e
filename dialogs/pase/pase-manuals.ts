import { z } from 'zod';
import { procedure } from '../procedure.ts';
import type { Prompt } from '../prompt.ts';
import { readChoice } from '../reading/choice.ts';
import { type ManualTopic, manualTopics, readManualTopics } from '../reading/manual-topic.ts';
import type { DialogTurn } from '../turn.ts';

/** PASE: which manual somebody needs, by scheme or by task, and where it is to be found. */
export const paseManuals = procedure('pase-manuals', { portal: 'pase', version: 1, hasCase: false })
  .step('topic', [], topicPrompt, { uncounted: true })
  .ends(async ({ topic }, { turn }) => {
    const manuals = topic.map((each) => `- ${turn.text(`manual.${each}`)}`).join('\n');
    const say = turn.text('pase-manuals.done', { manuals, url: turn.services.links.signIn.pase });
    return { kind: 'end', end: 'done', say: [say] };
  });

function topicPrompt(): Prompt<ManualTopic[]> {
  return {
    answer: z.array(z.enum(manualTopics)).min(1),
    ask: ({ turn }) => ({
      text: turn.text('pase-manuals.ask'),
      options: optionsOf(turn).map(({ title }) => ({ title })),
    }),
    read: (input, { turn }) => {
      const chosen = readChoice(input.short, optionsOf(turn));
      const topics = chosen === undefined ? readManualTopics(input.short) : [chosen];
      if (topics.length === 0) return { kind: 'unclear', because: turn.text('pase-manuals.unclear') };
      return { kind: 'answer', value: topics };
    },
    glean: (text) => {
      const topics = readManualTopics(text);
      return topics.length === 0 ? undefined : topics;
    },
  };
}

const optionsOf = (turn: DialogTurn) => manualTopics.map((id) => ({ id, title: turn.text(`manual.option.${id}`) }));
