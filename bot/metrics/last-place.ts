import { z } from 'zod';
import type { Json } from '../../services/store/store.ts';

const Reply = z.object({
  inputHint: z.string().optional(),
  channelData: z.object({ procedure: z.string(), step: z.string() }),
});

/** Where the last message of a turn stands, as every outgoing message says it (design, section 7). */
export function lastPlace(
  replies: readonly Json[],
): { readonly procedure: string; readonly step: string; readonly ended: boolean } | undefined {
  const reply = Reply.safeParse(replies.at(-1));
  return reply.success ? { ...reply.data.channelData, ended: reply.data.inputHint === 'acceptingInput' } : undefined;
}
