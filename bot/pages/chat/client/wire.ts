import * as z from 'zod/mini';

// The page's content security policy forbids evaluation; without this zod would try it once.
z.config({ jitless: true });

const FormSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('password'), portal: z.string() }),
  z.object({ kind: z.literal('client-password') }),
  z.object({ kind: z.literal('key-password') }),
  z.object({ kind: z.literal('code'), digits: z.number() }),
  z.object({ kind: z.literal('efirma') }),
]);

/** What the bot asks to be typed outside the chat, from `channelData.form`. */
export type Form = z.infer<typeof FormSchema>;

/** A part of an activity that is dropped when it is not what we know, so that the rest is still shown. */
const lenient = <T extends z.core.$ZodType>(schema: T) => z.catch(z.optional(schema), undefined);

const ChannelData = z.object({
  clientActivityID: lenient(z.string()),
  procedure: lenient(z.string()),
  step: lenient(z.string()),
  progress: lenient(z.object({ current: z.number(), total: z.number() })),
  form: lenient(FormSchema),
  challenge: lenient(z.string()),
  /** Milliseconds since the epoch, or an ISO date. */
  challengeExpiresAt: lenient(z.union([z.number(), z.string()])),
  /** An agent said it. */
  agent: lenient(z.object({ name: z.string() })),
  /** People have the conversation; without an agent, the person waits for one. */
  people: lenient(z.object({ agent: lenient(z.string()) })),
});

const ActivitySchema = z.object({
  type: z.string(),
  id: z.string(),
  timestamp: lenient(z.string()),
  from: lenient(z.object({ role: lenient(z.string()), name: lenient(z.string()) })),
  text: lenient(z.string()),
  inputHint: lenient(z.string()),
  suggestedActions: lenient(z.object({ actions: z.array(z.object({ title: z.string(), value: z.string() })) })),
  attachments: lenient(
    z.array(z.object({ contentType: z.string(), contentUrl: lenient(z.string()), name: lenient(z.string()) })),
  ),
  channelData: lenient(ChannelData),
});

/** The part of a Bot Framework activity that the page shows. */
export type Activity = z.infer<typeof ActivitySchema>;

const Frame = z.object({ activities: z.array(z.unknown()), watermark: lenient(z.string()) });

/** Activities of a stream frame or of a polled answer; what is no activity is left out. Undefined when it is neither. */
export function readFrame(data: unknown): { activities: Activity[]; watermark: string | undefined } | undefined {
  const frame = z.safeParse(Frame, data);
  if (!frame.success) return undefined;
  const activities = frame.data.activities.flatMap((candidate) => {
    const activity = z.safeParse(ActivitySchema, candidate);
    return activity.success ? [activity.data] : [];
  });
  return { activities, watermark: frame.data.watermark };
}

const Opened = z.object({ conversationId: z.string(), token: lenient(z.string()), streamUrl: lenient(z.string()) });
const Token = z.object({ token: z.string() });
const Posted = z.object({ id: lenient(z.string()) });
const SessionSchema = z.object({ conversationId: z.string(), token: z.string() });

/** What lets a reloaded page go on: no personal data. */
export type Session = z.infer<typeof SessionSchema>;

const reader =
  <T>(schema: z.ZodMiniType<T>) =>
  (data: unknown): T | undefined => {
    const result = z.safeParse(schema, data);
    return result.success ? result.data : undefined;
  };

export const readOpened = reader(Opened);
const Generated = z.extend(SessionSchema, {
  /** The session leads to a conversation this browser had. */
  resumed: lenient(z.literal(true)),
});

/** A way into a conversation: a new one, or that of this browser. */
export type Generated = z.infer<typeof Generated>;

export const readGenerated = reader(Generated);
export const readEnded = reader(z.object({}));
export const readToken = reader(Token);
export const readPosted = reader(Posted);
export const readSession = reader(SessionSchema);

const Options = z.object({
  locale: z.string(),
  messageMaxChars: z.number(),
  fileMaxBytes: z.number(),
  /** Address of the script that opens keys, apart from the page's thread. */
  worker: z.string(),
});

/** What the server says about itself to the page, in a data block of its HTML. */
export type PageOptions = z.infer<typeof Options>;
export const readOptions = reader(Options);
