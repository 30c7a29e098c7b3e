import { z } from 'zod';
import { cutText, type InboundActivity, plainName } from '../activity.ts';

const shortText = (max: number) => z.string().max(max);
const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

/**
 * An activity as Direct Line clients post it. Strict about what the product acts on, lenient about the rest: metadata
 * that does not fit is ignored.
 */
export const WireActivity = z.object({
  type: z.string().min(1).max(64),
  text: z.string().nullish(),
  value: z.unknown().optional(),
  name: optional(shortText(128)),
  locale: optional(z.string().regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/)),
  localTimestamp: optional(shortText(40)),
  attachments: optional(
    z.array(
      z.object({ contentType: shortText(128).catch('application/octet-stream'), name: optional(shortText(256)) }),
    ),
  ),
  channelData: optional(
    z.object({
      clientActivityID: optional(z.string().min(1).max(128)),
      postBack: optional(z.literal(true)),
    }),
  ),
});

export type WireActivity = z.infer<typeof WireActivity>;

const knownTypes = new Set(['message', 'event']);
const maxAttachments = 10;

/** Bounds a parsed activity for the turn. @param maxChars of its text, in UTF-16 units; the rest is dropped. */
export function toInbound(wire: WireActivity, maxChars: number): InboundActivity {
  const spoken = wire.type === 'message' && typeof wire.value === 'string' ? wire.value : undefined;
  const given = wire.text ?? spoken;
  const text = given === undefined ? undefined : cutText(given, maxChars);
  const value = flatValue(wire.value);
  const { name, locale, localTimestamp } = wire;
  const channelData = compact(wire.channelData);
  const attachments = wire.attachments?.slice(0, maxAttachments).map((attachment) => ({
    contentType: attachment.contentType,
    ...(attachment.name !== undefined && { name: plainName(attachment.name) }),
  }));
  return {
    type: wire.type,
    known: knownTypes.has(wire.type),
    ...(text !== undefined && { text }),
    ...(text !== undefined && given !== undefined && given.length > maxChars && { truncated: true }),
    ...(value && { value }),
    ...(name !== undefined && { name }),
    ...(locale !== undefined && { locale }),
    ...(localTimestamp !== undefined && { localTimestamp }),
    ...(channelData && { channelData }),
    ...(attachments && attachments.length > 0 && { attachments }),
  };
}

const maxValueKeys = 16;
/** A base64 certificate of 8 KiB has 11 KB. */
const maxValueChars = 16_384;

function flatValue(value: unknown): Record<string, string | number | boolean> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const flat = Object.entries(value)
    .filter(([key, part]) => /^[A-Za-z][A-Za-z0-9]{0,63}$/.test(key) && isFlat(part))
    .slice(0, maxValueKeys);
  return Object.fromEntries(flat);
}

const isFlat = (part: unknown) =>
  (typeof part === 'string' && part.length <= maxValueChars) ||
  typeof part === 'boolean' ||
  (typeof part === 'number' && Number.isFinite(part));

function compact(data: WireActivity['channelData']): InboundActivity['channelData'] | undefined {
  if (!data) return undefined;
  const { clientActivityID, postBack } = data;
  return { ...(clientActivityID !== undefined && { clientActivityID }), ...(postBack && { postBack }) };
}
