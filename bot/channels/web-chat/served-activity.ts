import type { Json, LogEntry, Millis } from '../../../services/store/store.ts';
import { isFromPerson } from '../log-activity.ts';

/** The conversation as seen by its person. */
export interface Audience {
  readonly conversationId: string;
  readonly person: string;
}

/** The id of an activity: sortable within its conversation, the same each time it is served. */
export function activityId(conversationId: string, seq: number | string): string {
  return `${conversationId}|${String(seq).padStart(7, '0')}`;
}

/**
 * A log entry as Direct Line serves it.
 *
 * @param replyTo seq of the person's message that the entry answers, where there was one.
 */
export function servedActivity(entry: LogEntry, { conversationId, person }: Audience, replyTo?: number): Json {
  const logged = isObject(entry.activity) ? entry.activity : {};
  const fromPerson = isFromPerson(entry.activity);
  return {
    ...logged,
    id: activityId(conversationId, entry.seq),
    timestamp: new Date(entry.at).toISOString(),
    channelId: 'webchat',
    conversation: { id: conversationId },
    from: fromPerson ? { id: person, name: '', role: 'user' } : botFrom(logged),
    ...(!fromPerson && replyTo !== undefined && { replyToId: activityId(conversationId, replyTo) }),
  };
}

export interface ServedPage {
  /** JSON: `{activities, watermark}`. */
  readonly text: string;
  /** The seq of the last message of the person, in this page or before it. */
  readonly replyTo: number | undefined;
}

/** A page or frame of a conversation. */
export function servedPage(
  entries: readonly LogEntry[],
  audience: Audience,
  page: { watermark: number; replyTo: number | undefined },
): ServedPage {
  let { replyTo } = page;
  const activities = entries.map((entry) => {
    if (isFromPerson(entry.activity)) replyTo = entry.seq;
    return servedActivity(entry, audience, replyTo);
  });
  return { text: JSON.stringify({ activities, watermark: String(page.watermark) }), replyTo };
}

/** A frame that says that somebody on our side writes. Without a watermark: clients go on from where they are. */
export function typingFrame({ conversationId }: Audience, { name, at }: { name: string; at: Millis }): string {
  const typing = {
    type: 'typing',
    id: activityId(conversationId, `typing-${at}`),
    timestamp: new Date(at).toISOString(),
    channelId: 'webchat',
    conversation: { id: conversationId },
    from: { id: 'recupera', name, role: 'bot' },
  };
  return JSON.stringify({ activities: [typing] });
}

function botFrom(logged: { [key: string]: Json | undefined }): Json {
  const name = isObject(logged.from) && typeof logged.from.name === 'string' ? logged.from.name : 'Recupera';
  return { id: 'recupera', name, role: 'bot' };
}

function isObject(value: Json | undefined): value is { [key: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
