import type { FormPlace } from '../../dialogs/input.ts';
import type { Json } from '../../services/store/store.ts';
import type { UploadedFile } from './channel.ts';

/** A person's activity, bounded; what is not listed here is dropped. `text` and `value` may hold secrets. */
export interface InboundActivity {
  readonly type: string;
  /** False for types the product has no use for; the turn says so politely. */
  readonly known: boolean;
  readonly text?: string;
  /** The text was longer than accepted, and was cut. */
  readonly truncated?: true;
  /** Flat answers of a form: `{password}`, `{certificate, signature}`… */
  readonly value?: Readonly<Record<string, string | number | boolean>>;
  readonly name?: string;
  readonly locale?: string;
  /** Things the client referred to without sending them here: audio, stickers, locations. */
  readonly attachments?: readonly { readonly contentType: string; readonly name?: string }[];
  readonly channelData?: { readonly clientActivityID?: string; readonly postBack?: true };
  /** When the client says it was written. */
  readonly localTimestamp?: string;
  /** The question that a secure form was made for; the answer is good for no other. Never taken from a client. */
  readonly formFor?: FormPlace;
  /** It was written long before it reached us. Never taken from a client. */
  readonly stale?: true;
}

/** The greeting's occasion: sent by us once per conversation, never accepted from a client. */
export function startActivity(locale: string): InboundActivity {
  return { type: 'conversationUpdate', known: true, locale };
}

/**
 * What the person sees again of what they sent, under its own type: only a message has a bubble. Never has the `value`,
 * nor the content of a file.
 *
 * @param text redacted, instead of the activity's own. @param nameOf redacts what people call their files.
 */
export function echoOf(
  activity: InboundActivity,
  files: readonly UploadedFile[],
  text = activity.text,
  nameOf = (name: string) => name,
): Json {
  const attachments = [
    ...(activity.attachments ?? []).map(({ name, ...attachment }) => ({
      ...attachment,
      ...(name !== undefined && { name: nameOf(name) }),
    })),
    ...files.map((file) => ({ contentType: file.contentType, name: nameOf(file.name) })),
  ];
  const { clientActivityID, postBack } = activity.channelData ?? {};
  return {
    type: activity.type,
    ...(activity.type === 'event' && activity.name !== undefined && { name: activity.name }),
    from: { role: 'user' },
    ...(text !== undefined && { text, textFormat: 'plain' }),
    ...(activity.locale !== undefined && { locale: activity.locale }),
    ...(attachments.length > 0 && { attachments }),
    channelData: {
      ...(clientActivityID !== undefined && { clientActivityID }),
      ...(postBack && { postBack }),
      ...(files.length > 0 && { attachmentSizes: files.map((file) => file.bytes.length) }),
    },
  };
}

/** A file name without folders and control characters, at most 128 characters. */
export function plainName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  return base.replace(/\p{C}/gu, '').slice(0, 128).toWellFormed();
}

/** At most `maxChars` UTF-16 units, without leaving half of a character; halves that were there before are mended. */
export function cutText(text: string, maxChars: number): string {
  const kept = text.length > maxChars ? text.slice(0, maxChars).replace(/[\uD800-\uDBFF]$/, '') : text;
  return kept.toWellFormed();
}
