import { z } from 'zod';

const History = z.object({ activities: z.array(z.looseObject({ from: z.object({ role: z.string() }) })) });

/**
 * A conversation as its person received it, byte for byte, without what has to differ: ids, moments, and the person's own
 * words. `given`: what the person said, should the bot repeat it.
 */
export function maskTranscript(history: string, given: readonly string[]): string {
  const { activities } = History.parse(JSON.parse(history, (key, value) => (masked.has(key) ? `<${key}>` : value)));
  const shown = activities.map((activity) => (activity.from.role === 'bot' ? activity : '<person>'));
  return given.reduce((text, word, index) => text.replaceAll(word, `<given ${index}>`), JSON.stringify(shown));
}

const masked = new Set(['id', 'timestamp', 'replyToId']);
