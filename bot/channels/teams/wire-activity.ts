import { z } from 'zod';

const id = z.string().min(1).max(1_024);
/** In small letters, as in our settings: an id means the same in any. */
const tenant = z.string().max(128).toLowerCase();
const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

/** An activity as the Bot Connector posts it, as far as the product reads it; the rest is dropped. */
export const TeamsActivity = z.object({
  type: z.string().min(1).max(64),
  id: z.string().min(1).max(256).optional(),
  channelId: z.string().min(1).max(64),
  serviceUrl: z.url().max(512),
  from: z.object({ id, aadObjectId: optional(z.string().max(128)) }),
  recipient: z.object({ id }),
  conversation: z.object({
    id,
    tenantId: optional(tenant),
    conversationType: optional(z.string().max(64)),
    isGroup: optional(z.boolean()),
  }),
  text: z.string().nullish(),
  value: z.unknown().optional(),
  name: optional(z.string().max(128)),
  action: optional(z.string().max(64)),
  locale: optional(z.string().regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/)),
  localTimestamp: optional(z.string().max(40)),
  membersAdded: optional(z.array(z.object({ id }))),
  attachments: optional(
    z.array(
      z.object({
        contentType: z.string().max(128).catch('application/octet-stream'),
        name: optional(z.string().max(256)),
      }),
    ),
  ),
  channelData: optional(z.object({ tenant: optional(z.object({ id: tenant })) })),
});
export type TeamsActivity = z.infer<typeof TeamsActivity>;

/** Whether it comes from a chat between one person and the bot. */
export function isPersonal({ conversation }: TeamsActivity): boolean {
  return conversation.isGroup !== true && (conversation.conversationType ?? 'personal') === 'personal';
}

/** The tenants that an activity names; all of them have to be ours. */
export function tenantsOf({ conversation, channelData }: TeamsActivity): string[] {
  return [conversation.tenantId, channelData?.tenant?.id].filter((tenant) => tenant !== undefined);
}
