import { z } from 'zod';
import type { Conversation, Json, LogEntry } from '../../services/store/store.ts';

const LoggedMessage = z.object({
  type: z.literal('message'),
  text: z.string().default(''),
  locale: z.string().optional(),
  from: z.object({ name: z.string().optional() }).optional(),
  inputHint: z.string().optional(),
  suggestedActions: z.object({ actions: z.array(z.object({ title: z.string(), value: z.string() })) }).optional(),
  attachments: z
    .array(z.object({ contentType: z.string(), contentUrl: z.string(), name: z.string().default('documento') }))
    .default([]),
  channelData: z
    .object({
      procedure: z.string().optional(),
      step: z.string().optional(),
      folio: z.string().optional(),
      progress: z.object({ current: z.number(), total: z.number() }).optional(),
      form: z.object({ kind: z.string() }).optional(),
      agent: z.object({ name: z.string() }).optional(),
    })
    .default({}),
});
/** A message to a person as it stands in the log, as far as channels that bring messages show it. */
export type LoggedMessage = z.infer<typeof LoggedMessage>;

/** The message in an entry of the log; undefined for entries of other kinds. */
export const readMessage = (activity: Json): LoggedMessage | undefined => LoggedMessage.safeParse(activity).data;

/** The language of a message to a person, who may have changed it since the conversation began. */
export const languageOf = (
  conversation: Pick<Conversation, 'locale'>,
  { activity }: Pick<LogEntry, 'activity'>,
): string => readMessage(activity)?.locale ?? conversation.locale;

/** Whether it asks for something that must not be written in a chat. Codes are good once and come by another way. */
export const asksSecret = ({ channelData: { form } }: LoggedMessage): boolean =>
  form !== undefined && form.kind !== 'code';

/** A one-time page for a secret, and the number that is shown in both places. */
export interface FormLink {
  readonly url: string;
  readonly mark: string;
  readonly expiresInMs: number;
}

/** Makes the link of a message that asks for a secret, when it is brought to its person: no link is ever in the log. */
export type MakeFormLink = (conversation: Conversation, entry: LogEntry) => Promise<FormLink>;
