import { z } from 'zod';
import type { Form } from '../../dialogs/message.ts';
import type { Conversations, LogEntry } from '../../services/store/store.ts';
import { endsTurn, isRenewal } from '../channels/log-activity.ts';

/** What a conversation asked last, as its person was told. */
export interface Standing {
  /** The log entry that asked. */
  readonly seq: number;
  /** The entry by which its person was asked; an earlier one when only an open form was given a fresh text to sign. */
  readonly shownSeq: number;
  readonly procedure: string;
  readonly step: string;
  readonly folio?: string | undefined;
  readonly form?: Form | undefined;
  readonly challenge?: string | undefined;
  readonly challengeExpiresAt?: number | undefined;
}

const Asked = z.object({
  channelData: z.object({
    procedure: z.string(),
    step: z.string(),
    folio: z.string().optional(),
    form: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('password'), portal: z.string(), confirm: z.literal(true) }),
        z.object({ kind: z.literal('client-password') }),
        z.object({ kind: z.literal('efirma') }),
        z.object({ kind: z.literal('key-password') }),
        z.object({ kind: z.literal('code'), digits: z.number() }),
      ])
      .optional(),
    challenge: z.string().optional(),
    challengeExpiresAt: z.number().optional(),
  }),
});

/** What an entry asks, if it is the last message of a turn. An agent's words ask nothing and change no question. */
export function askedBy({ activity, seq }: LogEntry): Standing | undefined {
  if (!endsTurn(activity)) return undefined;
  const asked = Asked.safeParse(activity);
  if (!asked.success || asked.data.channelData.step === 'with-agent') return undefined;
  return { seq, shownSeq: seq, ...asked.data.channelData };
}

const pageSize = 50;

/** Reads the log backwards to the last question. Undefined for an unknown conversation, or one that was asked nothing. */
export async function standsAt(
  conversations: Pick<Conversations, 'get' | 'log'>,
  conversationId: string,
): Promise<Standing | undefined> {
  const conversation = await conversations.get(conversationId);
  let newest: Standing | undefined;
  for (let end = conversation?.lastSeq ?? 0; end > 0; end -= pageSize) {
    const page = await conversations.log(conversationId, Math.max(0, end - pageSize), Math.min(end, pageSize));
    for (const entry of page.toReversed()) {
      const asked = askedBy(entry);
      newest ??= asked;
      if (newest && asked && !isRenewal(entry.activity)) return { ...newest, shownSeq: asked.seq };
    }
  }
  return newest;
}
