import { z } from 'zod';

/** Webhooks as Meta sends them: only what we read, everything else tolerated. */

const Id = z.string().min(1).max(512);
const PersonId = z.string().min(1).max(128).optional().catch(undefined);
const Digits = z.union([z.string(), z.number()]).transform(String);
/** Seconds since the epoch, as a string; in milliseconds here. */
const Seconds = z.coerce
  .number()
  .positive()
  .max(1e11)
  .transform((seconds) => Math.round(seconds * 1000));

const WireError = z.object({ code: z.coerce.number().int() });

/** The part every message has. */
export const MessageHead = z.object({
  id: Id,
  timestamp: Seconds,
  type: z.string().catch('unknown'),
  from: PersonId,
  from_user_id: PersonId,
});
export type MessageHead = z.infer<typeof MessageHead>;

export const Text = z.object({ text: z.object({ body: z.string() }) });
export const Button = z.object({ button: z.object({ payload: z.string().default(''), text: z.string().default('') }) });
const Reply = z.object({ id: z.string(), title: z.string().default('') });
export const Interactive = z.object({
  interactive: z.union([z.object({ button_reply: Reply }), z.object({ list_reply: Reply })]),
});
export const Media = z.object({
  id: z.string().regex(/^[\w-]{1,128}$/),
  mime_type: z.string().max(255).catch('application/octet-stream'),
  sha256: z.string().optional().catch(undefined),
  filename: z.string().optional().catch(undefined),
  caption: z.string().optional().catch(undefined),
});
export type Media = z.infer<typeof Media>;
export const System = z.object({
  system: z.object({ type: z.string(), wa_id: PersonId, user_id: PersonId, previous_user_id: PersonId }),
});
export const Revoke = z.object({ revoke: z.object({ original_message_id: Id }) });

const Contact = z.object({ wa_id: PersonId, user_id: PersonId });
export type Contact = z.infer<typeof Contact>;

export const Status = z.object({
  id: Id,
  status: z.enum(['sent', 'delivered', 'read', 'failed']),
  timestamp: Seconds,
  biz_opaque_callback_data: z.string().optional().catch(undefined),
  errors: z.array(WireError).catch([]).default([]),
});
export type Status = z.infer<typeof Status>;

/** Items that do not have the shape are left out, one by one. */
const listOf = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .array(z.unknown())
    .catch([])
    .default([])
    .transform((items) => items.map((item) => schema.safeParse(item).data).filter((item) => item !== undefined));

const Value = z.object({
  metadata: z.object({ phone_number_id: Digits }),
  contacts: listOf(Contact),
  messages: z.array(z.unknown()).catch([]).default([]),
  statuses: listOf(Status),
  errors: listOf(WireError),
});

const Change = z.object({ field: z.literal('messages'), value: Value });
const Entry = z.object({ changes: listOf(Change) });
export const Webhook = z.object({ entry: listOf(Entry) });
export type ChangeValue = z.infer<typeof Value>;
