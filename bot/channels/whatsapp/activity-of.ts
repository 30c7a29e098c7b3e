import { cutText, type InboundActivity, plainName } from '../activity.ts';
import { type Pressed, readOptionId } from './option-id.ts';
import { Button, Interactive, Media, type MessageHead, Revoke, System, Text } from './wire.ts';

/** What a message of a person is to us. */
export type Said =
  | {
      readonly what: 'says';
      readonly activity: InboundActivity;
      /** A file that is fetched before the turn runs. */
      readonly file?: FileRef;
      /** The button they pressed. */
      readonly pressed?: Pressed;
    }
  | { readonly what: 'opened' }
  | { readonly what: 'revoked'; readonly messageId: string }
  /** The ids they have from now on, as far as they are told. */
  | { readonly what: 'ids-changed'; readonly waId: string | undefined; readonly userId: string | undefined }
  | { readonly what: 'identity-changed' }
  /** Nothing to answer: reactions, edits. */
  | { readonly what: 'nothing' };

export interface FileRef {
  readonly mediaId: string;
  readonly name: string;
  readonly contentType: string;
  /** As the webhook says it; undefined when it does not. */
  readonly sha256?: string | undefined;
}

const knownTypes: ReadonlySet<string> = new Set(
  `text interactive button document image video audio sticker system revoke request_welcome reaction edit location
  contacts unsupported order`.split(/\s+/),
);

/** Whether a type is one of the documentation. */
export const isKnownType = (type: string): boolean => knownTypes.has(type);

/** Reads one message. Types that are unknown, or of an unexpected shape, are things we cannot read, and are answered. */
export function readMessage(head: MessageHead, message: unknown, maxChars: number): Said {
  switch (head.type) {
    case 'text':
      return words(Text.safeParse(message).data?.text.body, maxChars);
    case 'interactive':
      return pressed(message, maxChars);
    case 'button': {
      const { payload = '', text = '' } = Button.safeParse(message).data?.button ?? {};
      return press(payload, text || payload, maxChars);
    }
    case 'document':
      return document(message, maxChars);
    case 'image':
    case 'video':
    case 'audio':
    case 'sticker':
      return media(mediaOf(message, head.type), maxChars);
    case 'system':
      return system(message);
    case 'revoke': {
      const revoked = Revoke.safeParse(message).data;
      return revoked ? { what: 'revoked', messageId: revoked.revoke.original_message_id } : { what: 'nothing' };
    }
    case 'request_welcome':
      return { what: 'opened' };
    case 'reaction':
    case 'edit':
      return { what: 'nothing' };
    default:
      return unreadable('application/octet-stream');
  }
}

function words(body: string | undefined, maxChars: number): Said {
  if (body === undefined) return unreadable('text/plain');
  const text = cutText(body, maxChars);
  const truncated = body.length > maxChars ? ({ truncated: true } as const) : {};
  return { what: 'says', activity: { type: 'message', known: true, text, ...truncated } };
}

function pressed(message: unknown, maxChars: number): Said {
  const { interactive } = Interactive.safeParse(message).data ?? {};
  if (!interactive) return unreadable('application/json');
  const { id, title } = 'button_reply' in interactive ? interactive.button_reply : interactive.list_reply;
  return press(id, title, maxChars);
}

function press(id: string, title: string, maxChars: number): Said {
  const ours = readOptionId(id);
  const said = words(ours?.value ?? title, maxChars);
  return ours && said.what === 'says' ? { ...said, pressed: ours } : said;
}

function mediaOf(message: unknown, type: string): Media | undefined {
  const holder: unknown = message;
  if (typeof holder !== 'object' || holder === null) return undefined;
  return Media.safeParse(Object.entries(holder).find(([name]) => name === type)?.[1]).data;
}

/** Words under a picture are words; the picture itself we do not look at. */
function media(found: Media | undefined, maxChars: number): Said {
  const unread = unreadable(found?.mime_type ?? 'application/octet-stream', found?.filename);
  return found?.caption ? withWords(unread, found.caption, maxChars) : unread;
}

function document(message: unknown, maxChars: number): Said {
  const found = mediaOf(message, 'document');
  if (!found || !mayHoldEfirma(found)) return media(found, maxChars);
  const { id: mediaId, mime_type: contentType, sha256 } = found;
  const file = { mediaId, name: plainName(found.filename ?? 'archivo'), contentType, sha256 };
  const said: Said = { what: 'says', activity: { type: 'message', known: true }, file };
  return found.caption ? withWords(said, found.caption, maxChars) : said;
}

function withWords(said: Said, caption: string, maxChars: number): Said {
  const heard = words(caption, maxChars);
  if (said.what !== 'says' || heard.what !== 'says') return said;
  return { ...said, activity: { ...said.activity, ...heard.activity } };
}

/** By its name; phones choose the MIME type. Without an ending we know, only what says of itself that it is unknown. */
function mayHoldEfirma({ filename = '', mime_type }: Media): boolean {
  if (/\.(cer|crt|key|zip)\s*$/i.test(filename)) return true;
  if (/\.[a-z0-9]{2,5}\s*$/i.test(filename)) return false;
  return /octet-stream|x509|pkix|pkcs|zip/i.test(mime_type);
}

function system(message: unknown): Said {
  const { type, wa_id: waId, user_id: userId } = System.safeParse(message).data?.system ?? {};
  // The second comes instead of the first for who shows no number: another id of our business means another number.
  if (type === 'user_changed_number' || type === 'user_changed_user_id') return { what: 'ids-changed', waId, userId };
  return type === 'customer_identity_changed' ? { what: 'identity-changed' } : { what: 'nothing' };
}

function unreadable(contentType: string, filename?: string): Said {
  const name = filename === undefined ? {} : { name: plainName(filename) };
  return { what: 'says', activity: { type: 'message', known: true, attachments: [{ contentType, ...name }] } };
}
