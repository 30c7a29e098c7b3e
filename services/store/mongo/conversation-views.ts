import type { Conversation, Json, LogEntry, Millis, Turn } from '../store.ts';
import type { ConversationRecord, InboxEntry, TailEntry } from './records.ts';

const HOUR_MS = 60 * 60_000;

/** How much a conversation holds in its own document. */
export type Sizes = Pick<ConversationRecord, 'lastSeq' | 'archivedSeq' | 'quietCount'>;
export const SIZES = { lastSeq: 1, archivedSeq: 1, quietCount: 1 } as const;

export const IDENTITY = { channel: 1, person: 1, locale: 1, createdAt: 1, origin: 1 } as const;
export type Identity = Pick<ConversationRecord, '_id' | 'channel' | 'person' | 'locale' | 'createdAt' | 'origin'>;

export function conversationOf({ _id, channel, person, locale, createdAt, origin }: Identity): Conversation {
  return { id: _id, channel, person, locale, createdAt, ...(origin === undefined ? {} : { origin }) };
}

/** The turn of a message of the inbox. */
export function turnOf(message: InboxEntry, rest: Omit<Turn, 'messageId' | 'activity' | 'receivedAt'>): Turn {
  return {
    ...rest,
    messageId: message.messageId,
    activity: JSON.parse(message.activity),
    receivedAt: message.at,
  };
}

export function tailOf(activities: readonly Json[], at: Millis): TailEntry[] {
  return activities.map((activity) => ({ at, activity: JSON.stringify(activity) }));
}

/** The entries of activities that were put at the end of a log which had `lastSeq` entries. */
export function writtenEntries(activities: readonly Json[], at: Millis, lastSeq: number): LogEntry[] {
  return activities.map((activity, index) => ({ seq: lastSeq + index + 1, activity, at }));
}

/** The hour is indexed and changes once an hour; the time itself changes with every message and is not. */
export function activeSince(at: Millis): Pick<ConversationRecord, 'activeAt' | 'activeHour'> {
  return { activeAt: at, activeHour: hourOf(at) };
}

export function hourOf(at: Millis): number {
  return Math.floor(at / HOUR_MS);
}
