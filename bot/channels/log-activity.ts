import { z } from 'zod';
import type { Json } from '../../services/store/store.ts';

/** What we read again of an entry of the log. Everything else in it belongs to the channel. */
const LogActivity = z.object({
  from: z.object({ role: z.string().optional() }).optional(),
  inputHint: z.string().optional(),
  channelData: z
    .object({ procedure: z.string().optional(), step: z.string().optional(), renewed: z.boolean().optional() })
    .optional(),
});

const read = (activity: Json | undefined) => LogActivity.safeParse(activity).data;

/** Whether it is the echo of what a person sent. */
export const isFromPerson = (activity: Json | undefined): boolean => read(activity)?.from?.role === 'user';

/** Whether it repeats a question for an open form alone, which wanted a fresh text to sign. */
export const isRenewal = (activity: Json | undefined): boolean => read(activity)?.channelData?.renewed === true;

/** Whether it is the last message of a turn (design, section 7). */
export function endsTurn(activity: Json | undefined): boolean {
  const hint = read(activity)?.inputHint;
  return hint === 'expectingInput' || hint === 'acceptingInput';
}

/** Where an outgoing message stands, and whether its procedure ended there; empty strings where it does not say. */
export function placeOf(activity: Json | undefined): {
  readonly procedure: string;
  readonly step: string;
  readonly ended: boolean;
} {
  const { channelData, inputHint } = read(activity) ?? {};
  const { procedure = '', step = '' } = channelData ?? {};
  return { procedure, step, ended: inputHint === 'acceptingInput' };
}
