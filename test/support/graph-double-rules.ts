import { z } from 'zod';

/**
 * What the Cloud API takes at `/messages`, written down from its documentation on its own, so that a mistake in the
 * product's limits does not repeat here. Unknown fields are refused: Meta answers them with error 100.
 */
const chars = (max: number) =>
  z
    .string()
    .min(1)
    .refine((text) => [...text].length <= max, `more than ${max} characters`)
    .refine((text) => text.trim() !== '', 'blank');

const link = z.url({ protocol: /^https?$/ });
const body = z.strictObject({ text: chars(1024) });
const extras = { footer: z.strictObject({ text: chars(60) }).optional() };

const buttons = z.strictObject({
  type: z.literal('button'),
  body,
  ...extras,
  action: z.strictObject({
    buttons: z
      .array(z.strictObject({ type: z.literal('reply'), reply: z.strictObject({ id: chars(256), title: chars(20) }) }))
      .min(1)
      .max(3)
      .refine((all) => new Set(all.map(({ reply }) => reply.id)).size === all.length, 'ids repeat')
      .refine((all) => new Set(all.map(({ reply }) => reply.title)).size === all.length, 'titles repeat'),
  }),
});

const rows = z.array(z.strictObject({ id: chars(200), title: chars(24), description: chars(72).optional() })).min(1);
const list = z.strictObject({
  type: z.literal('list'),
  body,
  ...extras,
  action: z.strictObject({
    button: chars(20),
    sections: z
      .array(z.strictObject({ title: chars(24).optional(), rows }))
      .min(1)
      .max(10)
      .refine((sections) => sections.flatMap((section) => section.rows).length <= 10, 'more than 10 rows')
      .refine((sections) => sections.length === 1 || sections.every(({ title }) => title), 'sections need titles'),
  }),
});

const linkButton = z.strictObject({
  type: z.literal('cta_url'),
  body,
  ...extras,
  action: z.strictObject({
    name: z.literal('cta_url'),
    parameters: z.strictObject({ display_text: chars(20), url: link }),
  }),
});

const common = {
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual').optional(),
  to: z
    .string()
    .regex(/^\+?\d{7,15}$/)
    .optional(),
  recipient: z
    .string()
    .regex(/^[A-Z]{2}\.\d+$/)
    .optional(),
  biz_opaque_callback_data: chars(512).optional(),
};

const Message = z
  .discriminatedUnion('type', [
    z.strictObject({
      ...common,
      type: z.literal('text'),
      text: z.strictObject({ preview_url: z.boolean().optional(), body: chars(4096) }),
    }),
    z.strictObject({
      ...common,
      type: z.literal('interactive'),
      interactive: z.discriminatedUnion('type', [buttons, list, linkButton]),
    }),
    z.strictObject({
      ...common,
      type: z.literal('document'),
      document: z.strictObject({ link, filename: chars(240).optional(), caption: chars(1024).optional() }),
    }),
    z.strictObject({
      ...common,
      type: z.literal('template'),
      template: z.strictObject({
        name: z.string().regex(/^[a-z0-9_]+$/),
        language: z.strictObject({ code: z.string().regex(/^[a-z]{2}(_[A-Z]{2})?$/) }),
        components: z.array(z.unknown()).optional(),
      }),
    }),
  ])
  .refine(({ to, recipient }) => (to === undefined) !== (recipient === undefined), 'one of to and recipient');
export type TakenMessage = z.infer<typeof Message>;

const ReadMark = z.strictObject({
  messaging_product: z.literal('whatsapp'),
  status: z.literal('read'),
  message_id: z.string().min(1),
  typing_indicator: z.strictObject({ type: z.literal('text') }).optional(),
});

/** A message, a read mark, or what is wrong with it. */
export function judge(
  json: unknown,
): { message: TakenMessage } | { readMark: z.infer<typeof ReadMark> } | { wrong: string } {
  const mark = ReadMark.safeParse(json);
  if (mark.success) return { readMark: mark.data };
  const message = Message.safeParse(json);
  return message.success ? { message: message.data } : { wrong: z.prettifyError(message.error) };
}
