import { z } from 'zod';
import { cutText, type InboundActivity, plainName } from '../activity.ts';
import { cardVersion } from './render/card.ts';
import type { TeamsActivity } from './wire-activity.ts';

/** What a button of one of our cards brings back. */
export interface Press {
  /** The log entry whose question it answers. */
  readonly seq: number;
  readonly say: string;
  /** A way to begin something, good at any time. */
  readonly free?: boolean | undefined;
}

const PressValue = z.object({
  v: z.literal(cardVersion),
  seq: z.number().int().min(1),
  say: z.string().max(4_096),
  free: z.boolean().optional(),
});

/** The press of a button, if the message is one. A card of another version is read by its text. */
export function pressOf({ value }: TeamsActivity): Press | undefined {
  return PressValue.safeParse(typeof value === 'string' ? parsed(value) : value).data;
}

const maxAttachments = 10;

/** A person's message for the door: bounded, without what Teams wraps around it. */
export function toInbound(activity: TeamsActivity, maxChars: number, press = pressOf(activity)): InboundActivity {
  const given = press?.say ?? withoutMentions(activity.text ?? '');
  const text = cutText(given, maxChars);
  const value = press ? undefined : flatValue(activity.value);
  const attachments = (activity.attachments ?? []).filter(isOwn).slice(0, maxAttachments);
  return {
    type: 'message',
    known: true,
    ...(text !== '' && { text }),
    ...(given.length > maxChars && { truncated: true as const }),
    ...(value && { value }),
    ...(activity.locale !== undefined && { locale: activity.locale }),
    ...(activity.localTimestamp !== undefined && { localTimestamp: activity.localTimestamp }),
    ...(attachments.length > 0 && {
      attachments: attachments.map(({ contentType, name }) => ({
        contentType,
        ...(name !== undefined && { name: plainName(name) }),
      })),
    }),
  };
}

/** Teams sends the text of a message along as an HTML attachment, too. */
const isOwn = ({ contentType }: { contentType: string }) => contentType !== 'text/html';

const withoutMentions = (text: string) => text.replace(/<at>[^<]{0,200}<\/at>/g, '').trim();

const maxValueKeys = 16;
const maxValueChars = 16_384;

/** Answers of a form that is none of ours. The door hides what is secret in them, and drops what it does not know. */
function flatValue(value: unknown): Record<string, string | number | boolean> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const flat = Object.entries(value).filter(
    ([name, part]) =>
      /^[A-Za-z][A-Za-z0-9]{0,63}$/.test(name) &&
      (typeof part === 'boolean' ||
        (typeof part === 'number' && Number.isFinite(part)) ||
        (typeof part === 'string' && part.length <= maxValueChars)),
  );
  return Object.fromEntries(flat.slice(0, maxValueKeys));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
